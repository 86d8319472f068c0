"""A word processor's table as plain text, a cell a line.

Each cell is a line that begins with a tab; the lines of a cell after its first begin without one; an empty cell is a
tab alone. Rows are set apart by empty lines, but a cell may hold empty lines too, so that cells have to be counted.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from chengxin.oversight.adapters.plans.limits import checked_cell, checked_rows
from chengxin.oversight.rules.reading.cleaning import cleaned
from chengxin.oversight.rules.reading.days import is_day
from chengxin.oversight.rules.reading.headings import FEWEST, Column, Grid, Line, column_of
from chengxin.oversight.rules.reading.numbering import numbered

NAME = "文本"
MOST_HEADINGS = 20
Lines = Sequence[str]


@dataclass
class Cell:
    """A cell: ``at`` is its line, ``apart`` says that an empty line stands before it.

    ``said`` are its own lines; ``after`` those that follow without a tab behind an empty line. Whether these belong to
    it is seen only when the row is known: a cell at the end of a row takes none.
    """

    at: int
    apart: bool
    said: list[str] = field(default_factory=list)
    after: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole cell."""
        return "\n".join((*self.said, *(text for _at, text in self.after)))


@dataclass
class Table:
    """The cells row by row; ``loose`` are lines of text that stand between or under them."""

    head: list[Cell]
    rows: list[list[Cell]] = field(default_factory=list)
    loose: list[tuple[int, str]] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    aligned: list[int] = field(default_factory=list)

    @property
    def due(self) -> int | None:
        """The place of 完成时限 in a row."""
        columns = [column_of(cell.text) for cell in self.head]
        return columns.index(Column.DUE) if Column.DUE in columns else None


def is_indented(lines: Lines) -> bool:
    """Say whether headings stand on lines of their own, each behind one tab."""
    alone = (line.strip() for line in lines if line.startswith("\t") and "\t" not in line.strip())
    return sum(1 for text in alone if column_of(text)) >= FEWEST


