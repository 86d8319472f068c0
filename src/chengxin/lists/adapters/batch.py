"""The workbook of a batch of proposals: its template, and its rows as text."""

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

import openpyxl
import xlsxwriter

from chengxin.foundation.refusals import Invalid
from chengxin.foundation.spreadsheets import BROKEN_WORKBOOK

HEADS = ("统一社会信用代码", "列入事由", "所依据的文书号", "作出的机关", "作出的日期")
HINTS = ("18位，文本格式", "写事实，不写自然人的姓名和证件号码", "决定或者裁判的文书号", "全称", "如2026-06-16")
MOST_ROWS = 200
WIDTHS = (24, 50, 28, 32, 16)


class NotAWorkbook(Invalid):
    """The file is no workbook with the columns of the template."""

    code = "lists.not-a-workbook"
    says = "读不出这个文件：请用模板填写，另存为xlsx，表头不要改"
    field = "file"


class TooManyRows(Invalid):
    """More rows than one batch takes."""

    code = "lists.too-many-rows"
    says = "一次最多{most}行，请分几次"
    field = "file"


class NoRows(Invalid):
    """The workbook has no rows."""

    code = "lists.no-rows"
    says = "工作簿里没有要提出的行"
    field = "file"


@dataclass(frozen=True)
class BatchRow:
    """A row of the workbook: ``line`` as spreadsheet programs count; ``on`` is None where the day can not be read."""

    line: int
    code: str
    reason: str
    number: str
    body: str
    on: date | None


def template() -> bytes:
    """Return the empty workbook, with a hint under each head."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet("拟列入"), book.add_format({"bold": True})
        text = book.add_format({"num_format": "@"})
        for column, (head, hint) in enumerate(zip(HEADS, HINTS, strict=True)):
            sheet.set_column(column, column, WIDTHS[column], text)
            sheet.write_string(0, column, head, bold)
            sheet.write_comment(0, column, hint)
        sheet.freeze_panes(1, 0)
    return content.getvalue()


def read_batch(file: BinaryIO) -> tuple[BatchRow, ...]:
    """Return the rows of a workbook that are not empty.

    Raises:
        NotAWorkbook: it can not be read, or the heads are others.
        TooManyRows, NoRows: of its rows.
    """
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        lines = list(book.worksheets[0].iter_rows(max_col=len(HEADS), max_row=MOST_ROWS + 2, values_only=True))
    except BROKEN_WORKBOOK as problem:
        raise NotAWorkbook from problem
    if not lines or tuple(_text(cell) for cell in lines[0]) != HEADS:
        raise NotAWorkbook
    rows = tuple(_row(line, cells) for line, cells in enumerate(lines[1:], 2) if any(_text(cell) for cell in cells))
    if len(rows) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    if not rows:
        raise NoRows
    return rows


def _row(line: int, cells: tuple[object, ...]) -> BatchRow:
    code, reason, number, body = (_text(cell) for cell in cells[:4])
    return BatchRow(line, code, reason, number, body, _day(cells[4]))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    try:
        return date.fromisoformat(_text(cell).replace("/", "-"))
    except ValueError:
        return None
