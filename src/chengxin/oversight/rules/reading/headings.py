"""What the headings of a table mean, and where its heading row stands."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chengxin.oversight.rules.reading.cleaning import cleaned


class Column(StrEnum):
    """What a column of the table holds."""

    NO = "no"
    MODULE_NO = "module_no"
    MODULE = "module"
    HEADING_NO = "heading_no"
    HEADING = "heading"
    TITLE = "title"
    REQUIREMENT = "requirement"
    UNITS = "responsible_units"
    LEAD = "lead_units"
    JOINT = "joint_units"
    DUE = "due_on"
    MILESTONES = "milestones"
    BASIS = "basis_title"
    NUMBER = "basis_number"
    REMARK = "remark"


NAMES = {
    Column.NO: ("序号", "编号", "任务序号", "任务编号"),
    Column.MODULE_NO: ("模块序号", "模块编号"),
    Column.MODULE: ("重点工作模块", "工作模块", "模块", "工作类别", "任务类别", "类别", "工作板块", "工作领域"),
    Column.HEADING_NO: ("重点任务序号", "任务项序号"),
    Column.HEADING: ("重点工作任务", "重点工作", "重点任务", "工作任务", "主要任务", "任务", "工作项目", "工作事项"),
    Column.TITLE: ("任务名称", "任务标题", "具体任务名称"),
    Column.REQUIREMENT: (
        "具体工作要求",
        "工作要求",
        "具体要求",
        "具体工作任务",
        "具体任务",
        "具体工作",
        "工作内容",
        "具体内容",
        "具体措施",
        "工作措施",
        "任务要求",
        "工作目标",
    ),
    Column.UNITS: ("责任单位", "责任部门", "承办单位", "责任主体", "责任单位及分工", "牵头及配合单位", "牵头配合单位"),
    Column.LEAD: ("牵头单位", "牵头部门", "牵头责任单位"),
    Column.JOINT: ("配合单位", "配合部门", "配合责任单位", "协办单位", "参与单位", "参加单位"),
    Column.DUE: (
        "完成时限",
        "完成时间",
        "完成期限",
        "时限",
        "时限要求",
        "时间要求",
        "截止时间",
        "完成日期",
        "时间节点",
    ),
    Column.MILESTONES: ("节点", "阶段节点", "阶段目标", "进度安排"),
    Column.BASIS: ("政策依据", "依据", "工作依据", "文件依据", "依据文件", "制定依据"),
    Column.NUMBER: ("文号", "依据文号", "政策依据文号"),
    Column.REMARK: ("备注", "说明"),
}
REQUIRED = (Column.MODULE, Column.HEADING, Column.REQUIREMENT, Column.UNITS, Column.DUE)
"""The columns without which a table is no plan; the first name of each is the one to ask for."""
WANTED = (Column.BASIS, Column.REMARK)
FEWEST = 3
"""Headings that make a row the heading row."""
_MEANT = {re.sub(r"\W", "", name): column for column, names in NAMES.items() for name in (column.value, *names)}
_MEANT |= {column.value: column for column in Column}
_REMARKED = re.compile(r"[（(\[【].*?[）)\]】]|[*＊:：]")


@dataclass(frozen=True)
class Line:
    """A row of the file as it stands there: ``place`` says where (第7行), ``cells`` are cleaned."""

    place: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """One table of a file with what stands around it, and what its reader could not make sense of.

    ``name`` is the sheet's, ``below`` the text under the table where the form tells it from the table, with its place;
    ``broken`` are the places of rows with a wrong number of cells, ``aligned`` of those that could be put in step.
    """

    name: str
    lines: tuple[Line, ...]
    below: tuple[Line, ...] = ()
    broken: tuple[str, ...] = ()
    aligned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Head:
    """The heading row: ``columns`` by place, none for one that is not known; ``first`` is the line after it."""

    columns: tuple[Column | None, ...]
    first: int

    def missing(self) -> tuple[str, ...]:
        """Return the first names of the headings without which a table is no plan."""
        return missing_of(self.columns)


def column_of(cell: str) -> Column | None:
    """Return what a heading means, however it is broken over lines or spaced."""
    plain = unicodedata.normalize("NFKC", cleaned(cell))
    if len(plain) > 40:  # noqa: PLR2004  no heading is so long
        return None
    bare = "".join(_REMARKED.sub("", plain).split())
    return _MEANT.get(bare) or _MEANT.get(bare.lower())


def head_of(lines: Sequence[Line]) -> Head | None:
    """Return the first heading row; a second row of headings under it (牵头单位 below 责任单位) refines it."""
    for place, line in enumerate(lines):
        columns = tuple(map(column_of, line.cells))
        if len({column for column in columns if column}) >= FEWEST:
            return _refined(columns, lines, place + 1)
    return None


def _refined(columns: tuple[Column | None, ...], lines: Sequence[Line], first: int) -> Head:
    while first < len(lines) and is_heading_row(lines[first]):
        below = tuple(map(column_of, lines[first].cells))
        width = max(len(columns), len(below))
        upper, lower = (one + (None,) * (width - len(one)) for one in (columns, below))
        columns = tuple(new or old for new, old in zip(lower, upper, strict=True))
        first += 1
    return Head(columns, first)


def is_heading_row(line: Line) -> bool:
    """Say whether every filled cell of a row is a heading, as in one that is repeated on each page."""
    filled = [cell for cell in line.cells if cell]
    return len(set(filled)) > 1 and all(column_of(cell) for cell in filled)


def missing_of(columns: Sequence[Column | None]) -> tuple[str, ...]:
    """Return the first names of the headings that are missing; a column of titles does for one of requirements."""
    there = set(columns)
    if Column.TITLE in there:
        there.add(Column.REQUIREMENT)
    if Column.LEAD in there:
        there.add(Column.UNITS)
    return tuple(NAMES[column][0] for column in REQUIRED if column not in there)


def nearest_head(lines: Sequence[Line]) -> tuple[Column | None, ...]:
    """Return the row with most headings in a table that has no heading row."""
    rows = [tuple(map(column_of, line.cells)) for line in lines]
    return max(rows, key=lambda row: len(set(row) - {None}), default=())
