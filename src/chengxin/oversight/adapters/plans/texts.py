"""Plain text: delimited rows, or a word processor's table with a cell a line."""

import csv
import io

from chengxin.intake.adapters import Unreadable
from chengxin.intake.adapters.delimited import decoded, delimiter_of
from chengxin.oversight.adapters.plans.indented import grid_of_indented, is_indented
from chengxin.oversight.adapters.plans.limits import checked_cell, checked_rows
from chengxin.oversight.adapters.plans.refusals import unreadable
from chengxin.oversight.rules.reading.doubts import DoubtCode
from chengxin.oversight.rules.reading.headings import Grid, Line

TABLE = "文本"
QUOTES = "文件里的引号没有成对，或有一格过长。请在表格软件里重新导出csv"


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
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    lines: list[Line] = []
    try:
        for row in reader:
            checked_rows(len(lines))
            place = f"第{reader.line_num}行"
            cells = tuple(checked_cell(cell, place) for cell in row)
            if any(cells):
                lines.append(Line(place, cells))
    except csv.Error as error:
        raise unreadable(DoubtCode.DAMAGED, QUOTES) from error
    return Grid(TABLE, tuple(lines))
