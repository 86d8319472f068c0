"""Looking again: approvals of organisations under way follow the feed, and past checks are told of wrong records.

Only while an approval is under way, only organisations, with an end date: nobody is watched. Each change is written
down and told, whatever it changes; nothing is decided by it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from chengxin.audit.services import record, use_case
from chengxin.checks.models import Approval, Check, FeedPlace, LookAgain
from chengxin.checks.queries.answering import find_many
from chengxin.checks.queries.checks import check_for
from chengxin.checks.rules.answers import Told, asked_of, difference_of, known_of, told_difference
from chengxin.checks.rules.doings import (
    APPROVAL_ENDED,
    CHANGE_NOTICE,
    CHECK,
    CORRECTION_NOTICE,
    FOLLOW_CHECKS,
    LOOKED_AGAIN,
)
from chengxin.checks.rules.matters import definition_from
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.notices.services import About, Recipient, Wish, send_notice
from chengxin.register.queries import changes_after
from chengxin.register.queries.feed import Changed, position_now
from chengxin.register.queries.following import corrected_among, subjects_of
from chengxin.units.queries import day_of

PLACE = "look-again"
AT_ONCE = 1_000
"""Changes of the feed that are followed in one transaction."""
TOGETHER = 100
"""Approvals that are looked at together when all are: between reading and writing there is little time."""
LONGEST_REASON = 300


class NoApproval(Conflict):
    """Nothing of this check is under way."""

    code = "checks.no-approval"
    says = "这次核查没有跟踪在办事项，或者已经结束"


class EndUnexplained(Invalid):
    """Ending needs a reason."""

    code = "checks.end-unexplained"
    says = "请写明结束跟踪的原因，不超过{limit}个字"
    field = "reason"


def follow_feed(*, actor: Actor, now: datetime) -> int:
    """Read what changed since the last time, look again where something is under way; return how many looks.

    Only what changes after the first time is followed. Killed half-way it begins again at the page that was not
    finished. Safe to run twice.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(FOLLOW_CHECKS)
    looks, more = 0, True
    while more:
        with transaction.atomic():
            place = _place(actor)
            changes = changes_after(actor, place.position, limit=AT_ONCE)
            looks += _follow(actor, now, changes.entries)
            place.position = changes.position
            place.save(update_fields=["position"])
            more = changes.more
    return looks


