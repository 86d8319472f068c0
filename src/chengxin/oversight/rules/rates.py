"""合规率, 及时率 and 迟报率: counts, the formula in force, and the number with its working. Of units, never a score."""

from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Self

THOUSAND = 1_000
CUTOFF_DAY, REMIND_DAYS = 25, 3
LAST_CUTOFF_DAY, MOST_REMIND_DAYS = 28, 20


class CompliantOf(StrEnum):
    """What 合规率 is a share of."""

    READ = "read"
    SETTLED = "settled"


class TimelyOf(StrEnum):
    """What 及时率 and 迟报率 are shares of."""

    DECISIONS = "decisions"
    READ = "read"


class DueBy(StrEnum):
    """By which calendar a decision was due."""

    CITY = "city"
    NATIONAL = "national"


COMPLIANT_LABELS = MappingProxyType(
    {
        CompliantOf.READ: "（入库行数＋未变行数）÷ 读到的行数",
        CompliantOf.SETTLED: "入库行数 ÷（入库行数＋退回行数），重复报送的行不算",
    }
)
TIMELY_LABELS = MappingProxyType(
    {
        TimelyOf.DECISIONS: "按时（迟报）的决定数 ÷ 有时限的决定数，同一决定只算一次",
        TimelyOf.READ: "按时（迟报）的决定数 ÷ 读到的行数",
    }
)
DUE_LABELS = MappingProxyType({DueBy.CITY: "本市工作日历", DueBy.NATIONAL: "全国工作日历"})


@dataclass(frozen=True)
class Formula:
    """How rates are computed."""

    compliant_of: CompliantOf = CompliantOf.READ
    timely_of: TimelyOf = TimelyOf.DECISIONS
    due_by: DueBy = DueBy.CITY


@dataclass(frozen=True)
class Counts:
    """What came in: rows by outcome; decisions that are new here, those with a time limit, and those that were late."""

    rows: int = 0
    accepted: int = 0
    unchanged: int = 0
    returned: int = 0
    decisions: int = 0
    timed: int = 0
    late: int = 0
    late_national: int = 0

    def __add__(self, other: Self) -> "Counts":
        """Return both together."""
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Counts)))


@dataclass(frozen=True)
class Rate:
    """A share with its working; without anything to share there is no number."""

    part: int
    whole: int

    def __add__(self, other: Self) -> "Rate":
        """Return the share of both together."""
        return Rate(self.part + other.part, self.whole + other.whole)

    @property
    def shown(self) -> str:
        """The percentage with one decimal; empty where there is no data.

        Rounded, but 100.0% means all and 0.0% means none.
        """
        if not self.whole:
            return ""
        thousandths = (2 * self.part * THOUSAND + self.whole) // (2 * self.whole)
        if 0 < self.part < self.whole:
            thousandths = min(max(thousandths, 1), THOUSAND - 1)
        return f"{thousandths // 10}.{thousandths % 10}%"


@dataclass(frozen=True)
class Rates:
    """The three rates."""

    compliant: Rate
    timely: Rate
    late: Rate


def rates_of(counts: Counts, formula: Formula) -> Rates:
    """Return the rates of what came in."""
    if formula.compliant_of is CompliantOf.READ:
        compliant = Rate(counts.accepted + counts.unchanged, counts.rows)
    else:
        compliant = Rate(counts.accepted, counts.accepted + counts.returned)
    whole = counts.timed if formula.timely_of is TimelyOf.DECISIONS else counts.rows if counts.timed else 0
    late = counts.late if formula.due_by is DueBy.CITY else counts.late_national
    return Rates(compliant, Rate(counts.timed - late, whole), Rate(late, whole))
