"""Reads what units send: workbooks, delimited text, JSON rows, the old XML. No decision about content is made here."""

from pathlib import Path

from chengxin.intake.adapters.delimited import read_delimited
from chengxin.intake.adapters.json_rows import read_json_rows
from chengxin.intake.adapters.sheet import Unreadable
from chengxin.intake.adapters.workbook import read_workbook
from chengxin.intake.adapters.xml_rows import read_xml_rows
from chengxin.intake.rules.sheet import Sheet

WORKBOOKS = frozenset({".xlsx", ".xls", ".et", ".xlsm"})
TEXTS = frozenset({".csv", ".txt", ".tsv"})

__all__ = ["Sheet", "Unreadable", "read_file"]


def read_file(path: Path, name: str = "") -> Sheet:
    """Return the first filled table of a file; ``name`` is what the sender called it.

    Raises:
        Unreadable: with a Chinese sentence that says what to do.
    """
    ending = Path(name or path.name).suffix.lower()
    if path.stat().st_size == 0:
        raise Unreadable("文件是空的，请确认保存后再上传")
    if ending in WORKBOOKS:
        return read_workbook(path)
    if ending in TEXTS:
        return read_delimited(path)
    if ending == ".xml":
        return read_xml_rows(path)
    if ending == ".json":
        return read_json_rows(path)
    raise Unreadable(f"不支持{ending or '没有扩展名的'}文件，请用 xlsx、xls、et 或 csv")
