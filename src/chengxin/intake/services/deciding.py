"""What people decide about a submission: confirm severities, cancel, try again, take back within the hour."""

from collections.abc import Mapping
from datetime import datetime

from chengxin.audit.services import use_case
from chengxin.catalog.queries import item_of_hash
from chengxin.catalog.rules import Family, Item
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.intake import queries, rules
from chengxin.intake.models import Submission
from chengxin.intake.rules import STATE_LABELS, Move, State, asking
from chengxin.intake.services.enqueueing import enqueue
from chengxin.intake.services.moving import NotNow, move, note
from chengxin.intake.services.processing import end_without
from chengxin.register import rules as register_rules
from chengxin.register.services import withdraw_load


class SeverityMissing(Invalid):
    """Every group of rows needs a severity."""

    code = "intake.severity-missing"
    says = "还有{groups}组没有选失信程度，请逐组选择后再确认"
    field = "severity"


class UnknownSeverity(Invalid):
    """The severity is none of the catalogue's, or the group none of this submission."""

    code = "intake.unknown-severity"
    says = "失信程度“{value}”不在可选范围内"
    field = "severity"


class NotToWithdraw(Conflict):
    """Registration facts are not taken back as a whole."""

    code = "intake.not-to-withdraw"
    says = "登记信息不能整批撤回，请用正确的内容重新报送"


@use_case
def confirm_severities(*, actor: Actor, now: datetime, submission: str, chosen: Mapping[str, str]) -> Submission:
    """Settle the severities of a submission, have it loaded, and return it.

    ``chosen`` maps the key of a group to a severity; a group it leaves out gets what is proposed.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such submission within the actor's reach.
        NotNow: it does not wait for this.
        SeverityMissing: a group without proposal is left out.
        UnknownSeverity: a value is none of the item's severities, or a key none of its groups.
    """
    actor.require(rules.CONFIRM)
    row = queries.submission_for(actor, submission, permission=rules.CONFIRM, lock=True)
    if row.state != State.TO_CONFIRM:
        raise NotNow(state=STATE_LABELS[State(row.state)])
    item = item_of_hash(actor, row.item_version, permission=rules.CONFIRM)
    groups = list(queries.groups_of(row))
    settled = {group.key: chosen.get(group.key) or group.proposed for group in groups}
    _require_known(item, chosen, settled)
    for group in groups:
        group.chosen = settled[group.key]
        group.save(update_fields=["chosen"])
    move(row, Move.LOAD)
    row.confirmed_at, row.confirmed_by_name = now, actor.name
    row.save(update_fields=["state", "confirmed_at", "confirmed_by_name"])
    told = [{"rows": group.rows, "proposed": group.proposed, "chosen": group.chosen} for group in groups]
    note(actor, now, rules.CONFIRMED, row, groups=told)
    enqueue(row)
    return row


def _require_known(item: Item, chosen: Mapping[str, str], settled: Mapping[str, str]) -> None:
    for key, value in chosen.items():
        if value and (key not in settled or value not in severities_of(item)):
            raise UnknownSeverity(value=value[:20])
    missing = sum(not value for value in settled.values())
    if missing:
        raise SeverityMissing(groups=missing)


def severities_of(item: Item) -> dict[str, str]:
    """Return the severities an item knows: labels by code; none where it has no such field."""
    field = asking.asks_severity(item)
    return {value.code: value.label for value in field.list.values} if field and field.list else {}


@use_case
def cancel_submission(*, actor: Actor, now: datetime, submission: str) -> Submission:
    """Cancel a submission that is not done and return it; what the platform is at stops at its next step.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such submission within the actor's reach.
        NotNow: it is done, or ended otherwise.
    """
    actor.require(rules.CANCEL)
    row = queries.submission_for(actor, submission, permission=rules.CANCEL, lock=True)
    if row.state in {State.CHECKING, State.LOADING}:
        row.cancel_asked_at = now
        row.save(update_fields=["cancel_asked_at"])
        note(actor, now, rules.CANCELLED, row, at_work=True)
        enqueue(row)
        return row
    end_without(actor, row, now)
    return row


@use_case
def retry_submission(*, actor: Actor, now: datetime, submission: str) -> Submission:
    """Have a submission that failed through a fault of ours go on, and return it.

    A check is made again from the raw file; a load goes on where it stopped.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such submission within the actor's reach.
        NotNow: it did not fail.
    """
    actor.require(rules.SEND)
    row = queries.submission_for(actor, submission, permission=rules.SEND, lock=True)
    move(row, Move.RETRY if row.checked_at is None else Move.RESUME)
    row.fault = ""
    row.save(update_fields=["state", "fault"])
    note(actor, now, rules.RETRIED, row)
    enqueue(row)
    return row


@use_case
def withdraw_submission(*, actor: Actor, now: datetime, submission: str) -> Submission:
    """Take a whole submission back within the hour and return it: what stood before stands again.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such submission within the actor's reach.
        NotNow: it is not done.
        NotToWithdraw: it is of registration facts, or nothing of it was published.
        TooLateToWithdraw: the hour is over.
    """
    actor.require(register_rules.WITHDRAW)
    row = queries.submission_for(actor, submission, permission=register_rules.WITHDRAW, lock=True)
    move(row, Move.WITHDRAW)
    item = item_of_hash(actor, row.item_version, permission=register_rules.WITHDRAW)
    if item.family is Family.REGISTRATION or row.load_id is None or not row.accepted:
        raise NotToWithdraw
    withdraw_load(actor=actor, now=now, load=row.load_id)
    row.save(update_fields=["state"])
    note(actor, now, rules.WITHDRAWN, row, accepted=row.accepted)
    return row
