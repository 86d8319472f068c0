"""Refuses a file that would lie out larger than was promised, before it is laid out."""

import zipfile
from pathlib import Path

from chengxin.intake.adapters.sheet import Unreadable
from chengxin.intake.adapters.texts import DELIMITERS, decoded
from chengxin.intake.adapters.workbook import reach_of

TOO_MANY = "最多核对{rows}行、{columns}列，这个文件超过了。请分成几份，或删去空白的行和列"


def refuse_beyond(path: Path, *, rows: int, columns: int) -> None:
    """Do nothing if a workbook or a text has no more rows and columns than these, by a look at its bytes.

    Raises:
        Unreadable: it has more, or is no text in an encoding we know.
    """
    if zipfile.is_zipfile(path):
        wide, long = reach_of(path)
    else:
        text, _ = decoded(path.read_bytes())
        lines = text.splitlines()
        long = len(lines)
        wide = 1 + max((line.count(sign) for line in lines for sign in DELIMITERS), default=0)
    if long > rows or wide > columns:
        raise Unreadable(TOO_MANY.format(rows=f"{rows:,}", columns=columns))
