"""A workbook made anew from what was read: every cell as text, what is wrong marked, written row by row.

It is for tables that were no workbook, for large ones, and for the returned rows alone. Memory does not grow with it.
"""

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format

from chengxin.intake.adapters.marks import (
    AUTHOR,
    FILL,
    HEADS,
    LONGEST_COMMENT,
    MOST_COMMENTS,
    Marks,
    Summary,
    harmless,
    joined,
)
from chengxin.intake.rules.ours import LINE, OUR_HEADERS, PROBLEM, SUMMARY_MARK, SUMMARY_SHEET
from chengxin.intake.rules.sheet import Sheet

MOST_CELLS = 1_000_000
"""So many cells are written within seconds; of a larger table only the rows that came back are given."""
MOST_LINES = 1_048_000
RETURNED_SHEET, WHOLE_SHEET = "请改正的行", "标注"
WIDTH, PROBLEM_WIDTH, LINE_WIDTH = 18, 56, 12
SUMMARY_WIDTHS = (34, 8, 52, 52)


@dataclass(frozen=True)
class _Formats:
    text: Format
    bad: Format
    bold: Format


def fits_whole(sheet: Sheet) -> bool:
    """Say whether all rows of a table can be given, each on its own line."""
    last = sheet.cells["line"].max()
    return sheet.cells.height * max(sheet.width, 1) <= MOST_CELLS and (last is None or int(str(last)) <= MOST_LINES)


def rows_that_fit(sheet: Sheet) -> int:
    """Return how many rows of the table one workbook takes."""
    return min(MOST_CELLS // max(sheet.width, 1), MOST_LINES)


def new_workbook(sheet: Sheet, marks: Marks, summary: Summary, *, only_returned: bool) -> bytes:
    """Return a workbook with the rows that were read, or the header and the returned ones, marked.

    All rows stand on their own lines, so that numbers agree with the receipt; returned ones stand under each other
    with the number of their line beside them.
    """
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(out, options)
        formats = _formats(book)
        if only_returned:
            _rows(book, formats, sheet, marks, only_returned=True)
            _summary(book, formats, summary)
        else:
            _summary(book, formats, summary)
            _rows(book, formats, sheet, marks, only_returned=False)
        book.close()
    return out.getvalue()


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    usual = {"num_format": "@", "text_wrap": True, "valign": "top"}
    return _Formats(
        text=book.add_format(usual),
        bad=book.add_format({**usual, "bg_color": f"#{FILL[2:]}"}),
        bold=book.add_format({**usual, "bold": True, "bottom": 1}),
    )


def _rows(book: xlsxwriter.Workbook, formats: _Formats, sheet: Sheet, marks: Marks, *, only_returned: bool) -> None:
    page = book.add_worksheet(RETURNED_SHEET if only_returned else WHOLE_SHEET)
    own = [place for place in range(sheet.width) if place not in _ours(sheet, marks.header)]
    page.set_column(0, max(len(own) - 1, 0), WIDTH, formats.text)
    page.set_column(len(own), len(own), PROBLEM_WIDTH, formats.text)
    page.set_column(len(own) + 1, len(own) + 1, LINE_WIDTH, formats.text)
    if only_returned:
        page.freeze_panes(1, 0)
    comments = 0
    for at, line, cells in _lines(sheet, marks, only_returned=only_returned):
        head = line == marks.header
        for column, place in enumerate(own):
            words = marks.cells.get((line, place))
            if cells[place] is not None or words:
                look = formats.bold if head else formats.bad if words else formats.text
                # Our words for a formula error would be content when the row is sent again.
                value = "" if (line, place) in sheet.errors else cells[place] or ""
                write = page.write_string if value else page.write_blank
                write(at, column, harmless(value), look)
            if words and comments < MOST_COMMENTS:
                page.write_comment(at, column, joined(words)[:LONGEST_COMMENT], {"author": AUTHOR, "x_scale": 2})
                comments += 1
        if head:
            page.write_string(at, len(own), PROBLEM, formats.bold)
            page.write_string(at, len(own) + 1, LINE, formats.bold)
        elif line in marks.lines:
            page.write_string(at, len(own), joined(marks.lines[line]), formats.text)
        if not head and (only_returned or line in marks.lines):
            page.write_string(at, len(own) + 1, str(line), formats.text)


def _ours(sheet: Sheet, header: int) -> set[int]:
    """Return the places of columns that we wrote into an earlier workbook; they are written afresh."""
    heads = sheet.cells.filter(sheet.cells["line"] == header).drop("line")
    return {place for place, name in enumerate(heads.columns) if heads.height and heads[name][0] in OUR_HEADERS}


def _lines(sheet: Sheet, marks: Marks, *, only_returned: bool) -> Iterator[tuple[int, int, tuple[str | None, ...]]]:
    """Yield the place, the sender's line and the cells of the rows to write; without any that is named, of all."""
    target, most = 0, rows_that_fit(sheet)
    wanted = sheet.cells.select("line", *[str(place) for place in range(sheet.width)])
    for line, *cells in wanted.iter_rows():
        if only_returned and line != marks.header and (line < marks.header or _left_out(line, marks)):
            continue
        yield (target if only_returned else line - 1), line, tuple(cells)
        target += 1
        if only_returned and target > most:
            return


def _left_out(line: int, marks: Marks) -> bool:
    return bool(marks.returned) and line not in marks.returned


def _summary(book: xlsxwriter.Workbook, formats: _Formats, summary: Summary) -> None:
    page = book.add_worksheet(SUMMARY_SHEET)
    for column, width in enumerate(SUMMARY_WIDTHS):
        page.set_column(column, column, width)
    plain = book.add_format({"num_format": "@"})
    for line, words in enumerate((SUMMARY_MARK, *summary.sentences)):
        page.write_string(line, 0, harmless(words), plain)
    top = len(summary.sentences) + 2
    for column, words in enumerate(HEADS):
        page.write_string(top, column, words, formats.bold)
    for line, cause in enumerate(summary.causes, start=top + 1):
        page.write_string(line, 0, harmless(cause.title), formats.text)
        page.write_number(line, 1, cause.rows)
        page.write_string(line, 2, harmless(cause.repair), formats.text)
        page.write_string(line, 3, harmless(cause.examples), formats.text)
