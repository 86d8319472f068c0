"""The rows of the law: one frozen class a table, one field a key of the files. Dates in files are both days in force.

Every row that says what is lawful names the instrument it rests on and how far its content was checked (``mark``).
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from chengxin.law.periods import ONE_DAY, Period, Span

MARKS = {
    "verified": "已核对公开文本",
    "mirror": "据转载件或报道",
    "memory": "凭记忆，未核对",
    "derived": "由已核对的内容推算",
    "inferred": "按数据推断，非官方",
    "measured": "实际数据中所见",
}
LEVELS = {
    "law": "法律",
    "administrative-regulation": "行政法规",
    "local-regulation": "地方性法规",
    "department-rule": "部门规章",
    "local-rule": "地方政府规章",
    "judicial-interpretation": "司法解释",
    "central-document": "党中央、国务院文件",
    "normative-document": "规范性文件",
    "local-document": "地方规范性文件",
}
ENTRANCES = {
    "city": "公示这条记录的信用网站，或者作出处罚决定的单位",
    "credit-china": "“信用中国”网站",
    "enterprise-system": "国家企业信用信息公示系统",
}
REPAIRS = ("after-minimum", "when-performed", "never", "not-provided")
COUNTED_FROM = ("decision", "publication")
ENDINGS = ("removal", "term")
"""Events that end the publicity of what a list or an evaluation says."""
SENSES = ("at-most", "at-least")

Conditions = dict[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Row:
    """What every row has: a key of its own within the table and a remark for the reader of the file."""

    table: ClassVar[str] = ""
    choices: ClassVar[dict[str, Any]] = {}

    key: str
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class DatedRow(Row):
    """A row in force in a period, resting on an instrument. ``replaces`` ends older rows on the eve of this one."""

    choices: ClassVar[dict[str, Any]] = {"mark": MARKS}

    instrument: str = ""
    article: str = ""
    in_force_from: date | None = None
    last_day_in_force: date | None = None
    replaces: tuple[str, ...] = ()
    mark: str
    provisional: bool = False

    @cached_property
    def period(self) -> Period:
        """The days in force, half-open."""
        end = self.last_day_in_force
        return Period(self.in_force_from, end + ONE_DAY if end else None)


@dataclass(frozen=True, kw_only=True)
class Instrument(Row):
    """A law, regulation, rule or document."""

    table = "instrument"
    choices: ClassVar[dict[str, Any]] = {"level": LEVELS, "mark": MARKS}

    title: str
    number: str = ""
    level: str
    issued_on: date | None = None
    in_force_from: date | None = None
    last_day_in_force: date | None = None
    repeals: tuple[str, ...] = ()
    mark: str

    @property
    def citation(self) -> str:
        """The instrument as one cites it: 《信用修复管理办法》（国家发展改革委令第36号）."""
        return f"《{self.title}》" + (f"（{self.number}）" if self.number else "")


@dataclass(frozen=True, kw_only=True)
class Fact(Row):
    """Something a rule may ask about; ``name`` is how a person is asked."""

    table = "fact"

    name: str


@dataclass(frozen=True, kw_only=True)
class Term(Row):
    """One value that a fact may have, with its Chinese name and other spellings of it."""

    table = "term"

    fact: str
    name: str
    aliases: tuple[str, ...] = ()
    rank: int = 0


@dataclass(frozen=True, kw_only=True)
class Regime(DatedRow):
    """One rule about publicity in one period. ``rule`` is the name people use for it; licences have none."""

    table = "regime"
    choices: ClassVar[dict[str, Any]] = DatedRow.choices | {"counted_from": COUNTED_FROM}

    rule: str = ""
    title: str
    lines: tuple[str, ...]
    items: tuple[str, ...]
    counted_from: str


@dataclass(frozen=True, kw_only=True)
class PublicityRow(Row):
    """What a regime says when the conditions fit: shown or not, how long at least and at most, repairable or not.

    ``ends_with``: the end of its own that the fact has, where that is earlier: the removal from a list, or the end of
    the term that the decision names.
    """

    table = "publicity"
    choices: ClassVar[dict[str, Any]] = {"repair": REPAIRS, "mark": MARKS}

    regime: str
    label: str
    when: Conditions = field(default_factory=dict)
    publish: bool
    minimum: Span | None = None
    maximum: Span | None = None
    extends_to_term: bool = False
    ends_with: tuple[str, ...] = ()
    repair: str
    explanation: str
    article: str = ""
    mark: str = ""
    provisional: bool = False


@dataclass(frozen=True, kw_only=True)
class Clock(DatedRow):
    """A time limit. ``rule`` is its name across instruments and places; ``starts`` the event that starts it."""

    table = "clock"
    choices: ClassVar[dict[str, Any]] = DatedRow.choices | {"sense": SENSES}

    rule: str
    title: str
    starts: str
    span: Span
    sense: str
    region: str
    also: tuple[str, ...] = ()
    moves_off_holidays: bool = False


@dataclass(frozen=True, kw_only=True)
class SeverityRow(DatedRow):
    """Which severity the facts point at and which one is proposed for confirmation."""

    table = "severity"

    label: str
    when: Conditions = field(default_factory=dict)
    indicates: str
    proposes: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class SeverityCap(Row):
    """The highest severity that may be proposed; more takes the deciding unit's own word."""

    table = "severity_cap"

    severity: str


