"""How kinds of lists and measures are told to people."""

from collections.abc import Mapping
from types import MappingProxyType

from chengxin.catalog.rules.list_kinds import BasisLevel, EntryField, ListTerm, ListType
from chengxin.catalog.rules.measures import Force, MeasureKind, OrderedBy

LIST_TYPE_LABELS: Mapping[ListType, str] = MappingProxyType(
    {
        ListType.SERIOUS: "严重失信主体名单",
        ListType.HONEST: "守信激励对象",
        ListType.RED: "红名单",
        ListType.BLACK: "黑名单",
        ListType.ATTENTION: "重点关注名单",
    }
)
LEVEL_LABELS: Mapping[BasisLevel, str] = MappingProxyType(
    {
        BasisLevel.LAW: "法律",
        BasisLevel.ADMINISTRATIVE_REGULATION: "行政法规",
        BasisLevel.CENTRAL_POLICY: "党中央、国务院政策文件",
        BasisLevel.LOCAL_REGULATION: "地方性法规",
        BasisLevel.DEPARTMENT_RULE: "部门规章",
        BasisLevel.NORMATIVE_DOCUMENT: "规范性文件",
    }
)
ENTRY_FIELD_LABELS: Mapping[EntryField, str] = MappingProxyType(
    {
        EntryField.NAME: "名称",
        EntryField.CODE: "统一社会信用代码",
        EntryField.REPRESENTATIVE: "法定代表人",
        EntryField.REASON: "列入事由",
        EntryField.GROUND_NUMBER: "所依据文书的文号",
        EntryField.GROUND_BODY: "所依据文书的作出机关",
        EntryField.DECISION_NUMBER: "列入决定文号",
        EntryField.LISTING_BODY: "列入机关",
        EntryField.LISTED_ON: "列入日期",
        EntryField.UNTIL: "在列期限",
        EntryField.BASIS: "依据",
    }
)
MEASURE_KIND_LABELS: Mapping[MeasureKind, str] = MappingProxyType(
    {MeasureKind.INCENTIVE: "激励", MeasureKind.RESTRICTION: "惩戒"}
)
FORCE_LABELS: Mapping[Force, str] = MappingProxyType({Force.MANDATORY: "应当适用", Force.DISCRETIONARY: "可以适用"})
ORDERED_BY_LABELS: Mapping[OrderedBy, str] = MappingProxyType(
    {
        OrderedBy.COURT: "由人民法院或者有权机关决定，其他单位只作提示",
        OrderedBy.LISTING_BODY: "由列入机关决定，其他单位只作提示",
        OrderedBy.IMPLEMENTING_UNIT: "由实施单位依法决定",
    }
)


def term_words(term: ListTerm) -> str:
    """Return how long a listing lasts."""
    if term.months is not None:
        return months_words(term.months)
    if term.most_months is not None:
        return f"列入决定书写明，最长{months_words(term.most_months)}"
    return "以列入决定书写明的为准"


def months_words(months: int) -> str:
    """Return a number of months, whole years as years."""
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"
