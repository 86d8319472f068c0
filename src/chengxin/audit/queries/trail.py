"""Reads of the trail, never beyond the actor's scope: a county's auditor sees what was done by units of the county."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from chengxin.audit import rules
from chengxin.audit.models import AuditEntry, SealedEntry
from chengxin.audit.queries.actions import action_label
from chengxin.audit.rules.entries import Outcome
from chengxin.audit.rules.trail import TrailEntry, TrailFilter, TrailLine, TrailPage
from chengxin.foundation.actor import Actor, ActorKind
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.rest import BadCursor, read_cursor, write_cursor
from chengxin.foundation.scoping import within

PAGE_ROWS = 50
EXPORT_ROWS = 2_000

KIND_LABELS: Mapping[str, str] = {
    ActorKind.STAFF: "",
    ActorKind.CLIENT: "接口客户端",
    ActorKind.SYSTEM: "系统任务",
    ActorKind.PUBLIC: "未登录访客",
}
OUTCOME_LABELS: Mapping[str, str] = {Outcome.DONE: "已完成", Outcome.REFUSED: "被拒绝"}


def entries_for(actor: Actor, wanted: TrailFilter) -> "QuerySet[AuditEntry]":
    """Return the entries inside the actor's reach that fit the filter, newest first."""
    found = _in_reach(actor).filter(at__gte=_midnight(wanted.since), at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.actor:
        found = found.filter(Q(actor_id=wanted.actor) | Q(actor_name=wanted.actor))
    if wanted.unit:
        found = found.filter(unit_name__contains=wanted.unit)
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.thing:
        found = found.filter(Q(object_id=wanted.thing) | Q(object_label__contains=wanted.thing))
    if wanted.outcome:
        found = found.filter(outcome=wanted.outcome)
    return found.order_by("-at", "-id")


def trail_page(actor: Actor, wanted: TrailFilter, cursor: str = "") -> TrailPage:
    """Return a page of at most ``PAGE_ROWS`` entries.

    Raises:
        BadCursor: the cursor is not ours.
    """
    found = entries_for(actor, wanted)
    if cursor:
        found = found.filter(_after(cursor))
    rows = list(found[: PAGE_ROWS + 1])
    following = (
        write_cursor(rows[PAGE_ROWS - 1].at.isoformat(), rows[PAGE_ROWS - 1].id) if len(rows) > PAGE_ROWS else ""
    )
    return TrailPage(lines=tuple(_line_of(row) for row in rows[:PAGE_ROWS]), following=following)


def entry_for(actor: Actor, entry: int) -> TrailEntry:
    """Return an entry in full.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    row = _in_reach(actor).filter(id=entry).first()
    if row is None:
        raise NotFound
    seal = SealedEntry.objects.filter(entry_id=entry).first()
    return TrailEntry(
        line=_line_of(row),
        actor_id=row.actor_id,
        acting_from=row.acting_from,
        facts=tuple((name, _in_words(value)) for name, value in sorted(row.facts.items())),
        request=row.request,
        sealed=(seal.batch_id, seal.index) if seal else None,
    )


def lines_for(actor: Actor, wanted: TrailFilter, *, newest: int) -> Iterator[TrailLine]:
    """Yield all entries that fit and are not newer than number ``newest``, in pages, without a transaction."""
    found = entries_for(actor, wanted).filter(id__lte=newest)
    rows = list(found[:EXPORT_ROWS])
    while rows:
        yield from map(_line_of, rows)
        rows = list(found.filter(_before(rows[-1].at, rows[-1].id))[:EXPORT_ROWS])


def _line_of(entry: AuditEntry) -> TrailLine:
    """Return an entry as a row."""
    return TrailLine(
        id=entry.id,
        at=entry.at,
        actor=entry.actor_name or entry.actor_id or KIND_LABELS.get(entry.actor_kind, entry.actor_kind),
        unit=entry.unit_name or KIND_LABELS.get(entry.actor_kind, ""),
        origin=entry.origin,
        action=action_label(entry.action),
        thing=entry.object_label or entry.object_id,
        purpose=entry.purpose,
        basis=entry.basis,
        outcome=OUTCOME_LABELS[entry.outcome],
    )


def _in_reach(actor: Actor) -> "QuerySet[AuditEntry]":
    return AuditEntry.objects.filter(within(actor.scope(rules.SEE_TRAIL), unit="unit", district="district"))


def _after(cursor: str) -> Q:
    at, number = read_cursor(cursor, str, int)
    try:
        moment = datetime.fromisoformat(str(at))
    except ValueError as error:
        raise BadCursor from error
    if moment.tzinfo is None:
        raise BadCursor
    return _before(moment, int(number))


def _before(at: datetime, number: int) -> Q:
    return Q(at__lte=at) & (Q(at__lt=at) | Q(id__lt=number))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _in_words(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
