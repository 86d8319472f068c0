"""The workbook of a batch: whose rows are asked, and the same workbook back with the answers beside them."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import openpyxl
import xlsxwriter
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from chengxin.foundation.refusals import Invalid
from chengxin.foundation.spreadsheets import BROKEN_WORKBOOK

CODES = ("统一社会信用代码", "信用代码", "社会信用代码", "代码")
NAMES = ("名称", "单位名称", "企业名称", "主体名称", "供应商名称", "投标人", "投标人名称", "申请人")
REFERENCES = ("业务编号", "受理号", "编号", "序号")
HEADS = (CODES[0], NAMES[0], REFERENCES[0])
WIDTHS = (24, 40, 20)
FIRST_LINES, MOST_COLUMNS, MOST_ROWS = 10, 60, 1_000
RESULTS = ("确定主体", "登记的名称", "名单信息", "其他失信信息", "本事项的措施", "不能确定的", "核查编号")
RESULT_WIDTHS = (18, 36, 44, 44, 60, 36, 30)
LONGEST_CELL = 30_000
FORMULA_SIGNS = ("=", "+", "-", "@")


class NoCodeColumn(Invalid):
    """The workbook can not be read, or none of its first lines names codes or names."""

    code = "checks.no-code-column"
    says = "读不出这个文件：前10行里要有“统一社会信用代码”一列，可以另有“名称”“业务编号”，另存为xlsx"
    field = "file"


class TooManyRows(Invalid):
    """More rows than one batch takes."""

    code = "checks.too-many-rows"
    says = "一次最多{most}行，请分几个文件"
    field = "file"


class NoRows(Invalid):
    """Nothing stands under the heads."""

    code = "checks.no-rows"
    says = "表头下面没有要核查的行"
    field = "file"


@dataclass(frozen=True)
class BatchRow:
    """A row to be checked; ``line`` as spreadsheet programs count."""

    line: int
    code: str
    name: str
    reference: str


@dataclass(frozen=True)
class BatchTable:
    """Where the heads stand, and the rows under them."""

    head: int
    rows: tuple[BatchRow, ...]


def template() -> bytes:
    """Return an empty workbook with the heads."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet("核查"), book.add_format({"bold": True})
        text = book.add_format({"num_format": "@"})
        for column, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width, text)
            sheet.write_string(0, column, head, bold)
        sheet.freeze_panes(1, 0)
    return content.getvalue()


def read_table(file: BinaryIO) -> BatchTable:
    """Return the rows of the first sheet that name a code or a name.

    Raises:
        NoCodeColumn: it can not be read, or has no such column.
        TooManyRows, NoRows: of its rows.
    """
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        most = FIRST_LINES + MOST_ROWS + 1
        lines = list(book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, max_row=most, values_only=True))
    except BROKEN_WORKBOOK as problem:
        raise NoCodeColumn from problem
    head, places = _heads(lines)
    rows = tuple(row for line, cells in enumerate(lines[head:], head + 1) if (row := _row(line, cells, places)))
    if len(rows) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    if not rows:
        raise NoRows
    return BatchTable(head, rows)


def with_results(file: BinaryIO, table: BatchTable, told: Mapping[int, Sequence[str]]) -> bytes:
    """Return the same workbook with the results (by line) in columns after the last one."""
    book = openpyxl.load_workbook(file)
    sheet: Any = book.worksheets[0]
    first = sheet.max_column + 1
    for place, (head, width) in enumerate(zip(RESULTS, RESULT_WIDTHS, strict=True), first):
        sheet.cell(table.head, place, head).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = width
    for line, words in told.items():
        for place, text in enumerate(words, first):
            cell = sheet.cell(line, place)
            cell.value, cell.data_type = _plain(text), "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(text: str) -> str:
    """Return a text that no program runs as a formula."""
    short = text[:LONGEST_CELL]
    return f"'{short}" if short.startswith(FORMULA_SIGNS) else short


def _heads(lines: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]]:
    for number, cells in enumerate(lines[:FIRST_LINES], 1):
        texts = [_text(cell) for cell in cells]
        places = {what: _place(texts, words) for what, words in (("code", CODES), ("name", NAMES), ("ref", REFERENCES))}
        if places["code"] is not None or places["name"] is not None:
            return number, {what: place for what, place in places.items() if place is not None}
    raise NoCodeColumn


def _place(texts: Sequence[str], words: Sequence[str]) -> int | None:
    return next((texts.index(word) for word in words if word in texts), None)


def _row(line: int, cells: Sequence[object], places: Mapping[str, int]) -> BatchRow | None:
    said = {what: _text(cells[place]) if place < len(cells) else "" for what, place in places.items()}
    code, name = said.get("code", ""), said.get("name", "")
    return BatchRow(line, code, name, said.get("ref", "")) if code or name else None


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()
