"""Delimited text: the delimiter by count, every cell as text; read in parts, of which only one is in memory."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import polars as pl

from chengxin.intake.adapters.sheet import Unreadable
from chengxin.intake.adapters.texts import Writing, pieces_of, whole_lines, writing_of
from chengxin.intake.rules.sheet import Sheet

LINES_AT_ONCE = 20_000
ROWS_AT_ONCE = 50_000
ODD_SIGNS = (b'"', b"\r", b"\x0b", b"\x0c", b"\x1c", b"\x1d", b"\x1e")
ODD_LETTERS = "[\x85\u2028\u2029\ufeff]"
"""What ends a line for Python and not for Polars, and what Polars would leave out."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINES = pl.Schema({"line": pl.UInt32(), "text": pl.String()})


def read_delimited(path: Path) -> Sheet:
    """Return the table of a comma-, tab-, semicolon- or bar-separated file.

    UTF-16 goes by its mark; then UTF-8, strict; then GB18030 (which holds every character GBK and GB2312 have).

    Raises:
        Unreadable: NUL bytes, an unknown encoding, quotes that never close, a line without end.
    """
    writing = writing_of(path)
    cells = pl.concat([_split(_LINES.to_frame(), writing.delimiter), *parts_of(path, writing)], how="diagonal")
    return sheet_of(cells, writing)


def sheet_of(cells: pl.DataFrame, writing: Writing) -> Sheet:
    """Return cells of a file as a table."""
    return Sheet(cells=cells, numeric=frozenset(), errors=frozenset(), encoding=writing.encoding)


def parts_of(path: Path, writing: Writing, rows: int = ROWS_AT_ONCE) -> Iterator[pl.DataFrame]:
    """Yield the rows of a file, so many at a time: ``line`` and the cells, as wide as the widest row of the part.

    Raises:
        Unreadable: quotes that never close.
    """
    pieces = whole_lines(pieces_of(path, writing.encoding))
    frames = _quoted(pieces, writing.delimiter) if writing.quoted else _plain(pieces, writing.delimiter)
    return _cut(frames, rows)


