"""From the lines under a heading row to rows of one task each, with module and heading carried down."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from chengxin.oversight.rules.reading.cleaning import is_nothing, joined
from chengxin.oversight.rules.reading.headings import Column, Head, Line, is_heading_row
from chengxin.oversight.rules.reading.numbering import number_of, numbered

LONGEST_TITLE = 60
_NOTE = re.compile(r"(?:注|备注|说明|填表|附注|附件|抄送|联系人|制表|审核|合计)")
_CHINESE_NUMBER = re.compile(r"\s*[（(]?\s*(?:第\s*)?[一二三四五六七八九十百]+\s*[、.．)）部章]")
_IN_BRACKETS = re.compile(r"\s*[（(]")


@dataclass(frozen=True)
class Row:
    """What the table says of one task, cell by cell; ``module`` and ``heading`` with the numbers it gives them."""

    place: str
    module: tuple[int | None, str]
    heading: tuple[int | None, str]
    cells: dict[Column, str]


@dataclass(frozen=True)
class Rows:
    """The rows of tasks, and the lines that are none."""

    tasks: tuple[Row, ...]
    others: tuple[Line, ...]


@dataclass
class _Carried:
    """The module and heading that hold until the table gives others."""

    module: tuple[int | None, str] = (None, "")
    heading: tuple[int | None, str] = (None, "")

    def take_module(self, module: tuple[int | None, str]) -> None:
        """Begin a module; the heading of the one before does not go on."""
        if module != self.module:
            self.module, self.heading = module, (None, "")


@dataclass
class _Reading:
    carried: _Carried = field(default_factory=_Carried)
    tasks: list[Row] = field(default_factory=list)
    others: list[Line] = field(default_factory=list)


def rows_of(lines: Sequence[Line], head: Head) -> Rows:
    """Return the rows of a table; lines that run over its whole width begin a module or heading, or are notes."""
    body = [line for line in lines[head.first :] if any(line.cells) and not is_heading_row(line)]
    last = max((place for place, line in enumerate(body) if not _band(line, head)), default=-1)
    reading = _Reading()
    for place, line in enumerate(body):
        band = _band(line, head)
        if not band:
            reading.tasks.append(_row(line, head, reading.carried))
        elif place > last or not _begins(band, line, head, reading.carried):
            reading.others.append(line)
    return Rows(tuple(reading.tasks), tuple(reading.others))


def _band(line: Line, head: Head) -> str:
    """Return the text of a line that says only one thing, and that not in a cell that only tasks have."""
    said = set(filter(None, line.cells))
    if len(said) != 1:
        return ""
    text = said.pop()
    places = [place for place, cell in enumerate(line.cells) if cell]
    own = {column for place, column in enumerate(head.columns) if place in places}
    alone = len(places) == 1 and own & {Column.REQUIREMENT, Column.TITLE}
    return "" if alone else text


def _begins(band: str, line: Line, head: Head, carried: _Carried) -> bool:
    """Take a line as the module or heading of the rows under it; say no if it is neither."""
    text = joined(band)
    if len(text) > LONGEST_TITLE or _NOTE.match(text):
        return False
    own = {head.columns[place] for place, cell in enumerate(line.cells) if cell and place < len(head.columns)}
    if _IN_BRACKETS.match(text) or own == {Column.HEADING}:
        carried.heading = numbered(text)
        return True
    if _CHINESE_NUMBER.match(text) or own == {Column.MODULE}:
        carried.take_module(numbered(text))
        return True
    return False


def _row(line: Line, head: Head, carried: _Carried) -> Row:
    cells = _by_column(line.cells, head.columns)
    module = _titled(cells, Column.MODULE, Column.MODULE_NO)
    heading = _titled(cells, Column.HEADING, Column.HEADING_NO)
    if module[1]:
        carried.take_module(module)
    if heading[1]:
        carried.heading = heading
    return Row(line.place, carried.module, carried.heading, cells)


def _by_column(cells: Sequence[str], columns: Sequence[Column | None]) -> dict[Column, str]:
    """Return the texts by column; several columns of one meaning are joined, what a merged cell repeats counts once."""
    found: dict[Column, list[str]] = {}
    for place, column in enumerate(columns):
        cell = cells[place] if place < len(cells) else ""
        parts = found.setdefault(column, []) if column else []
        if cell and cell not in parts:
            parts.append(cell)
    return {column: "\n".join(parts) for column, parts in found.items()}


def _titled(cells: dict[Column, str], title: Column, number: Column) -> tuple[int | None, str]:
    text = cells.get(title, "")
    if is_nothing(text):
        return None, ""
    own, bare = numbered(text)
    given = number_of(cells.get(number, ""))
    return (own if given is None else given), joined(bare) or joined(text)
