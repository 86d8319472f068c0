"""How a task stands on a day. A state follows from dates and from what people decided; nobody is scored or ranked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType


class PlanState(StrEnum):
    """Where a plan is. A discarded draft stays as it was, with its file; nobody works on it any more."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class EvidenceState(StrEnum):
    """Where a piece of evidence is; only what waits may be withdrawn or reviewed."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


EVIDENCE_LABELS: Mapping[EvidenceState, str] = MappingProxyType(
    {
        EvidenceState.WAITING: "待审核",
        EvidenceState.ACCEPTED: "已采纳",
        EvidenceState.RETURNED: "已退回",
        EvidenceState.WITHDRAWN: "已撤回",
    }
)


class Doing(StrEnum):
    """What happened to a published task."""

    PUBLISHED = "published"
    ADDED = "added"
    CORRECTED = "corrected"
    MATCHED = "matched"
    MET = "met"
    CLOSED = "closed"
    REOPENED = "reopened"


DOING_LABELS: Mapping[Doing, str] = MappingProxyType(
    {
        Doing.PUBLISHED: "发布",
        Doing.ADDED: "增加",
        Doing.CORRECTED: "更正",
        Doing.MATCHED: "对应责任单位",
        Doing.MET: "节点完成",
        Doing.CLOSED: "办结",
        Doing.REOPENED: "重新打开",
    }
)


class Standing(StrEnum):
    """How a task stands on a day, the most urgent first."""

    LATE = "late"
    NEAR = "near"
    GOOD = "good"
    IDLE = "idle"
    UNRECORDED = "unrecorded"
    DONE = "done"


STANDING_LABELS: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.DONE: "已完成",
        Standing.GOOD: "按期",
        Standing.NEAR: "临近",
        Standing.LATE: "逾期",
        Standing.IDLE: "未到",
        Standing.UNRECORDED: "无记录",
    }
)
"""In the order in which the board counts them."""

NEAR_DAYS = 30
QUARTER = 3


@dataclass(frozen=True)
class Dated:
    """A day by which something of a task is due: the task itself (``milestone`` empty) or one of its milestones."""

    on: date
    milestone: str = ""


def dates_of(due_on: date | None, milestones: Iterable[tuple[str, date | None, bool]]) -> tuple[Dated, ...]:
    """Return the days that still bind a task, earliest first.

    ``milestones`` are text, day and whether it was met. What is met or has no day (每月25日前) binds no more.
    """
    open_ones = [Dated(on, text) for text, on, met in milestones if on is not None and not met]
    own = [Dated(due_on)] if due_on is not None else []
    return tuple(sorted([*open_ones, *own], key=lambda one: (one.on, not one.milestone)))


def binding_since(dates: Iterable[Dated], published_on: date | None) -> tuple[Dated, ...]:
    """Return the days that were not past when the plan was published here: of earlier ones nothing was recorded."""
    return tuple(one for one in dates if published_on is None or one.on >= published_on)


def standing_of(
    dates: Iterable[Dated], *, closed: bool, begun: bool, on: date, published_on: date | None = None
) -> Standing:
    """Return how a task of a plan that was published here on a day stands on another.

    Done: a person closed it. Not recorded: all its days were past when the plan was published here. Late: a day that
    binds it is past. Near: such a day is today or within ``NEAR_DAYS``.
    Not begun yet: nothing was handed in (``begun``) and nothing is due before the quarter ends. Else on time.
    """
    every = tuple(dates)
    days = [one.on for one in binding_since(every, published_on)]
    if closed:
        return Standing.DONE
    if every and not days:
        return Standing.UNRECORDED
    if any(day < on for day in days):
        return Standing.LATE
    if any(day <= on + timedelta(days=NEAR_DAYS) for day in days):
        return Standing.NEAR
    if begun or any(_quarter(day) <= _quarter(on) for day in days):
        return Standing.GOOD
    return Standing.IDLE


def pressing(dates: Iterable[Dated], on: date) -> Dated | None:
    """Return the day that makes a task late or near: the earliest one, if it is past or close."""
    first = min(dates, key=lambda one: one.on, default=None)
    return first if first is not None and first.on <= on + timedelta(days=NEAR_DAYS) else None


def shifted(day: date | None, years: int) -> date | None:
    """Return the same day so many years later; the leap day becomes the 28th where there is none."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // QUARTER
