"""Values of an entry: what it rests on, how it ends, its days. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from chengxin.catalog.rules.list_kinds import ListKind, ListTerm
from chengxin.law.calendars import Calendar
from chengxin.law.periods import add_months
from chengxin.lists.rules.procedure import PaperKind, Track
from chengxin.register.rules import TakedownReason

ADVERSE_ITEM = "adverse-listing"
HONEST_ITEM = "honest-listing"
ITEM_OF_TRACK: Mapping[Track, str] = MappingProxyType({Track.ADVERSE: ADVERSE_ITEM, Track.HONEST: HONEST_ITEM})

KIND_COLUMN, KIND_NAME_COLUMN = "MD_ZL", "MD_MDMC"
"""Where records of both items say on which kind of list they are, by its key and its name."""

REMOVED_ON_COLUMN, REMOVED_FOR_COLUMN = "MD_YCRQ", "MD_YCYY"
"""Where records of both items say when and why the list was left; the codes of ``listing-exit`` are the grounds."""

MOST_DAYS = 180


class ExitGround(StrEnum):
    """Why an entry leaves its list."""

    ENDED = "ended"
    REPAIRED = "repaired"
    REVOKED = "revoked"
    ADVERSE_HIT = "adverse-hit"


EXIT_LABELS: Mapping[ExitGround, str] = MappingProxyType(
    {
        ExitGround.ENDED: "列入期限届满",
        ExitGround.REPAIRED: "已经改正（信用修复），提前移出",
        ExitGround.REVOKED: "列入所依据的决定或者裁判被撤销",
        ExitGround.ADVERSE_HIT: "主体被列入失信名单，不再符合守信名单的条件",
    }
)
UNSIGNED_WORDS: Mapping[ExitGround, str] = MappingProxyType(
    {
        ExitGround.ENDED: "平台按期自动移出，待认定单位负责人签发",
        ExitGround.ADVERSE_HIT: "平台交叉比对自动移出，待认定单位负责人签发",
    }
)
"""What stands in a paper of removal in the place of a signature where the platform removed; those two grounds alone."""
BY_PLATFORM = frozenset(UNSIGNED_WORDS)
CHOSEN_GROUNDS = (ExitGround.REPAIRED, ExitGround.REVOKED)
"""Grounds that a person gives, with a paper; the others follow from the day or from another list."""

TAKEDOWN_OF: Mapping[ExitGround, TakedownReason] = MappingProxyType(
    {
        ExitGround.ENDED: TakedownReason.EXPIRED,
        ExitGround.REPAIRED: TakedownReason.REPAIRED,
        ExitGround.REVOKED: TakedownReason.REVOKED,
        ExitGround.ADVERSE_HIT: TakedownReason.SOURCE_WITHDRAWN,
    }
)


class Manner(StrEnum):
    """How the party stated its case."""

    WRITTEN = "written"
    ORAL = "oral"
    HEARING = "hearing"


MANNER_LABELS: Mapping[Manner, str] = MappingProxyType(
    {Manner.WRITTEN: "书面", Manner.ORAL: "口头，记入笔录", Manner.HEARING: "听证"}
)

PAPER_TITLES: Mapping[PaperKind, str] = MappingProxyType(
    {
        PaperKind.NOTICE: "拟列入告知书",
        PaperKind.PUBLIC_NOTICE: "拟列入公示",
        PaperKind.DECISION: "列入决定书",
        PaperKind.REMOVAL: "移出决定书",
        PaperKind.CONFIRMATION: "移出确认书",
    }
)


@dataclass(frozen=True)
class Ground:
    """The decision or judgment that a listing rests on: its number, who made it, when."""

    number: str
    body: str
    on: date


@dataclass(frozen=True)
class TimeToAnswer:
    """How many days the party has to state its case, or a public notice stands, and the article that says so."""

    days: int
    working: bool
    basis: str

    def last_day(self, start: date, calendar: Calendar) -> date:
        """Return the last day; ``start`` itself is not counted."""
        if self.working:
            return calendar.add_working_days(start, self.days)
        return start + timedelta(days=self.days)

    @property
    def words(self) -> str:
        """How papers write it."""
        return f"{self.days}个工作日" if self.working else f"{self.days}日"


def track_of(kind: ListKind) -> Track:
    """Return which way the entries of a kind go."""
    return Track.ADVERSE if kind.is_adverse else Track.HONEST


def last_day_of(term: ListTerm, decided_on: date, named: date | None) -> date | None:
    """Return the last day of a listing; ``named`` is what the decision says. None: the decision names no lawful one.

    A kind with a term of its own takes no other one.
    """
    if term.months is not None:
        last = add_months(decided_on, term.months)
        return last if named in (None, last) else None
    if named is None or named <= decided_on:
        return None
    if term.most_months is not None and named > add_months(decided_on, term.most_months):
        return None
    return named


def paper_number(mark: str, year: int, number: int) -> str:
    """Return how a paper's number is written."""
    return f"{mark}〔{year}〕{number}号"
