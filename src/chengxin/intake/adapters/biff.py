"""Error cells of old workbooks (BIFF8): the reader we use leaves them blank, so they are looked up in the records."""

import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

FORMULA, BOOLEAN_OR_ERROR, BEGIN, END = 0x0006, 0x0205, 0x0809, 0x000A
WORKSHEET = 0x0010
ERROR_RESULT = 0x02
HEAD = struct.Struct("<HH")
PLACE = struct.Struct("<HH")


def error_cells_of_biff(path: Path, sheet: int) -> frozenset[tuple[int, int]]:
    """Return the (line, place) of the error cells of a worksheet, counted among the worksheets from 0."""
    if not olefile.isOleFile(path):
        return frozenset()
    with olefile.OleFileIO(path) as book:
        name = next((name for name in ("Workbook", "Book") if book.exists(name)), None)
        data = book.openstream(name).read() if name else b""
    found = set()
    seen = -1
    for kind, body in _records(data):
        if kind == BEGIN and len(body) >= PLACE.size and PLACE.unpack_from(body)[1] == WORKSHEET:
            seen += 1
        elif seen == sheet and _is_error(kind, body):
            row, column = PLACE.unpack_from(body)
            found.add((row + 1, column))
    return frozenset(found)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + HEAD.size <= len(data):
        kind, length = HEAD.unpack_from(data, at)
        yield kind, data[at + HEAD.size : at + HEAD.size + length]
        at += HEAD.size + length


def _is_error(kind: int, body: bytes) -> bool:
    if kind == BOOLEAN_OR_ERROR:
        return len(body) > 7 and body[7] == 1  # noqa: PLR2004  the record's flag: 1 error, 0 Boolean
    if kind == FORMULA:
        return len(body) > 13 and body[6] == ERROR_RESULT and body[12:14] == b"\xff\xff"  # noqa: PLR2004  the record's layout
    return False
