"""The sender's own workbook with the marks: formats, other sheets, widths and merged titles stay as they were."""

import io
import warnings
from copy import copy
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from chengxin.foundation.spreadsheets import BROKEN_WORKBOOK
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
from chengxin.intake.rules.ours import LINE, PROBLEM, SUMMARY_MARK, SUMMARY_SHEET
from chengxin.intake.rules.sheet import Sheet

MOST_CELLS = 200_000
"""Beyond so many cells the sender's own workbook is not opened again: it would take minutes."""

WIDTHS = {PROBLEM: 56, LINE: 12}
SUMMARY_WIDTHS = (34, 8, 52, 52)


def is_markable(path: Path, sheet: Sheet) -> bool:
    """Say whether a file is a workbook of moderate size, of which the own one may go back."""
    return path.suffix.lower() == ".xlsx" and sheet.cells.height * sheet.width <= MOST_CELLS


def own_workbook(path: Path, sheet: Sheet, marks: Marks, summary: Summary) -> bytes | None:
    """Return the sender's workbook with the marks and the summary before it; None where it can not be opened so."""
    try:
        with warnings.catch_warnings():
            # The library says what it leaves out (shapes, some extensions); the summary says so to the sender.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, rich_text=True)
        page = book[sheet.name]
        if not isinstance(page, Worksheet) or page.max_row < max(marks.lines, default=0):
            return None
        _forget_earlier(book, page)
        _mark_cells(page, marks)
        _add_columns(page, sheet, marks)
        _put_summary(book, summary)
        out = io.BytesIO()
        book.save(out)
    except BROKEN_WORKBOOK:
        return None
    return out.getvalue()


def _forget_earlier(book: Workbook, page: Worksheet) -> None:
    """Take out what we marked in a workbook that goes back a second time."""
    for one in book.worksheets:
        if one.cell(row=1, column=1).value == SUMMARY_MARK:
            book.remove(one)
    for row in page.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()


def _mark_cells(page: Worksheet, marks: Marks) -> None:
    fill = PatternFill("solid", fgColor=FILL)
    for number, ((line, place), words) in enumerate(marks.cells.items()):
        cell = _standing(page, line, place + 1)
        cell.fill = fill
        if number < MOST_COMMENTS:
            cell.comment = _comment(joined(words), cell.comment)


def _standing(page: Worksheet, line: int, column: int) -> Cell:
    """Return the cell; of one that is merged into others the first, which alone is shown."""
    cell = page.cell(row=line, column=column)
    if isinstance(cell, MergedCell):
        around = next(one for one in page.merged_cells.ranges if cell.coordinate in one)
        cell = page.cell(row=around.min_row, column=around.min_col)
    return cell


def _comment(words: str, before: Comment | None) -> Comment:
    text = words if before is None else f"{words}\n原有批注：{before.text}"
    return Comment(harmless(text)[:LONGEST_COMMENT], AUTHOR, height=40 + 20 * (1 + len(text) // 18), width=280)


def _add_columns(page: Worksheet, sheet: Sheet, marks: Marks) -> None:
    """Write what is wrong and the line at the end of each row, or where an earlier mark put them."""
    heads = {str(cell.value): cell.column for cell in page[marks.header] if cell.value in WIDTHS}
    free = iter(range(sheet.width + 1, sheet.width + 1 + len(WIDTHS)))
    for head, width in WIDTHS.items():
        column = heads.get(head) or next(free)
        for line in range(marks.header + 1, page.max_row + 1) if head in heads else ():
            _write(page.cell(row=line, column=column), "")
        _head(page, marks.header, column, head)
        _widen(page, column, width)
        for line, words in marks.lines.items():
            _write(page.cell(row=line, column=column), joined(words) if head == PROBLEM else str(line))


def _head(page: Worksheet, line: int, column: int, words: str) -> None:
    cell, beside = page.cell(row=line, column=column), page.cell(row=line, column=max(column - 1, 1))
    _write(cell, words)
    if not isinstance(beside, MergedCell):
        cell.font, cell.border, cell.fill = copy(beside.font), copy(beside.border), copy(beside.fill)


def _widen(page: Worksheet, column: int, width: int) -> None:
    """Set a width where the sender said nothing of the column: two that overlap make a workbook that needs repair."""
    known = page.column_dimensions.values()
    if not any(one.min and one.min <= column <= (one.max or one.min) for one in known):
        page.column_dimensions[get_column_letter(column)].width = width


def _write(cell: Cell | MergedCell, words: str) -> None:
    """Write a text that stays a text, whatever it begins with."""
    if isinstance(cell, MergedCell):
        return
    cell.value = harmless(words) or None
    if cell.value is not None:
        cell.data_type = "s"
        cell.number_format = "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _put_summary(book: Workbook, summary: Summary) -> None:
    for page in book.worksheets:
        # Sheets that stay chosen together are all written into by whoever types in one of them.
        page.sheet_view.tabSelected = False
    page = book.create_sheet(SUMMARY_SHEET, 0)
    book.active = 0
    page.sheet_view.tabSelected = True
    for column, width in enumerate(SUMMARY_WIDTHS, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    for line, words in enumerate((SUMMARY_MARK, *summary.sentences), start=1):
        _write(page.cell(row=line, column=1), words)
        page.cell(row=line, column=1).alignment = Alignment(wrap_text=False)
    top = len(summary.sentences) + 3
    for column, words in enumerate(HEADS, start=1):
        _write(page.cell(row=top, column=column), words)
        page.cell(row=top, column=column).font = Font(bold=True)
    for line, cause in enumerate(summary.causes, start=top + 1):
        for column, words in enumerate((cause.title, "", cause.repair, cause.examples), start=1):
            _write(page.cell(row=line, column=column), words)
        page.cell(row=line, column=2).value = cause.rows