@dataclass(frozen=True, kw_only=True)
class Certificate(DatedRow):
    """From ``in_force_from`` on (that day included) a decision may no longer rest on these old certificates."""

    table = "certificate"

    title: str
    certificates: tuple[str, ...]
    organisations: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RepairWay(DatedRow):
    """Where a repair is applied for on a day, who decides, which papers are asked for.

    The day is that of the application. ``severities`` empty: any. ``materials`` empty: the rule's list was not seen.
    """

    table = "repair_way"
    choices: ClassVar[dict[str, Any]] = {"entrance": ENTRANCES, "mark": MARKS}

    lines: tuple[str, ...]
    severities: tuple[str, ...] = ()
    entrance: str
    decided_by: str
    materials: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CodeCategory(DatedRow):
    """A department (登记管理部门) and a kind of body (机构类别): the first two characters of a unified code."""

    table = "code_category"

    prefix: str
    department: str
    body: str


@dataclass(frozen=True, kw_only=True)
class ListBasis(DatedRow):
    """Whether a kind of list may be used for a field in a place, and what it rests on. ``*`` means any."""

    table = "list_basis"

    kind: str
    title: str
    fields: tuple[str, ...]
    regions: tuple[str, ...]
    permitted: bool
    department: str = ""
    exit: str = ""
    explanation: str


@dataclass(frozen=True, kw_only=True)
class EditionStep(DatedRow):
    """A step without which no edition of the catalogue comes in force, and what has to be on record of it."""

    table = "edition_step"

    step: str
    title: str
    needs: tuple[str, ...]
    region: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class ExcludedKind(DatedRow):
    """A kind of information that no catalogue may hold, known by words in names of items and fields.

    ``unless_grave``: it may be held where an item records that only grave or malicious facts are collected.
    """

    table = "excluded_kind"

    title: str
    words: tuple[str, ...]
    region: str
    unless_grave: bool = False
    explanation: str


@dataclass(frozen=True, kw_only=True)
class SupplementBasis(DatedRow):
    """Of which rank an instrument must be on which an item of a local supplement rests."""

    table = "supplement_basis"

    levels: tuple[str, ...]
    region: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class WorkCalendar(Row):
    """A work calendar: the national one, or a regional layer over its base."""

    table = "calendar"

    title: str
    base: str = ""
    known_from: date | None = None
    regional_from: date | None = None
    unseen_from: str = ""
    unseen_until: str = ""
    fixed_off: tuple[str, ...] = ()
    alarm_days: int = 60


@dataclass(frozen=True, kw_only=True)
class Holiday(Row):
    """One holiday within a notice: days off, days off in exchange, days worked in exchange, days back to ordinary."""

    table = "notice.holiday"

    key: str = ""
    name: str
    off: tuple[date, ...] = ()
    off_from: date | None = None
    off_until: date | None = None
    shifted_off: tuple[date, ...] = ()
    work: tuple[date, ...] = ()
    ordinary: tuple[date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Notice(Row):
    """A government's holiday notice for one year, or an amendment of one."""

    table = "notice"
    choices: ClassVar[dict[str, Any]] = {"mark": MARKS}

    calendar: str
    title: str
    number: str = ""
    issued_on: date | None = None
    covers: int
    amends: str = ""
    mark: str
    provisional: bool = False
    holiday: tuple[Holiday, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Expected(Row):
    """A regional holiday whose notice was not seen: the customary days and the days that a notice may touch."""

    table = "expected"
    choices: ClassVar[dict[str, Any]] = {"mark": MARKS}

    calendar: str
    covers: int
    name: str
    off: tuple[date, ...]
    unseen_from: date
    unseen_until: date
    mark: str


@dataclass(frozen=True, kw_only=True)
class Division(Row):
    """A code of a place in one coding system, with the days on which it is in use."""

    table = "division"
    choices: ClassVar[dict[str, Any]] = {"mark": MARKS}

    system: str
    code: str
    name: str
    parent: str = ""
    in_force_from: date | None = None
    last_day_in_force: date | None = None
    mark: str


@dataclass(frozen=True, kw_only=True)
class DivisionList(Row):
    """A coding system (or the part of it under a prefix) and the last day its list is known to hold."""

    table = "division_list"

    system: str
    title: str
    prefix: str = ""
    known_until: date


TABLES: tuple[type[Row], ...] = (
    Instrument,
    Fact,
    Term,
    Regime,
    PublicityRow,
    Clock,
    SeverityRow,
    SeverityCap,
    Certificate,
    RepairWay,
    CodeCategory,
    ListBasis,
    EditionStep,
    ExcludedKind,
    SupplementBasis,
    WorkCalendar,
    Notice,
    Expected,
    Division,
    DivisionList,
)
