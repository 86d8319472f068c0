"""The one moment in which a load shows, and the hour in which it can be taken back.

A load about natural persons stands from the same moment on, for those who may read it: it is in no feed and, as
nothing of it is published, not in the ledger.
"""

from datetime import datetime

from chengxin.audit.rules import Action
from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict
from chengxin.register import rules
from chengxin.register.models import Load
from chengxin.register.queries import leaves
from chengxin.register.queries.scoped import load_for
from chengxin.register.services import committing


class LoadGivenUp(Conflict):
    """An abandoned load never shows."""

    code = "register.load-given-up"
    says = "这一批已经放弃，不能上网公示"


class LoadShows(Conflict):
    """What shows can be withdrawn or corrected, not given up."""

    code = "register.load-shows"
    says = "这一批已经上网公示，不能放弃"


class TooLateToWithdraw(Conflict):
    """The hour is over, the load was never shown, or it was withdrawn before."""

    code = "register.too-late-to-withdraw"
    says = "只能在上网公示后1小时内整批撤回一次；此后请逐条更正或停止公示"


@use_case
def show_load(*, actor: Actor, now: datetime, load: int) -> Load:
    """Make all of a load visible in this one moment, put it into the feed, commit to it in the ledger; return it.

    Safe to run twice: a load that shows already stays as it is, and the entry says so.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is none, or it lies outside the actor's reach.
        LoadGivenUp: it was abandoned.
    """
    actor.require(rules.SHOW)
    row = load_for(actor, load, permission=rules.SHOW, lock=True)
    if row.abandoned_at is not None:
        raise LoadGivenUp
    first, told = row.visible_at is None, 0
    if first:
        row.visible_at = now
        row.save(update_fields=["visible_at"])
    if row.person_versions.exists():
        _note(actor, now, rules.PERSON_LOAD_KEPT, row, first=first)
        return row
    if first:
        batch = committing.batch_of_load(row, now, withdrawn=False)
        told = committing.commit(batch, rules.PUBLICATION_LEAF, leaves.publications(batch), now)
    _note(actor, now, rules.LOAD_SHOWN, row, first=first, leaves=told)
    return row


@use_case
def withdraw_load(*, actor: Actor, now: datetime, load: int) -> Load:
    """Take a whole load back within the hour and return it: what stood before stands again.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is none, or it lies outside the actor's reach.
        TooLateToWithdraw: the hour is over, it was never shown, or it was withdrawn before.
    """
    actor.require(rules.WITHDRAW)
    row = load_for(actor, load, permission=rules.WITHDRAW, lock=True)
    late = row.visible_at is None or now - row.visible_at > rules.WITHDRAWAL_TIME
    if late or row.withdrawn_at is not None:
        raise TooLateToWithdraw
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    if row.person_versions.exists():
        _note(actor, now, rules.PERSON_LOAD_WITHDRAWN, row)
        return row
    batch = committing.batch_of_load(row, now, withdrawn=True)
    told = committing.commit(batch, rules.WITHDRAWAL_LEAF, leaves.withdrawals(batch), now)
    _note(actor, now, rules.LOAD_WITHDRAWN, row, leaves=told)
    return row


@use_case
def abandon_load(*, actor: Actor, now: datetime, load: int) -> Load:
    """Give up a load that does not show, so that it never will, and return it; safe to run twice.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is none, or it lies outside the actor's reach.
        LoadShows: it shows, or it did.
    """
    actor.require(rules.ABANDON)
    row = load_for(actor, load, permission=rules.ABANDON, lock=True)
    if row.visible_at is not None:
        raise LoadShows
    first = row.abandoned_at is None
    if first:
        row.abandoned_at = now
        row.save(update_fields=["abandoned_at"])
    _note(
        actor, now, rules.LOAD_ABANDONED, row, first=first, versions=row.versions.count() + row.person_versions.count()
    )
    return row


def _note(actor: Actor, now: datetime, action: Action, load: Load, **facts: object) -> None:
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="load",
        object_id=load.submission,
        object_label=load.item,
        facts={"unit": load.unit.name, **facts},
    )
