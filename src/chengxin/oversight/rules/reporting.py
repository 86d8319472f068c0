"""What units declare month by month, by when, and what is asked where it does not fit what arrived."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from chengxin.oversight.rules.months import moved

MOST_DECLARED = 10_000_000


class Why(StrEnum):
    """Why a unit declares an item."""

    NAMED = "named"
    ASSIGNED = "assigned"
    REPORTED = "reported"


WHY_LABELS = MappingProxyType(
    {Why.NAMED: "目录项指定的报送单位", Why.ASSIGNED: "信用办分配", Why.REPORTED: "报送过这一项"}
)


class DifferenceKind(StrEnum):
    """What a unit says where it declared another number than arrived."""

    EXPLAINED = "explained"
    WILL_REPORT = "will-report"


DIFFERENCE_LABELS = MappingProxyType({DifferenceKind.EXPLAINED: "有原因", DifferenceKind.WILL_REPORT: "将补报"})


class LetterState(StrEnum):
    """Where a letter stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    DISCARDED = "discarded"


LETTER_LABELS = MappingProxyType(
    {LetterState.DRAFT: "草稿", LetterState.ISSUED: "已发出", LetterState.DISCARDED: "已放弃"}
)


class ReminderKind(StrEnum):
    """What a unit is reminded of."""

    DECLARATION = "declaration"
    DIFFERENCE = "difference"
    DRAFT = "draft"
    RETURNED = "returned"
    GAPS = "gaps"


REMINDER_LABELS = MappingProxyType(
    {
        ReminderKind.DECLARATION: "月报",
        ReminderKind.DIFFERENCE: "月报与收到数不一致",
        ReminderKind.DRAFT: "没有报送的草稿",
        ReminderKind.RETURNED: "没有改正的退回行",
        ReminderKind.GAPS: "文书号不连续",
    }
)


@dataclass(frozen=True)
class Period:
    """From the first day in to the first day out, None: no end."""

    valid_from: date
    valid_until: date | None


def due_day(month: date, cutoff_day: int) -> date:
    """Return the last day for a month's declaration: the cut-off day of the month after."""
    return moved(month, 1).replace(day=cutoff_day)


def open_month(today: date) -> date:
    """Return the latest month that can be declared: the one before today's, for this one is not over."""
    return moved(today.replace(day=1), -1)


def overlaps(period: Period, others: Iterable[Period]) -> bool:
    """Say whether a period shares a day with one of others."""
    return any(
        (one.valid_until is None or period.valid_from < one.valid_until)
        and (period.valid_until is None or one.valid_from < period.valid_until)
        for one in others
    )


def letter_number(city: str, year: int, number: int) -> str:
    """Return a letter's number as papers write it (示信通报〔2026〕3号)."""
    return f"{city}〔{year}〕{number}号"
