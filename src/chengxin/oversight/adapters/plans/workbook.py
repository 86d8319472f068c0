"""Workbooks: every sheet as a table, merged cells filled, days without time.

The reader of ``intake`` lays out one sheet and knows nothing of merged cells. Here sheets are read one row after the
other up to a limit, so that a cell far out takes no memory for those between, as ``catalog`` reads its definitions.
"""

import warnings
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.parsers import expat  # parts that declare types or entities are refused before

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import range_boundaries

from chengxin.foundation.spreadsheets import BROKEN_WORKBOOK
from chengxin.oversight.adapters.plans.limits import MOST_COLUMNS, MOST_ROWS, checked_cell, checked_rows
from chengxin.oversight.adapters.plans.refusals import unreadable
from chengxin.oversight.rules.reading.doubts import DoubtCode
from chengxin.oversight.rules.reading.headings import Grid, Line

MOST_MERGED = 2 * MOST_ROWS * MOST_COLUMNS
"""Cells that all merged ranges of a sheet may cover together."""
WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
OPENS_NOT = "工作簿打不开，可能已损坏。请用表格软件打开后另存为xlsx"
DECLARES = "工作簿里有不该有的声明（DOCTYPE），已停止读取。请用表格软件打开后另存为xlsx"
COVERS = "工作表里合并单元格的范围大得不正常。请把表格复制到新的工作簿，另存为xlsx"
Cells = list[list[str]]


def grids_of_workbook(content: bytes) -> list[Grid]:
    """Return the sheets of a workbook as tables, those that are shown first.

    Raises:
        PlanUnreadable: it can not be opened, declares entities, or is larger than any plan.
    """
    try:
        _refuse_declarations(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts that are not needed here
            return _grids(content)
    except BROKEN_WORKBOOK as error:
        raise unreadable(DoubtCode.DAMAGED, OPENS_NOT) from error


def _refuse_declarations(content: bytes) -> None:
    """Do nothing if no part declares a document type: what declares entities can be made to unfold without end."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            text = name.lower().endswith((".xml", ".rels", ".vml")) or part.lstrip().startswith(b"<")
            if text and (b"<!DOCTYPE" in part or b"<!ENTITY" in part or part.startswith(WIDE)):
                raise unreadable(DoubtCode.UNSAFE, DECLARES)


def _grids(content: bytes) -> list[Grid]:
    reader = ExcelReader(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read()
    parts = {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}
    sheets = sorted(reader.wb.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
    with reader.archive:
        return [_grid(sheet, reader.archive, parts[sheet.title]) for sheet in sheets]


def _grid(sheet: Any, archive: zipfile.ZipFile, part: str) -> Grid:
    rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
    cells = [[_text(cell) for cell in row] for row in rows]
    checked_rows(len(cells))
    with archive.open(part) as stream:
        _fill(cells, _merged(stream))
    places = [f"“{sheet.title}”第{line}行" for line in range(1, len(cells) + 1)]
    lines = [
        Line(place, tuple(checked_cell(cell, place) for cell in row))
        for place, row in zip(places, cells, strict=True)
        if any(row)
    ]
    return Grid(sheet.title, tuple(lines))


def _merged(stream: Any) -> list[tuple[int, int, int, int]]:
    """Return the merged ranges: first column, first row, last column, last row, from 1, cut to what is read."""
    found: list[tuple[int, int, int, int]] = []

    def begin(name: str, values: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "mergeCell":
            first, top, last, bottom = range_boundaries(values.get("ref", ""))
            found.append((first, top, min(last, MOST_COLUMNS), min(bottom, MOST_ROWS)))

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.ParseFile(stream)
    return found


def _fill(cells: Cells, merged: list[tuple[int, int, int, int]]) -> None:
    """Write the value of each merged range into all of its cells."""
    covered = sum(max(last - first + 1, 0) * max(bottom - top + 1, 0) for first, top, last, bottom in merged)
    if covered > MOST_MERGED:
        raise unreadable(DoubtCode.UNSAFE, COVERS)
    for first, top, last, bottom in merged:
        if top > len(cells) or first > len(cells[top - 1]):
            continue
        value = cells[top - 1][first - 1]
        for row in cells[top - 1 : bottom]:
            width = min(last, len(row))
            row[first - 1 : width] = [value] * (width - first + 1)


def _text(cell: object) -> str:
    """Return a cell as a person sees it: a day without its time, a whole number without a point."""
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)
