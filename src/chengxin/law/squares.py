"""A time limit drawn day by day: which days count, which do not and why. Pure: a page sets them as squares."""

from dataclasses import dataclass
from datetime import date

from chengxin.law.calendars import Day
from chengxin.law.clocks import Due

WEEKEND = "weekend"
MAKE_UP = "make-up-day"


@dataclass(frozen=True)
class Square:
    """One day of a limit.

    ``look`` is empty (a counted day that is past), ``off``, ``to-come``, ``today`` or ``due``.
    """

    on: date
    look: str
    words: str


def squares(due: Due, *, event: str, today: date) -> tuple[Square, ...]:
    """Return the day of the event and all days up to the last; ``event`` names what happened on the first."""
    drawn = [Square(due.from_on, "today" if due.from_on == today else "off", f"{event}，当天不计")]
    number = 0
    for day in due.days:
        number += day.counted
        drawn.append(Square(day.on, _look(day, due, today), _words(day, number, due)))
    return tuple(drawn)


def _look(day: Day, due: Due, today: date) -> str:
    if day.on == due.due_on:
        return "due"
    if not day.counted:
        return "off"
    if day.on == today:
        return "today"
    return "to-come" if day.on > today else ""


def _words(day: Day, number: int, due: Due) -> str:
    if not day.counted:
        return "休息" if day.kind == WEEKEND else day.label
    counted = f"第{number}天"
    if day.on == due.due_on:
        return f"{counted}，最后一天"
    return f"{counted}，{day.label}" if day.kind == MAKE_UP else counted
