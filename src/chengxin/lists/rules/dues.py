"""What is due of an entry and when, which of it is late, and of what a unit is reminded. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chengxin.lists.rules.procedure import State

WAIT_WORKING_DAYS = 5
"""Working days a proposal may wait for its review, and a decision after the days to answer are over.

The platform's own: the law data names no such time for lists. After it the unit is reminded once.
"""
WAIT_RULE = f"平台默认：待审核、待决定超过{WAIT_WORKING_DAYS}个工作日的提醒一次，不是法定期限"
ENDS_WITHIN_DAYS = 30
"""Calendar days before its last day in which an entry counts as ending soon."""

WorkingDays = Callable[[date, int], date]
"""Adds working days to a day, which is not counted itself."""


class DueFilter(StrEnum):
    """What is due: the choices above the table."""

    ANSWER_TODAY = "answer-today"
    ANSWER_OVER = "answer-over"
    WAITS = "waits"
    ENDS_SOON = "ends-soon"
    EXIT_LATE = "exit-late"
    UNSIGNED = "unsigned"


class DueKind(StrEnum):
    """What is due of one entry."""

    NOTHING = "nothing"
    REVIEW = "review"
    AMENDMENT = "amendment"
    NOTICE = "notice"
    SERVICE = "service"
    ANSWER = "answer"
    DECISION = "decision"
    PUBLICATION = "publication"
    END = "end"
    SIGNATURE = "signature"


class ReminderKind(StrEnum):
    """Of what the unit is reminded."""

    ANSWER_SOON = "answer-soon"
    ANSWER_OVER = "answer-over"
    REVIEW_WAITS = "review-waits"
    DECISION_WAITS = "decision-waits"


@dataclass(frozen=True)
class Dates:
    """What the days of an entry follow from.

    ``moved_on`` is the day of the last move, ``answer_until`` the last day to answer or of the public notice once it
    runs, ``until`` the last day on the list; ``unsigned`` says that a removal by the platform waits for a signature.
    """

    state: State
    moved_on: date
    answer_until: date | None = None
    until: date | None = None
    unsigned: bool = False


@dataclass(frozen=True)
class Due:
    """What is due by which day; ``late`` once the day is over."""

    kind: DueKind
    on: date | None = None
    late: bool = False


_PLAIN = {
    State.RETURNED: DueKind.AMENDMENT,
    State.APPROVED: DueKind.NOTICE,
    State.DECIDED: DueKind.PUBLICATION,
}


def due_of(dates: Dates, today: date, *, working_days: WorkingDays) -> Due:
    """Return what is due of an entry next."""
    match dates.state:
        case State.PROPOSED:
            return _by(DueKind.REVIEW, working_days(dates.moved_on, WAIT_WORKING_DAYS), today)
        case State.NOTIFIED:
            return _heard(dates.answer_until, today, working_days)
        case State.PUBLISHED if dates.until is not None:
            return _by(DueKind.END, dates.until, today)
        case State.EXITED if dates.unsigned:
            return Due(DueKind.SIGNATURE)
    return Due(_PLAIN.get(dates.state, DueKind.NOTHING))


def _heard(answer_until: date | None, today: date, working_days: WorkingDays) -> Due:
    if answer_until is None:
        return Due(DueKind.SERVICE)
    if answer_until >= today:
        return Due(DueKind.ANSWER, answer_until)
    return _by(DueKind.DECISION, working_days(answer_until, WAIT_WORKING_DAYS), today)


def _by(kind: DueKind, on: date, today: date) -> Due:
    return Due(kind, on, late=on < today)


def ends_soon(until: date, today: date) -> bool:
    """Say whether a listing ends within ``ENDS_WITHIN_DAYS``, today included."""
    return today <= until <= today + timedelta(days=ENDS_WITHIN_DAYS)


def reminder_of(dates: Dates, today: date, *, working_days: WorkingDays) -> tuple[ReminderKind, date] | None:
    """Return of what the unit is to be reminded today and the day from which it counts; the most pressing alone.

    The days to answer: on the last working day before their end (or on their last day), and once they are over.
    """
    due = due_of(dates, today, working_days=working_days)
    if due.on is None:
        return None
    if due.kind is DueKind.REVIEW and due.late:
        return ReminderKind.REVIEW_WAITS, due.on
    if due.kind is DueKind.ANSWER and working_days(today, 1) >= due.on:
        return ReminderKind.ANSWER_SOON, due.on
    if due.kind is DueKind.DECISION and dates.answer_until is not None:
        return (ReminderKind.DECISION_WAITS, due.on) if due.late else (ReminderKind.ANSWER_OVER, dates.answer_until)
    return None
