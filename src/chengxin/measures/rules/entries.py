"""What a joint action takes of the entry that opens it, which measures it asks for, and by when."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from chengxin.catalog.rules import Item
from chengxin.catalog.rules.measures import Measure, MeasureKind, OrderedBy
from chengxin.lists.rules.entries import KIND_COLUMN

KINDS_OF_ITEM: Mapping[str, tuple[tuple[date, str], ...]] = MappingProxyType(
    {
        "wage-arrears": ((date(2018, 1, 1), "wages-black-2017"), (date(2020, 5, 1), "wages")),
        "court-enforcement": ((date(2017, 5, 1), "judgment-debtor"),),
        "major-tax-violation": ((date(2022, 2, 1), "tax"),),
        "tax-class-a": ((date(2016, 5, 30), "honest-taxpayer"),),
    }
)
"""Kinds of lists whose entries come in as records of a catalogue item, each with the first day of its decisions.

An entry is on the kind of the day on which it was decided: what was listed under an older rule does not become an
entry under the newer one, whose measures and period it never knew. 经营异常名录 is no list of the dishonest.
"""

REMIND_BEFORE = 3
"""Working days before the due date on which a unit is reminded."""
LONGEST_DAYS = 60
"""The longest time, in working days, that an opening may give."""

ORDERED_LABELS: Mapping[OrderedBy, str] = MappingProxyType(
    {
        OrderedBy.COURT: "人民法院决定",
        OrderedBy.LISTING_BODY: "认定单位决定",
        OrderedBy.IMPLEMENTING_UNIT: "实施单位决定",
    }
)
NATIONAL_KINDS: Mapping[MeasureKind, str] = MappingProxyType({MeasureKind.RESTRICTION: "1", MeasureKind.INCENTIVE: "2"})
"""奖惩类型 of the national feedback: 惩戒1, 激励2."""

LEGAL_PERSON = "0"
"""主体类别 of the national feedback: no natural person is a subject here."""
UNIFIED_CODE = "统一社会信用代码"
"""证件类型 of the national feedback."""
NATIONAL_HEADS = (
    "红黑名单名称",
    "主体名称",
    "主体类别",
    "主体标识",
    "证件类型",
    "奖惩类型",
    "奖惩措施",
    "执行措施内容",
    "涉及金额",
    "奖惩说明",
    "反馈部门",
    "发布委办局",
    "发布人",
    "执行日期",
    "反馈时间",
)


@dataclass(frozen=True)
class EntryFacts:
    """An entry as it stands when a joint action opens: text, kept as it was.

    ``entry`` is the opaque id of the entry or record; ``item`` the catalogue item and ``kind`` the kind of list by
    key; ``subject`` the opaque id of an organisation, never of a person; ``unit`` the id of the listing body's unit,
    ``until`` the last day on the list (None: as long as the entry stands), ``basis`` the law and article.
    """

    entry: str
    item: str
    kind: str
    kind_name: str
    subject: str
    subject_name: str
    subject_code: str
    body: str
    unit: int | None
    number: str
    listed_on: date
    until: date | None
    basis: str


def kind_of_entry(item: Item, said: Mapping[str, Any], decided_on: date | None) -> str:
    """Return the key of the kind of list an entry is on, empty where there was none on its day.

    ``said`` are the values of the record by column: an entry of a procedure of the city's own names its kind itself.
    """
    if item.by_procedure:
        return str(said.get(KIND_COLUMN) or "")
    kinds = [kind for since, kind in KINDS_OF_ITEM.get(item.key, ()) if decided_on is not None and since <= decided_on]
    return kinds[-1] if kinds else ""


def measures_for(facts: EntryFacts, measures: Iterable[Measure], *, on: date) -> tuple[Measure, ...]:
    """Return the published measures in force on the day that the entry triggers."""
    return tuple(
        one
        for one in measures
        if one.is_in_force(on) and (facts.item in one.items or (facts.kind and facts.kind in one.list_kinds))
    )


def is_for_units(measure: Measure) -> bool:
    """Say whether implementing units decide on it; what a court or a listing body orders is shown, not applied."""
    return measure.ordered_by is OrderedBy.IMPLEMENTING_UNIT


def is_due_soon(due_on: date, today: date, *, working_days: Callable[[date, int], date]) -> bool:
    """Say whether a due date is no more than ``REMIND_BEFORE`` working days away, or passed."""
    return due_on <= today or due_on <= working_days(today, REMIND_BEFORE)
