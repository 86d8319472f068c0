"""The old XML of 双公示: ``<ROWDATA><ROW><COL name="XK_WSH">…``, or an element for each column.

Declared types and entities are refused before anything is expanded; depth, columns, rows and cells are bounded.
"""

import re
from pathlib import Path
from xml.parsers import expat  # types and entities are refused below, so that nothing can be expanded

from chengxin.intake.adapters.delimited import frame_of
from chengxin.intake.adapters.sheet import Unreadable
from chengxin.intake.adapters.texts import decoded
from chengxin.intake.rules.sheet import Sheet

ROW, COLUMN = "ROW", "COL"
NAMES = ("NAME", "CODE", "ID", "KEY", "FIELD")
"""Attributes by which a ``COL`` is known."""
DEEPEST, MOST_COLUMNS, MOST_ROWS, LONGEST_CELL = 12, 300, 2_000_000, 1_000_000
OLD_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "cp936", "ms936"})
_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>""")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_xml_rows(path: Path) -> Sheet:
    """Return the rows of an XML file as a table whose first line are the column names in order of appearance.

    Raises:
        Unreadable: it is no XML, declares types or entities, has no ``ROW``, or is absurdly deep, wide or long.
    """
    text, encoding = _text(path.read_bytes())
    rows = _Rows()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_types
    parser.StartElementHandler, parser.EndElementHandler = rows.begin, rows.end
    parser.CharacterDataHandler = rows.text
    try:
        parser.Parse(_DECLARED.sub("", text, count=1).encode(), True)  # noqa: FBT003  expat's own signature
    except expat.ExpatError as error:
        words = f"XML在第{error.lineno}行附近不完整或写法有误，请重新导出"
        raise Unreadable(words) from error
    if not rows.cells:
        raise Unreadable("XML里没有记录：应是ROWDATA里有若干个ROW，每个ROW是一条")
    return rows.sheet(encoding)


def _text(data: bytes) -> tuple[str, str]:
    """Return the text by the encoding that the file declares, else by rule."""
    declared = _DECLARATION.match(data.removeprefix(b"\xef\xbb\xbf"))
    name = declared[1].decode().lower() if declared else ""
    if name not in OLD_CHINESE:
        return decoded(data)
    try:
        return data.decode("gb18030"), name
    except UnicodeDecodeError:
        return decoded(data)


def _refuse_types(*_about: object) -> None:
    raise Unreadable("XML里有DOCTYPE或实体声明，已拒绝。请去掉这些声明再上传")


class _Rows:
    """Gathers the rows while the parser goes through the file."""

    def __init__(self) -> None:
        """Begin outside any row."""
        self.names: dict[str, int] = {}
        self.cells: list[dict[str, str]] = []
        self.depth, self.row_depth = 0, 0
        self.name: str | None = None
        self.parts: list[str] = []
        self.length = 0

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable("XML的层次太深，不是双公示的格式")
        local = tag.rpartition(":")[2].upper()
        if not self.row_depth:
            if local == ROW:
                self.row_depth = self.depth
                self._begin_row()
        elif self.depth == self.row_depth + 1:
            self.name, self.parts, self.length = self._named(local, attributes), [], 0

    def _begin_row(self) -> None:
        if len(self.cells) >= MOST_ROWS:
            raise Unreadable(f"XML里超过{MOST_ROWS:,}条，请分成几个文件")
        self.cells.append({})

    def _named(self, local: str, attributes: dict[str, str]) -> str:
        """Return the column's name: an attribute's of a ``COL``, its place where it has none, or the element's own."""
        if local != COLUMN:
            return local
        upper = {key.upper(): value for key, value in attributes.items()}
        named = next((upper[key].strip() for key in NAMES if upper.get(key, "").strip()), "")
        return named or f"COL{len(self.cells[-1]) + 1}"

    def text(self, text: str) -> None:
        """Take a piece of a cell."""
        if self.name is None:
            return
        self.length += len(text)
        if self.length > LONGEST_CELL:
            raise Unreadable(f"XML第{len(self.cells)}条里有一个值长得不正常，请核对")
        self.parts.append(text)

    def end(self, _tag: str) -> None:
        """Leave an element."""
        if self.name is not None and self.depth == self.row_depth + 1:
            self._end_cell(self.name)
        if self.depth == self.row_depth:
            self.row_depth = 0
        self.depth -= 1

    def _end_cell(self, name: str) -> None:
        row, value = self.cells[-1], "".join(self.parts).strip()
        if name in row:
            row[name] = ";".join(part for part in (row[name], value) if part)
        else:
            row[name] = value
        self.names.setdefault(name, len(self.names))
        if len(self.names) > MOST_COLUMNS:
            raise Unreadable(f"XML里超过{MOST_COLUMNS}种列，不是双公示的格式")
        self.name = None

    def sheet(self, encoding: str) -> Sheet:
        """Return the rows as a table; where no column has a name the first row is the header or none is."""
        names = list(self.names)
        table = [[row.get(name, "") for name in names] for row in self.cells]
        if not all(name == f"COL{place}" for place, name in enumerate(names, 1)):
            table.insert(0, names)
        cells = frame_of(table, list(range(1, len(table) + 1)))
        return Sheet(cells, frozenset(), frozenset(), encoding=encoding, name="ROWDATA")
