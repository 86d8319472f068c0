"""How far the cells of a sheet reach, by a look at its XML, before anything is laid out.

The regular expressions are run by Polars: a sheet has some ten million cells, and Python would make an object of each.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

PIECE = 8 * 1024 * 1024
OVERLAP = 64
_CELL = r"""\sr\s*=\s*["'][A-Za-z]{0,9}\d{1,20}"""
_FAR = r"""["'](?:[A-Za-z]{0,9}\d{7}|[Aa][M-Zm-z]\d|[B-Zb-z][A-Za-z]\d|[A-Za-z]{3,9}\d)"""
"""A cell beyond the 38th column, or in a row of seven digits: without one no sheet is absurd."""
_ERROR = r"""["']e["']"""
_EITHER = f"{_FAR}|{_ERROR}"
"""Most sheets have neither, and are looked through once; a few look so for another reason, and are looked at closer."""


@dataclass(frozen=True)
class Look:
    """What a look at a sheet showed: whether a cell may lie far away, and whether one may be a formula error."""

    is_far: bool = False
    has_errors: bool = False


def look_through(archive: zipfile.ZipFile, name: str) -> Look:
    """Look through a sheet once."""
    found = Look()
    for piece in _pieces(archive, name):
        text = _text(piece)
        if text.str.contains(_EITHER)[0]:
            is_far, has_errors = (bool(text.str.contains(one)[0]) for one in (_FAR, _ERROR))
            found = Look(found.is_far or is_far, found.has_errors or has_errors)
    return found


def reach(archive: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """Return the number of columns and of rows that a sheet's cells reach."""
    columns, last = 0, 0
    for piece in _pieces(archive, name):
        cells = _text(piece).str.extract_all(_CELL).explode().drop_nulls().str.extract(r"([A-Za-z]*\d+)$")
        letters = cells.str.strip_chars_end("0123456789").unique().to_list()
        columns = max(columns, *(column_of(one) for one in letters), -1)
        numbers = cells.str.extract(r"(\d+)$").cast(pl.UInt64, strict=False)
        # More than sixty-four bits hold is farther than anything.
        last = max(last, int(numbers.fill_null(2**63).max() or 0)) if len(cells) else last  # type: ignore[arg-type]  # a column of numbers
    return columns + 1, last


def column_of(letters: str) -> int:
    """Return the place of a column by its letters: A is 0, none is -1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield the XML in pieces that overlap by more than a cell's place is long."""
    rest = b""
    with archive.open(name) as stream:
        while piece := stream.read(PIECE):
            yield rest + piece
            rest = (rest + piece)[-OVERLAP:]


def _text(piece: bytes) -> pl.Series:
    """Return the piece as a text. What matters is ASCII, so other characters may come out as they like."""
    try:
        return pl.Series([piece], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        return pl.Series([piece.decode("utf-8", errors="replace")])
