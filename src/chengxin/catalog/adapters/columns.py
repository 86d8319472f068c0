"""The sheets of a definition as a workbook: which columns there are, and how a value stands in a cell.

Cells say values by their labels; the codes of values are read, too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chengxin.catalog.rules import labels
from chengxin.catalog.rules.shapes import joined, parted

FACTS, BASES, FIELDS, LISTS, RULES = "目录项", "依据", "字段", "代码集", "校验"
YES, NO = "是", "否"
COLLECTED, NOT_YET = "已归集", "尚未归集"
REPORTED, BY_PROCEDURE = "单位报送", "平台认定程序"
CONTAINS, IS = "含有", "是"
Labels = Mapping[Any, str]


@dataclass(frozen=True)
class Column:
    """One column of a sheet, or one line of the first: ``key`` in the data, ``head`` what people read.

    ``write`` makes a cell of a value, ``read`` a value of a cell.
    """

    key: str
    head: str
    write: Callable[[Any], str | int] = str
    read: Callable[[str], Any] = str
    width: int = 18


def _chosen(key: str, head: str, words: Labels, width: int = 18) -> Column:
    """Return a column whose cells are labels; what is no label is left as it stands, for the check to refuse."""
    values = {label: _plain(value) for value, label in words.items()}
    shown = {_plain(value): label for value, label in words.items()}
    return Column(key, head, lambda value: shown.get(value, value), lambda cell: values.get(cell, cell), width)


def _plain(value: Any) -> str:
    return value.value if isinstance(value, StrEnum) else str(value)


def _several(key: str, head: str, words: Labels | None = None, width: int = 24) -> Column:
    """Return a column with several values in each cell."""
    values = {label: _plain(value) for value, label in (words or {}).items()}
    shown = {_plain(value): label for value, label in (words or {}).items()}
    return Column(
        key,
        head,
        lambda said: joined(shown.get(value, value) for value in said),
        lambda cell: [values.get(part, part) for part in parted(cell)],
        width,
    )


def _truth(key: str, head: str) -> Column:
    return Column(
        key, head, lambda value: YES if value else NO, lambda cell: {YES: True, NO: False, "": False}.get(cell, cell)
    )


def _number(key: str, head: str) -> Column:
    return Column(key, head, int, lambda cell: int(cell) if cell.isascii() and cell.isdigit() else cell, 10)


def _limit(key: str, head: str) -> Column:
    """Return a column whose cells are whole numbers or empty."""
    return Column(key, head, lambda value: value, lambda cell: int(cell) if _is_whole(cell) else cell, 10)


def _is_whole(cell: str) -> bool:
    return cell.removeprefix("-").isdigit() and cell.isascii()


FACT_COLUMNS: tuple[Column, ...] = (
    Column("key", "目录项代号"),
    Column("name", "名称"),
    _chosen("family", "类别", labels.FAMILY_LABELS),
    _truth("adverse", "不利信息"),
    _chosen("origin", "来源", labels.ORIGIN_LABELS),
    _chosen("disclosure", "公开属性", labels.DISCLOSURE_LABELS),
    _several("subject_kinds", "关于谁", labels.SUBJECT_KIND_LABELS),
    _chosen("cycle", "更新周期", labels.CYCLE_LABELS),
    _number("retention_months", "保存期限（月，0为不限）"),
    _chosen("publicity_item", "公示期限", labels.PUBLICITY_LABELS),
    _several("business_key", "记录键（字段代码）"),
    Column("valid_from", "从哪一天起"),
    Column("valid_until", "到哪一天为止（不含）"),
    _several("providers", "报送单位（单位代号，不写为不限）"),
    Column("collected", "归集", lambda said: COLLECTED if said else NOT_YET, lambda cell: cell != NOT_YET),
    Column(
        "by_procedure", "记录的产生", lambda said: BY_PROCEDURE if said else REPORTED, lambda cell: cell == BY_PROCEDURE
    ),
    _chosen("area", "领域", labels.AREA_LABELS),
    Column("source", "信息来源"),
    Column("remark", "说明"),
    Column("grave_ground", "只收的严重或恶意情节"),
)
LATER: Mapping[str, Any] = {"collected": True, "by_procedure": False, "area": "", "source": "", "remark": ""}
"""What a definition leaves out where it is so."""
BASIS_COLUMNS: tuple[Column, ...] = (
    Column("text", "文件名称和文号", width=60),
    Column("article", "条款"),
    Column("instrument", "平台法规库代号"),
)
FIELD_COLUMNS: tuple[Column, ...] = (
    Column("code", "字段代码"),
    Column("name", "名称", width=30),
    _chosen("type", "类型", labels.TYPE_LABELS),
    _number("length", "长度"),
    _chosen("required", "填写要求", labels.NEED_LABELS),
    Column("when_field", "条件：看哪个字段"),
    Column("when_way", "条件：是或含有", width=14),
    _several("when_values", "条件：值的代码"),
    Column("list", "代码集代号"),
    _chosen("means", "含义", labels.MEANS_LABELS, 24),
    _chosen("disclosure", "公开属性", labels.DISCLOSURE_LABELS, 12),
    _several("aliases", "别名", width=40),
    Column("hint", "提示", width=40),
    Column("example", "示例"),
    _truth("ours", "本市自定"),
)
VALUE_COLUMNS: tuple[Column, ...] = (
    Column("list_key", "代码集代号"),
    Column("list_name", "代码集名称"),
    Column("code", "值的代码"),
    Column("label", "名称", width=30),
    _several("aliases", "别名", width=40),
    Column("from", "从哪一天起"),
    Column("until", "到哪一天为止（不含）"),
)
RULE_COLUMNS: tuple[Column, ...] = (
    _chosen("kind", "校验", labels.RULE_LABELS),
    Column("field", "字段代码"),
    Column("other", "另一个字段"),
    _limit("least", "最小"),
    _limit("most", "最大"),
    _chosen("shape", "写法", labels.SHAPE_LABELS, 40),
    _truth("warns", "只提醒"),
)
