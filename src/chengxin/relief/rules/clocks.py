"""The deadlines of a case: a pure function of what happened, of the law's limits and of the calendar.

Working days are counted from the day after an event; days in which the clock stands still do not count (expert
opinions, Henan 2019 art. 42), and papers that come later begin the time anew. Nothing here is stored: a changed
calendar or law changes the answer. Silence of the applicant ends nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chengxin.law.calendars import Calendar
from chengxin.law.clocks import Due
from chengxin.relief.rules.procedure import Move, Procedure, State

LONGEST_CASE = 2000
"""Calendar days that are looked through for the end of a limit: far more than any case takes."""


class Limit(StrEnum):
    """A time limit of a case, as the law data names it."""

    MARK = "objection-mark"
    FORWARD = "objection-forward"
    PROVIDER = "objection-provider"
    OWN = "objection-own"
    TOTAL = "objection-total"
    REPAIR = "repair-answer"


@dataclass(frozen=True)
class Event:
    """A move on a day; ``days`` are the working days of an extension."""

    move: Move
    on: date
    days: int = 0


@dataclass(frozen=True)
class Course:
    """What happened to a case: filed on a day, in which state now, whose records, the moves in their order."""

    filed_on: date
    state: State
    own: bool
    events: tuple[Event, ...] = ()
    procedure: Procedure = Procedure.OBJECTION


@dataclass(frozen=True)
class Counted:
    """One calendar day of a limit: whether it counts, and why not."""

    on: date
    counted: bool
    words: str


@dataclass(frozen=True)
class Deadline:
    """A limit of a case: the law's answer, the last day with pauses and extension, and the days one by one.

    ``due_on`` is None while the clock stands still.
    """

    limit: Limit
    law: Due
    from_on: date
    due_on: date | None
    working_days: int
    days: tuple[Counted, ...]

    def late(self, today: date) -> bool:
        """Say whether the last day is over."""
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class Pause:
    """Days that do not count: from the day after ``since`` to ``until``; None: it goes on."""

    since: date
    until: date | None

    def holds(self, day: date) -> bool:
        """Say whether the day does not count."""
        return self.since < day and (self.until is None or day <= self.until)


Law = Callable[[Limit, date], Due]
"""Asks the law's clock for a limit from a day."""


def pauses_of(events: Sequence[Event]) -> tuple[Pause, ...]:
    """Return the times in which the clock stood still, oldest first."""
    found: list[Pause] = []
    for one in events:
        if one.move is Move.SUSPEND:
            found.append(Pause(one.on, None))
        elif one.move is Move.RESUME and found:
            found[-1] = Pause(found[-1].since, one.on)
    return tuple(found)


def is_suspended(events: Sequence[Event]) -> bool:
    """Say whether the clock stands still now."""
    pauses = pauses_of(events)
    return bool(pauses) and pauses[-1].until is None


def is_extended(events: Sequence[Event]) -> bool:
    """Say whether the time was extended."""
    return any(one.move is Move.EXTEND for one in events)


def begins_on(course: Course) -> date:
    """Return the day from which the time runs: that of the application, or on which its papers were whole."""
    papers = [one.on for one in course.events if one.move is Move.TAKE_PAPERS]
    return papers[-1] if papers else course.filed_on


def limits_of(course: Course) -> tuple[tuple[Limit, date], ...]:
    """Return the limits that run now, each with the day from which, the next one first."""
    return _of_repair(course) if course.procedure is Procedure.REPAIR else _of_objection(course)


def _of_repair(course: Course) -> tuple[tuple[Limit, date], ...]:
    """Once it was handed over, the time of those who decide runs; the office's own knows no limit of law."""
    handed = [one.on for one in course.events if one.move is Move.HAND_OVER]
    return ((Limit.REPAIR, handed[-1]),) if course.state is State.HANDED_OVER else ()


def _of_objection(course: Course) -> tuple[tuple[Limit, date], ...]:
    begins = begins_on(course)
    whole = (Limit.OWN if course.own else Limit.TOTAL, begins)
    forwarded = [one.on for one in course.events if one.move in {Move.FORWARD, Move.SEND_BACK}]
    match course.state:
        case State.RECEIVED:
            return ((Limit.MARK, begins), whole)
        case State.ACCEPTED:
            return (whole,) if course.own else ((Limit.FORWARD, begins), whole)
        case State.WITH_SOURCE:
            return ((Limit.PROVIDER, forwarded[-1]), whole)
        case State.CHECKED:
            return (whole,)
        case State.REVIEW:
            asked = [one.on for one in course.events if one.move is Move.ASK_REVIEW]
            return ((Limit.OWN, asked[-1]),)
    return ()


def deadlines_of(course: Course, law: Law, calendar: Calendar) -> tuple[Deadline, ...]:
    """Return the deadlines that run now, the next one first."""
    pauses = pauses_of(course.events)
    longer = sum(one.days for one in course.events if one.move is Move.EXTEND)
    return tuple(
        deadline_of(limit, law(limit, begins), pauses, longer if limit in _EXTENDED else 0, calendar)
        for limit, begins in limits_of(course)
    )


_EXTENDED = frozenset({Limit.PROVIDER, Limit.OWN, Limit.TOTAL})


def deadline_of(limit: Limit, due: Due, pauses: Sequence[Pause], longer: int, calendar: Calendar) -> Deadline:
    """Return a limit with its pauses and its extension (working days), counted by the calendar."""
    wanted = sum(day.counted for day in due.days) + longer
    days: list[Counted] = []
    number = 0
    while number < wanted and len(days) < LONGEST_CASE:
        one = _counted(due.from_on + timedelta(days=len(days) + 1), number, pauses, calendar)
        number += one.counted
        days.append(one)
    if number == wanted:
        return Deadline(limit, due, due.from_on, days[-1].on, wanted, tuple(days))
    stopped = next(pause.since for pause in pauses if pause.until is None)
    return Deadline(limit, due, due.from_on, None, wanted, tuple(day for day in days if day.on <= stopped))


def _counted(on: date, number: int, pauses: Sequence[Pause], calendar: Calendar) -> Counted:
    day = calendar.day(on)
    if not day.counted:
        return Counted(on, counted=False, words=day.label)
    if any(pause.holds(on) for pause in pauses):
        return Counted(on, counted=False, words="中止，不计")
    return Counted(on, counted=True, words=f"第{number + 1}个工作日")


def stretches(working_days: int) -> bool:
    """Say whether an extension has a plausible length."""
    return 1 <= working_days <= MOST_EXTRA_DAYS


MOST_EXTRA_DAYS = 60
"""Working days by which a limit may be extended at most: against slips of the pen, not a rule of law."""