def grid_of_indented(lines: Lines) -> Grid:
    """Return the table of such a text; without a heading row, one that is all lines.

    Raises:
        PlanUnreadable: it is larger than any plan.
    """
    cells = list(_cells(lines))
    checked_rows(len(cells) // FEWEST)
    begins = _heading_begins(cells)
    if begins is None:
        return Grid(NAME, tuple(Line(_place(cell.at), (checked_cell(cell.text, _place(cell.at)),)) for cell in cells))
    table = _table(cells[begins:])
    title = _paragraphs(lines[: cells[begins].at - 1])
    rows = [_line(row, last=True) for row in table.rows]
    below = [Line(_place(at), (cleaned(text)[:200],)) for at, text in table.loose]
    head = _line(table.head, last=False)
    broken, aligned = (tuple(map(_place, places)) for places in (table.broken, table.aligned))
    return Grid(NAME, (*title, head, *rows), tuple(below), broken, aligned)


def _place(at: int) -> str:
    return f"第{at}行"


def _line(row: Sequence[Cell], *, last: bool) -> Line:
    """Return a row; the last cell of a row takes no lines behind an empty one, if ``last`` says so."""
    texts = [cell.text for cell in row]
    if last:
        texts[-1] = "\n".join(row[-1].said)
    return Line(_place(row[0].at), tuple(checked_cell(text.replace("\t", " "), _place(row[0].at)) for text in texts))


def _paragraphs(lines: Lines) -> list[Line]:
    """Return what stands above the table, a paragraph a line."""
    numbered = enumerate(lines, start=1)
    groups = itertools.groupby(numbered, key=lambda one: bool(one[1].strip()))
    found = [list(group) for filled, group in groups if filled]
    return [Line(_place(group[0][0]), (cleaned("".join(text.strip() for _at, text in group)),)) for group in found]


def _cells(lines: Lines) -> Iterator[Cell]:
    """Yield the cells of the whole text; lines before the first tab are none."""
    cell: Cell | None = None
    empty = False
    for at, line in enumerate(lines, start=1):
        if line.startswith("\t"):
            if cell:
                yield cell
            cell = Cell(at, empty, [line.strip()])
        elif cell and line.strip():
            if empty or cell.after:
                cell.after.append((at, line.strip()))
            else:
                cell.said.append(line.strip())
        empty = not line.startswith("\t") and not line.strip()
    if cell:
        yield cell


def _heading_begins(cells: Sequence[Cell]) -> int | None:
    """Return where three headings in a row begin."""
    known = [bool(column_of(cell.text)) for cell in cells]
    return next((place for place in range(len(known) - FEWEST + 1) if all(known[place : place + FEWEST])), None)


def _table(cells: Sequence[Cell]) -> Table:
    blocks = _blocks(cells)
    table = Table(_head(blocks))
    width = len(table.head)
    blocks[0] = blocks[0][width:]
    waiting: list[Cell] = []
    for block in blocks:
        if waiting and (len(waiting) + len(block) > width or (_days(waiting) and _days(block))):
            _take(table, waiting)
            waiting = []
        waiting += block
        while len(waiting) >= width:
            _take(table, waiting[:width])
            waiting = waiting[width:]
    if len(waiting) <= width // 2 and not _is_short_row(waiting):
        table.loose += _lines_of(waiting)
    elif waiting:
        _take(table, waiting)
    _leave_below(table)
    return table


def _blocks(cells: Iterable[Cell]) -> list[list[Cell]]:
    """Return the cells in groups that no empty line divides."""
    blocks: list[list[Cell]] = []
    for cell in cells:
        if cell.apart or not blocks:
            blocks.append([])
        blocks[-1].append(cell)
    return blocks


def _head(blocks: list[list[Cell]]) -> list[Cell]:
    """Return the heading row, and join the blocks over which it goes into the first one.

    It ends at an empty line; in a text without any, at the first cell that is no heading.
    """
    while len(blocks) > 1 and all(column_of(cell.text) for cell in blocks[1]):
        blocks[0:2] = [blocks[0] + blocks[1]]
    first = blocks[0]
    known = [bool(column_of(cell.text)) for cell in first]
    if len(first) <= MOST_HEADINGS and known.count(False) * 2 <= known.count(True):
        return first
    return list(itertools.takewhile(lambda cell: column_of(cell.text), first))


def _take(table: Table, row: list[Cell]) -> None:
    """Add a row. One that lacks cells has lost the tabs of its empty ones: it is put in step by its only day."""
    width, days = len(table.head), _days(row)
    if len(row) == width:
        table.loose += row[-1].after
        row[-1].after = []
    elif len(days) == 1 and table.due is not None and _fits(days[0], table.due, len(row), width):
        if days[0] != table.due:
            table.aligned.append(row[0].at)
        row = [*_empty(row[0], table.due - days[0]), *row]
    elif len(row) < width - 1 or days:
        table.broken.append(row[0].at)
    table.rows.append([*row, *_empty(row[-1], width - len(row))])


def _is_short_row(cells: Sequence[Cell]) -> bool:
    """Say whether a few cells at the end are a row that lost its empty ones, and not a signature with its date."""
    days = _days(cells)
    return len(days) == 1 and (days[0] + 1 < len(cells) or numbered(cells[0].text)[0] is not None)


def _days(row: Sequence[Cell]) -> list[int]:
    return [place for place, cell in enumerate(row) if is_day(cell.text)]


def _fits(day: int, due: int, length: int, width: int) -> bool:
    """Say whether the cells before the day and those after it find room on their sides."""
    return day <= due and length - day <= width - due


def _empty(beside: Cell, count: int) -> list[Cell]:
    return [Cell(beside.at, apart=False) for _ in range(count)]


def _leave_below(table: Table) -> None:
    """Leave what follows the last row out of its last cell, under a full row even without an empty line between."""
    if table.rows:
        row = table.rows[-1]
        last = next(cell for cell in reversed(row) if cell.said)
        table.loose += last.after
        last.after = []
        if last is row[-1]:
            table.loose += [(last.at + place, text) for place, text in enumerate(last.said) if place]
            del last.said[1:]
    table.loose.sort()


def _lines_of(cells: Iterable[Cell]) -> list[tuple[int, str]]:
    return [(cell.at, cell.text) for cell in cells]