def _cut(frames: Iterable[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    """Yield the rows of frames in frames of so many rows; only the last has fewer."""
    waiting: list[pl.DataFrame] = []
    for frame in frames:
        waiting.append(frame)
        while sum(one.height for one in waiting) >= rows:
            together = pl.concat(waiting, how="diagonal")
            yield together.head(rows)
            waiting = [together.slice(rows)]
    if sum(one.height for one in waiting):
        yield pl.concat(waiting, how="diagonal")


def _plain(pieces: Iterable[bytes], delimiter: str) -> Iterator[pl.DataFrame]:
    """Yield the cells of pieces of a file that has no quotes; its lines are those of ``str.splitlines``."""
    begins = 1
    for piece in pieces:
        frame, lines = _without_quotes(piece, begins, delimiter, str.splitlines)
        begins += lines
        yield frame


def _without_quotes(
    piece: bytes, begins: int, delimiter: str, lines_of: Callable[[str], list[str]]
) -> tuple[pl.DataFrame, int]:
    """Return the cells of whole lines, and how many lines there are."""
    quick = _quickly_split(piece, delimiter)
    if quick is not None:
        return _without_blank(quick.with_row_index("line", begins)), quick.height
    lines = pl.DataFrame({"text": lines_of(piece.decode())}, schema={"text": pl.String})
    return _split(lines.with_row_index("line", begins), delimiter), lines.height


def _quickly_split(piece: bytes, delimiter: str) -> pl.DataFrame | None:
    """Return the cells as Polars reads them, in a tenth of the time; None where it would read other cells than we do.

    It takes only line feeds for the ends of lines, passes over empty ones, and wants no row longer than the first.
    """
    text = piece.replace(b"\r\n", b"\n") if b"\r" in piece else piece
    if any(sign in text for sign in ODD_SIGNS):
        return None
    if pl.Series([text], dtype=pl.Binary).cast(pl.String).str.contains(ODD_LETTERS)[0]:
        return None
    lines = text.count(b"\n") + (not text.endswith(b"\n"))
    try:
        frame = pl.read_csv(text, has_header=False, separator=delimiter, quote_char=None, infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    frame.columns = [str(place) for place in range(frame.width)]
    return frame if frame.height == lines else None


def _split(lines: pl.DataFrame, delimiter: str) -> pl.DataFrame:
    """Split numbered lines that have no quotes; the width is that of the longest, so nothing is cut off."""
    width = _most(lines["text"].str.count_matches(delimiter, literal=True)) + 1
    names = [str(place) for place in range(width)]
    split = pl.col("text").str.split_exact(delimiter, width - 1).struct.rename_fields(names).alias("parts")
    # Polars splits a column on one core, and slices of it on all.
    slices = [
        lines.lazy().slice(begin, LINES_AT_ONCE).select(pl.col("line").cast(pl.UInt32), split).unnest("parts")
        for begin in range(0, max(lines.height, 1), LINES_AT_ONCE)
    ]
    return _without_blank(pl.concat(pl.collect_all(slices)))


def _most(counts: pl.Series) -> int:
    return int(counts.max() or 0)  # type: ignore[arg-type]  # a column of whole numbers


class _Lines(Iterator[str]):
    """The lines of pieces one after the other, of which what is left of the present piece can be asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.present: Iterator[str] = iter(())

    def begin(self, piece: bytes) -> None:
        """Go on with a piece."""
        self.present = (found.group() for found in _LINE.finditer(piece.decode()))

    def __next__(self) -> str:
        line = next(self.present, None)
        while line is None:
            self.begin(next(self.pieces))
            line = next(self.present, None)
        return line

    def of_this_piece(self) -> Iterator[str]:
        """Yield the lines up to the end of the piece that has come so far when nothing else is taken."""
        while (line := next(self.present, None)) is not None:
            yield line


def _quoted(pieces: Iterator[bytes], delimiter: str) -> Iterator[pl.DataFrame]:
    """Parse the rows that hold a quote and split the others; a row is numbered by the line on which it begins.

    Most rows of most files hold none, and splitting is many times as fast. A line is looked at only where a row begins,
    so one inside a cell is never taken for a row; a row that runs on into the next piece takes its lines with it.
    """
    source, begins = _Lines(pieces), 1
    for piece in pieces:
        if b'"' in piece:
            source.begin(piece)
            frame, lines = _with_quotes(source, begins, delimiter)
        else:
            frame, lines = _without_quotes(piece, begins, delimiter, _plain_lines)
        begins += lines
        yield frame


def _plain_lines(text: str) -> list[str]:
    return [found.group().rstrip("\r\n") for found in _LINE.finditer(text)]


def _with_quotes(source: _Lines, first: int, delimiter: str) -> tuple[pl.DataFrame, int]:
    waiting: list[tuple[int, str]] = []
    rows: list[list[str]] = []
    starts: list[int] = []
    begins = first
    for line in source.of_this_piece():
        if '"' not in line:
            waiting.append((begins, line.rstrip("\r\n")))
            begins += 1
            continue
        reader = csv.reader(chain([line], source), delimiter=delimiter, strict=True)
        try:
            rows.append(next(reader))
        except csv.Error as error:
            near = begins - 1 + reader.line_num
            raise Unreadable(f"第{near}行附近的引号没有成对，请在表格软件里重新导出") from error
        starts.append(begins)
        begins += reader.line_num
    plain = _split(pl.DataFrame(waiting, schema=_LINES, orient="row"), delimiter)
    return pl.concat([plain, frame_of(rows, starts)], how="diagonal").sort("line"), begins - first


def frame_of(rows: list[list[str]], lines: list[int]) -> pl.DataFrame:
    """Return rows of unequal length as a frame as wide as the longest."""
    width = max((len(row) for row in rows), default=0)
    columns = [[row[place] if place < len(row) else None for row in rows] for place in range(width)]
    return frame_of_columns(columns, lines)


def frame_of_columns(columns: Sequence[Sequence[str | None]], lines: list[int]) -> pl.DataFrame:
    """Return columns of equal length as a frame."""
    named = {str(place): column for place, column in enumerate(columns)}
    schema = {"line": pl.UInt32, **dict.fromkeys(named, pl.String)}
    return _without_blank(pl.DataFrame({"line": lines, **named}, schema=schema))


def _without_blank(frame: pl.DataFrame) -> pl.DataFrame:
    cells = [
        pl.when(pl.col(c).str.strip_chars() == "").then(None).otherwise(pl.col(c)).alias(c) for c in frame.columns[1:]
    ]
    filled = frame.with_columns(cells)
    if not cells:
        return filled
    return filled.filter(~pl.all_horizontal(pl.col(c).is_null() for c in frame.columns[1:]))
