"""Workbooks: cells with their types, and the error cells that the reader would pass over in silence."""

import datetime as dt
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import python_calamine as calamine

from chengxin.intake.adapters.biff import error_cells_of_biff
from chengxin.intake.adapters.delimited import frame_of_columns
from chengxin.intake.adapters.extent import column_of, look_through, reach
from chengxin.intake.adapters.ooxml import NotXlsx, sheet_parts
from chengxin.intake.adapters.sheet import MOST_CELLS, Unreadable
from chengxin.intake.rules.ours import is_summary
from chengxin.intake.rules.sheet import Sheet

TOO_FAR = "工作表的范围大得不正常，请删去空白的行和列，另存后再上传"
OLD_ENDINGS, OLE_MAGIC = frozenset({".xls", ".et"}), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_BYTES = 4 * 1024**3
MOST_RATIO = 200
SMALL = 10 * 1024 * 1024
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*\st\s*=\s*["']e["'])[^>]*\sr\s*=\s*["']([A-Za-z]{1,9})(\d{1,10})["']"""
)
_MADE_FOR = re.compile(rb"<dc:description(?:\s[^>]*)?>\s*([a-z0-9-]{1,60} [0-9a-f]{8})\s*</dc:description>")
PROPERTIES = "docProps/core.xml"
NUMBERS = frozenset({int, float})
Cell = str | float | bool | dt.date | dt.time | dt.timedelta


def read_workbook(path: Path) -> Sheet:
    """Return the first sheet that has two filled cells or more.

    Raises:
        Unreadable: it is no workbook, is protected by a password, or unfolds to an absurd size.
    """
    try:
        may_have_errors: tuple[bool, ...] = ()
        if _is_zip(path):
            _refuse_bomb(path)
            may_have_errors = _refuse_far_cells(path)
        book = calamine.CalamineWorkbook.from_path(path)
        for place, name in enumerate(book.sheet_names):
            sheet = book.get_sheet_by_index(place)
            _refuse_absurd(sheet)
            rows = sheet.to_python(skip_empty_area=False)
            if is_summary(rows):
                continue
            known = place < len(may_have_errors)
            errors = frozenset() if known and not may_have_errors[place] else _error_cells(path, place)
            if _is_filled(rows) or len(errors) > 1:
                return replace(_sheet(rows, name, errors), made_for=_made_for(path))
    except calamine.PasswordError as error:
        raise Unreadable("工作簿设了密码，请去掉密码再上传") from error
    except NotXlsx as error:
        raise Unreadable("这不是xlsx工作簿（可能是xlsb或ods改了扩展名），请用表格软件另存为xlsx再上传") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable("工作簿打不开，可能已损坏。请用表格软件打开后另存为xlsx再上传") from error
    raise Unreadable("工作簿里没有数据，请确认数据在第一张有内容的工作表里")


def _is_zip(path: Path) -> bool:
    """Say whether a workbook is an archive; an old one may carry an archive inside and is none."""
    with path.open("rb") as file:
        old = path.suffix.lower() in OLD_ENDINGS and file.read(len(OLE_MAGIC)) == OLE_MAGIC
    return zipfile.is_zipfile(path) and not old


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            packed = sum(entry.compress_size for entry in archive.infolist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise Unreadable("工作簿打不开，可能没有上传完整，请重新上传") from error
    if unpacked > MOST_BYTES or (unpacked > SMALL and unpacked > MOST_RATIO * max(packed, 1)):
        raise Unreadable("工作簿展开后大得不正常，已拒绝。请只保留数据，另存为新文件再上传")


def _refuse_far_cells(path: Path) -> tuple[bool, ...]:
    """Refuse a sheet whose cells lie absurdly far apart before the reader lays them all out.

    Two cells at opposite corners make it ask for hundreds of gigabytes, and the process ends without an exception.
    Say of each sheet whether it may have formula errors.
    """
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in sheet_parts(archive):
            look = look_through(archive, name)
            if look.is_far:
                columns, last = reach(archive, name)
                if last * columns > MOST_CELLS:
                    raise Unreadable(TOO_FAR)
            found.append(look.has_errors)
    return tuple(found)


def reach_of(path: Path) -> tuple[int, int]:
    """Return the most columns and rows that the cells of any sheet of a workbook reach."""
    with zipfile.ZipFile(path) as archive:
        found = [reach(archive, name) for name in sheet_parts(archive)]
    return max((columns for columns, _ in found), default=0), max((rows for _, rows in found), default=0)


def _refuse_absurd(sheet: calamine.CalamineSheet) -> None:
    if sheet.height * sheet.width > MOST_CELLS:
        raise Unreadable(TOO_FAR)


def _is_filled(rows: list[list[Cell]]) -> bool:
    """Say whether more than one cell holds something."""
    filled = (cell for row in rows for cell in row if cell not in ("", None))
    return sum(1 for _ in islice(filled, 2)) > 1


def _sheet(rows: list[list[Cell]], name: str, errors: frozenset[tuple[int, int]]) -> Sheet:
    """Return the table, column by column: one of texts alone, as most are, is taken as it is."""
    columns: list[Sequence[str]] = []
    numeric: set[tuple[int, int]] = set()
    for place, column in enumerate(zip(*rows, strict=True)):
        kinds = set(map(type, column))
        columns.append(column if kinds == {str} else [_text(cell) for cell in column])
        if kinds & NUMBERS:
            numeric.update((line, place) for line, cell in enumerate(column, start=1) if type(cell) in NUMBERS)
    for place in {place for _, place in errors if place < len(columns)}:
        texts = list(columns[place])
        for line in (line for line, other in errors if other == place and line <= len(texts)):
            texts[line - 1] = "#公式错误"
        columns[place] = texts
    lines = list(range(1, len(rows) + 1))
    return Sheet(cells=frame_of_columns(columns, lines), numeric=frozenset(numeric), errors=errors, name=name)


def _text(cell: Cell) -> str:
    """Return a cell as a person sees it; numbers without an exponent and without a tail of zeros."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.6f}".rstrip("0").rstrip(".")
    if isinstance(cell, dt.datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == dt.time() else cell.strftime("%Y-%m-%d %H:%M:%S")
    return str(cell)


def _error_cells(path: Path, place: int) -> frozenset[tuple[int, int]]:
    """Return where formula errors stand, read from the file itself."""
    if not _is_zip(path):
        return error_cells_of_biff(path, place)
    with zipfile.ZipFile(path) as archive:
        names = sheet_parts(archive)
        if place >= len(names):
            return frozenset()
        found = _ERROR_CELL.findall(archive.read(names[place]))
    return frozenset((int(row), column_of(letters.decode())) for letters, row in found)


def _made_for(path: Path) -> str:
    """Return what a template of ours says of itself among the properties of its workbook; nothing of any other."""
    if not zipfile.is_zipfile(path):
        return ""
    with zipfile.ZipFile(path) as archive:
        if PROPERTIES not in archive.namelist() or archive.getinfo(PROPERTIES).file_size > SMALL:
            return ""
        found = _MADE_FOR.search(archive.read(PROPERTIES))
    return found[1].decode() if found else ""
