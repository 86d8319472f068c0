"""JSON rows: a list of objects whose members are columns."""

import json
from pathlib import Path
from typing import Any

from chengxin.intake.adapters.delimited import frame_of
from chengxin.intake.adapters.sheet import MOST_CELLS, Unreadable
from chengxin.intake.adapters.texts import decoded
from chengxin.intake.rules.sheet import Sheet


def read_json_rows(path: Path) -> Sheet:
    """Return the table of a JSON file: a list of objects, or an object whose ``rows`` is one.

    Raises:
        Unreadable: it is no JSON, or not of this form.
    """
    text, encoding = decoded(path.read_bytes())
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("不是有效的JSON，请检查括号和引号") from error
    return sheet_of_rows(data.get("rows") if isinstance(data, dict) else data, encoding)


def sheet_of_rows(rows: object, encoding: str = "utf-8") -> Sheet:
    """Return a list of objects as a table whose first line are the member names in order of appearance.

    Raises:
        Unreadable: it is no list of objects.
    """
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise Unreadable("JSON应是由对象组成的列表，每个对象是一行，成员名是字段代码")
    names = list(dict.fromkeys(str(name) for row in rows for name in row))
    if len(names) * len(rows) > MOST_CELLS:
        raise Unreadable("JSON各行的成员名不一致，列多得不正常。请让每个对象用同样的成员名")
    table = [names, *[[_text(row.get(name)) for name in names] for row in rows]]
    numeric = {
        (line, place)
        for line, row in enumerate(rows, start=2)
        for place, name in enumerate(names)
        if isinstance(row.get(name), int | float) and not isinstance(row.get(name), bool)
    }
    lines = list(range(1, len(table) + 1))
    return Sheet(cells=frame_of(table, lines), numeric=frozenset(numeric), errors=frozenset(), encoding=encoding)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ";".join(_text(part) for part in value)
    return json.dumps(value, ensure_ascii=False)
