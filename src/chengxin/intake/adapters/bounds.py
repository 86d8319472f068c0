"""Refuses a file that would lie out larger than was promised, before it is laid out where that can be told."""

import zipfile
from pathlib import Path

from chengxin.intake.adapters import TEXTS
from chengxin.intake.adapters.sheet import Unreadable
from chengxin.intake.adapters.texts import DELIMITERS, decoded
from chengxin.intake.adapters.workbook import reach_of
from chengxin.intake.rules.sheet import Sheet

TOO_MANY = "最多核对{rows}行、{columns}列，这个文件超过了。请分成几份，或删去空白的行和列"


def refuse_beyond(path: Path, *, rows: int, columns: int) -> None:
    """Do nothing if a workbook or a text has no more rows and columns than these, by a look at its bytes.

    Of old workbooks, JSON and XML nothing is known before they are read: ``refuse_sheet_beyond`` looks at them then.

    Raises:
        Unreadable: it has more, or is no text in an encoding we know.
    """
    if path.suffix.lower() in TEXTS:
        text, _ = decoded(path.read_bytes())
        lines = text.splitlines()
        wide = 1 + max((line.count(sign) for line in lines for sign in DELIMITERS), default=0)
        _refuse(len(lines) > rows or wide > columns, rows, columns)
    elif zipfile.is_zipfile(path):
        wide, long = reach_of(path)
        _refuse(long > rows or wide > columns, rows, columns)


def refuse_sheet_beyond(sheet: Sheet, *, rows: int, columns: int) -> None:
    """Do nothing if a table that was read has no more rows and columns than these.

    Raises:
        Unreadable: it has more.
    """
    _refuse(sheet.cells.height > rows or sheet.cells.width - 1 > columns, rows, columns)


def _refuse(beyond: bool, rows: int, columns: int) -> None:  # noqa: FBT001  what was found, not a switch
    if beyond:
        raise Unreadable(TOO_MANY.format(rows=f"{rows:,}", columns=columns))