def look_at_all(*, actor: Actor, now: datetime) -> int:
    """Look again at every approval under way; return how many changed. For what is in no feed, once a day.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(FOLLOW_CHECKS)
    looks, last = 0, 0
    while part := list(_under_way(now).filter(owner__gt=last).order_by("owner_id")[:TOGETHER]):
        looks += _look(actor, now, part, dict.fromkeys((_survivor(one) for one in part), now))
        last = part[-1].owner_id
    return looks


def _place(actor: Actor) -> FeedPlace:
    place = FeedPlace.objects.select_for_update().filter(key=PLACE).first()
    if place is None:
        place, _new = FeedPlace.objects.get_or_create(key=PLACE, defaults={"position": position_now(actor)})
    return place


@use_case
def end_approval(*, actor: Actor, now: datetime, check: str, reason: str) -> Approval:
    """Say that the approval of a check is not under way any more, and return it.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such check at the actor's unit.
        NoApproval: nothing is under way.
        EndUnexplained: no reason is given.
    """
    actor.require(CHECK)
    row = check_for(actor, check, permission=CHECK, lock=True)
    approval = Approval.objects.filter(owner=row, ended_at__isnull=True).first()
    if approval is None:
        raise NoApproval
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise EndUnexplained(limit=LONGEST_REASON)
    approval.ended_at, approval.ended_why = now, why
    approval.save(update_fields=["ended_at", "ended_why"])
    record(
        actor=actor,
        now=now,
        action=APPROVAL_ENDED,
        object_kind="check",
        object_id=row.public_id,
        object_label=f"{row.subject_name} {row.matter.name}"[:300],
        facts={"reason": why},
    )
    return approval


def _under_way(now: datetime) -> Any:
    return Approval.objects.filter(ended_at__isnull=True, until__gte=day_of(now)).select_related(
        "owner__matter_version__matter__unit", "owner__evidence", "owner__matter", "subject"
    )


def _follow(actor: Actor, now: datetime, entries: Sequence[Changed]) -> int:
    if not entries:
        return 0
    visible = {one.record: one.at for one in entries}
    subjects = subjects_of(actor, visible, permission=FOLLOW_CHECKS)
    latest: dict[int, datetime] = {}
    for record_id, subject in subjects.items():
        latest[subject] = max(latest.get(subject, visible[record_id]), visible[record_id])
    found = _under_way(now).filter(_shown_under(latest))
    return _look(actor, now, list(found), latest) + _tell_of_wrong(actor, now, visible)


def _shown_under(subjects: Iterable[int]) -> Q:
    numbers = list(subjects)
    return Q(subject__in=numbers) | Q(subject__merged_into__in=numbers)


def _survivor(one: Approval) -> int:
    return int(one.subject.merged_into_id or one.subject_id)


def _look(actor: Actor, now: datetime, approvals: Sequence[Approval], visible: Mapping[int, datetime]) -> int:
    """Look at approvals under way, those of one matter together; return how many changed.

    ``visible`` says by organisation (the surviving one) since when a change is to be seen.
    """
    by_matter: dict[int, list[Approval]] = {}
    for one in approvals:
        by_matter.setdefault(one.owner.matter_version_id, []).append(one)
    looks = 0
    for group in by_matter.values():
        definition = definition_from(group[0].owner.matter_version.definition)
        asked = [asked_of(one.owner.evidence.body) for one in group]
        found = find_many(actor, asked, definition, now=now, permission=FOLLOW_CHECKS)
        for approval, now_found in zip(group, found, strict=True):
            looks += _compare(actor, now, approval, now_found.facts, visible[_survivor(approval)])
    return looks


def _compare(
    actor: Actor, now: datetime, approval: Approval, facts: Sequence[dict[str, Any]], visible_at: datetime
) -> bool:
    """Compare what stands with what was seen last; write the difference down and tell the unit."""
    known = known_of(facts)
    difference = difference_of(approval.known, known)
    if not difference.any():
        return False
    look_again(
        actor=actor,
        now=now,
        approval=approval,
        visible_at=visible_at,
        known=known,
        told=told_difference(difference, facts),
    )
    return True


@use_case
def look_again(
    *, actor: Actor, now: datetime, approval: Approval, visible_at: datetime, known: dict[str, str], told: Told
) -> LookAgain:
    """Write down that the facts of an approval under way changed, tell the unit, and return the look.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(FOLLOW_CHECKS)
    row = approval.owner
    approval.known = known
    approval.save(update_fields=["known"])
    look = LookAgain.objects.create(
        owner=row, came=told.came, went=told.went, changed=told.changed, corrected=False, visible_at=visible_at, at=now
    )
    values = {"matter": row.matter.name, "subject": row.subject_name, "at": f"{day_of(visible_at):%Y-%m-%d}"}
    send_notice(
        actor=actor,
        now=now,
        template=CHANGE_NOTICE,
        values=values,
        recipient=Recipient(unit=row.unit_id),
        sender_unit=row.unit_id,
        about=About("checks", "check", row.public_id),
        wish=Wish(),
    )
    _note(actor, now, row, came=len(told.came), went=len(told.went), changed=len(told.changed))
    return look


def _tell_of_wrong(actor: Actor, now: datetime, visible: Mapping[str, datetime]) -> int:
    """Tell the units whose past checks used a record that turned out wrong; once for each change of it."""
    wrong = corrected_among(actor, visible, permission=FOLLOW_CHECKS)
    found = Check.objects.filter(used__overlap=sorted(wrong)).select_related("unit", "matter") if wrong else ()
    by_unit: dict[int, list[Check]] = {}
    for row in found:
        used = sorted(wrong.intersection(row.used))
        at = max(visible[one] for one in used)
        if not LookAgain.objects.filter(owner=row, corrected=True, visible_at__gte=at).exists():
            by_unit.setdefault(row.unit_id, []).append(row)
    for rows in by_unit.values():
        tell_of_wrong(actor=actor, now=now, checks=rows, wrong=wrong, visible=visible)
    return sum(len(rows) for rows in by_unit.values())


@use_case
def tell_of_wrong(
    *, actor: Actor, now: datetime, checks: Sequence[Check], wrong: frozenset[str], visible: Mapping[str, datetime]
) -> None:
    """Tell one unit which of its past checks used a record that turned out wrong.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(FOLLOW_CHECKS)
    for row in checks:
        used = sorted(wrong.intersection(row.used))
        at = max(visible[one] for one in used)
        LookAgain.objects.create(owner=row, came=[], went=[], changed=used, corrected=True, visible_at=at, at=now)
        _note(actor, now, row, wrong=len(used))
    send_notice(
        actor=actor,
        now=now,
        template=CORRECTION_NOTICE,
        values={"count": str(len(checks)), "subject": checks[0].subject_name},
        recipient=Recipient(unit=checks[0].unit_id),
        sender_unit=checks[0].unit_id,
        about=About("checks", "check", checks[0].public_id),
        wish=Wish(),
    )


def _note(actor: Actor, now: datetime, row: Check, **facts: int) -> None:
    record(
        actor=actor,
        now=now,
        action=LOOKED_AGAIN,
        object_kind="check",
        object_id=row.public_id,
        object_label=f"{row.subject_name} {row.matter.name}"[:300],
        facts=facts,
    )
