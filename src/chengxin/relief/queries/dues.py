"""What is due of cases: their course, the deadlines that run, the facts that the next move asks for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from chengxin.foundation.actor import Actor
from chengxin.law.calendars import Calendar
from chengxin.law.clocks import Due
from chengxin.law.current import law_in_force
from chengxin.register.queries import versions_for
from chengxin.register.queries.standing import standing_of_records
from chengxin.relief.models import Case, CaseMove, CaseRecord
from chengxin.relief.queries.cases import EVERYTHING, Asked, cases_for, moves_of, records_of
from chengxin.relief.rules import clocks
from chengxin.relief.rules.clocks import Course, Deadline, Event, Limit
from chengxin.relief.rules.doings import HANDLE
from chengxin.relief.rules.procedure import CHANGED_BEFORE, ENDED, Move, Need, Procedure, Result, State

STUCK_AFTER = timedelta(days=30)
"""The platform's own: no rule says how long papers may be waited for."""
FILE = "file"
"""The first row among the moves: the application itself."""


@dataclass(frozen=True)
class Standing:
    """How a case stands: records and moves, its course, the deadlines, the facts, what is not carried out yet."""

    records: tuple[CaseRecord, ...]
    moves: tuple[CaseMove, ...]
    course: Course
    deadlines: tuple[Deadline, ...]
    facts: frozenset[Need]
    undone: tuple[CaseRecord, ...]


def calendar() -> Calendar:
    """Return the calendar by which the city counts working days."""
    return law_in_force(settings.DATA).calendar(settings.CITY.calendar)


def law_due(limit: Limit, from_on: date) -> Due:
    """Return what the law's clock says of a limit from a day, by the city's calendar."""
    return law_in_force(settings.DATA).due(limit.value, from_on, calendar=settings.CITY.calendar)


def course_of(case: Case, records: Collection[CaseRecord], moves: Collection[CaseMove]) -> Course:
    """Return what happened to a case."""
    events = tuple(
        Event(Move(one.move), one.on, int(one.facts.get("working_days", 0))) for one in moves if one.move != FILE
    )
    own = all(one.unit_id == case.unit_id for one in records)
    return Course(case.filed_on, State(case.state), own, events, Procedure(case.procedure))


def courses_of(cases: Collection[Case]) -> dict[int, Course]:
    """Return the courses of cases by their numbers, in two queries."""
    numbers = [one.id for one in cases]
    moves: dict[int, list[CaseMove]] = {}
    for move in CaseMove.objects.filter(case__in=numbers).order_by("case", "number"):
        moves.setdefault(move.case_id, []).append(move)
    records: dict[int, list[CaseRecord]] = {}
    for record in CaseRecord.objects.filter(case__in=numbers):
        records.setdefault(record.case_id, []).append(record)
    return {one.id: course_of(one, records.get(one.id, []), moves.get(one.id, [])) for one in cases}


def deadlines(course: Course) -> tuple[Deadline, ...]:
    """Return the deadlines of a case that run now, by the law and the calendar of today's data."""
    return clocks.deadlines_of(course, law_due, calendar())


def standing_of(actor: Actor, case: Case, *, today: date) -> Standing:
    """Return how a case that a scoped query found stands."""
    records, moves = tuple(records_of(case)), tuple(moves_of(case))
    course = course_of(case, records, moves)
    handles = actor.may(HANDLE) and actor.scope(HANDLE).covers(unit=case.unit_id, district=case.unit.district)
    undone = tuple(one for one in records if handles and not _is_carried_out(actor, one, today))
    return Standing(records, moves, course, deadlines(course), _facts(actor, course, records, moves, undone), undone)


def _is_carried_out(actor: Actor, one: CaseRecord, today: date) -> bool:
    """Say whether what was found already shows in the record; what the answer itself carries out counts as done.

    Of a record that was withdrawn meanwhile nothing is left to change.
    """
    result = Result(one.result) if one.result else None
    if result in CHANGED_BEFORE:
        newest = versions_for(actor, permission=HANDLE).filter(record__public_id=one.record).first()
        return newest is None or newest.number > one.version
    if result is Result.REMOVE:
        return not standing_of_records(actor, [one.record], on=today, permission=HANDLE)
    return True


def _facts(
    actor: Actor,
    course: Course,
    records: Collection[CaseRecord],
    moves: Collection[CaseMove],
    undone: Collection[CaseRecord],
) -> frozenset[Need]:
    suspended = clocks.is_suspended(course.events)
    made = {Move(one.move): one.by for one in moves if one.move != FILE}
    judges = {one.by for one in moves if one.move in {Move.FIND.value, Move.ANSWER.value}}
    holds = {
        Need.RUNNING: not suspended,
        Need.SUSPENDED: suspended,
        Need.OTHERS_RECORDS: not course.own,
        Need.NOT_EXTENDED: not clocks.is_extended(course.events),
        Need.COLLEAGUE: actor.id not in judges,
        Need.RESULTS: all(one.result for one in records),
        Need.EFFECTS: not undone,
        Need.MAINTAINED: any(one.answered == Result.MAINTAIN.value for one in records),
        Need.NOT_REVIEWED: Move.ASK_REVIEW not in made,
    }
    return frozenset(need for need, fits in holds.items() if fits)


def open_cases() -> list[Case]:
    """Return every case that is not over, oldest first; for the daily job."""
    ended = sorted(one.value for one in ENDED)
    return list(Case.objects.exclude(state__in=ended).select_related("unit").order_by("id"))


def cases_stuck(actor: Actor, asked: Asked = EVERYTHING, *, today: date) -> QuerySet[Case]:
    """Return the open cases in reach in which nothing was done for ``STUCK_AFTER`` days, whatever they wait for."""
    moved = CaseMove.objects.filter(case=OuterRef("pk"), on__gt=today - STUCK_AFTER)
    open_ones = cases_for(actor, asked).exclude(state__in=sorted(one.value for one in ENDED))
    return open_ones.filter(~Exists(moved))


def cases_late(actor: Actor, asked: Asked = EVERYTHING, *, today: date) -> list[int]:
    """Return the numbers of the cases in reach of which a limit is over."""
    waiting = list(cases_for(actor, asked).exclude(state__in=sorted(one.value for one in ENDED)))
    return [
        number for number, course in courses_of(waiting).items() if any(one.late(today) for one in deadlines(course))
    ]
