"""Plain text: delimited rows, or a word processor's table with a cell a line."""

import csv
import io

from chengxin.intake.adapters import Unreadable
from chengxin.intake.adapters.texts import DELIMITERS, decoded, delimiter_of
from chengxin.oversight.adapters.plans.indented import grid_of_indented, is_indented
from chengxin.oversight.adapters.plans.limits import cell_too_long, checked_cell, checked_rows
from chengxin.oversight.adapters.plans.refusals import unreadable
from chengxin.oversight.rules.reading.doubts import DoubtCode
from chengxin.oversight.rules.reading.headings import FEWEST, Grid, Line, column_of

TABLE = "文本"
SAMPLE_CHARACTERS = 20_000
"""In which the heading row is looked for."""
QUOTES = "第{}行起的引号没有成对。请在表格软件里打开核对，重新导出csv"


def grid_of_text(content: bytes) -> Grid:
    """Return the table of a text in UTF-8 or GB18030 (or UTF-16 with its mark).

    Raises:
        PlanUnreadable: the encoding is another, quotes never close, or it is larger than any plan.
    """
    try:
        text, _encoding = decoded(content)
    except Unreadable as error:
        raise unreadable(DoubtCode.UNKNOWN_ENCODING, f"{error}") from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").split("\n")
    return grid_of_indented(lines) if is_indented(lines) else _delimited(text)


def _delimited(text: str) -> Grid:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter_of(text), strict=True)
    lines: list[Line] = []
    begins = 1
    try:
        for row in reader:
            checked_rows(len(lines))
            place = f"第{begins}行"
            begins = reader.line_num + 1
            cells = tuple(checked_cell(cell, place) for cell in row)
            if any(cells):
                lines.append(Line(place, cells))
    except csv.Error as error:
        if "field larger" in str(error):
            raise cell_too_long(f"第{begins}行") from error
        raise unreadable(DoubtCode.DAMAGED, QUOTES.format(begins)) from error
    return Grid(TABLE, tuple(lines))


def _delimiter_of(text: str) -> str:
    """Return the delimiter that makes headings of a line; units set apart by semicolons would outnumber the commas."""
    lines = text[:SAMPLE_CHARACTERS].splitlines()
    known = {one: max((_headings(line.split(one)) for line in lines), default=0) for one in DELIMITERS}
    best = max(known, key=lambda one: known[one])
    return best if known[best] >= FEWEST else delimiter_of(text)


def _headings(cells: list[str]) -> int:
    return len({column_of(cell.strip('"')) for cell in cells} - {None})
