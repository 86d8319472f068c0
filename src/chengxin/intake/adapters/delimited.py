"""Delimited text: the encoding by rule, the delimiter by count, every cell as text.

A file is looked through once to know how it is written, then read in parts; only a part of it is in memory at a time.
"""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import polars as pl

from chengxin.intake.adapters.sheet import Unreadable
from chengxin.intake.rules.sheet import Sheet

DELIMITERS = ",\t;|"
SAMPLE_LINES = 20
SAMPLE_CHARACTERS = 1_000_000
BYTES_AT_ONCE = 4_000_000
LONGEST_LINE = 50_000_000
"""Characters; a file whose lines do not end would be read into memory whole."""
LINES_AT_ONCE = 20_000
ROWS_AT_ONCE = 50_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINES = pl.Schema({"line": pl.UInt32(), "text": pl.String()})
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
NUL_BYTES = "文件里有空字节（NUL），不是正常的文本文件，请重新导出"
UNKNOWN_ENCODING = "文件的编码既不是UTF-8也不是GB18030，请另存为UTF-8再上传"
NO_LINE_END = "文件里有一行长得不正常，可能不是表格，请用表格软件重新导出"


@dataclass(frozen=True)
class Writing:
    """How a text file is written: its encoding, the sign between cells, and whether any cell is quoted."""

    encoding: str
    delimiter: str
    quoted: bool


def read_delimited(path: Path) -> Sheet:
    """Return the table of a comma-, tab-, semicolon- or bar-separated file.

    UTF-16 goes by its mark; then UTF-8, strict; then GB18030 (which holds every character GBK and GB2312 have).

    Raises:
        Unreadable: NUL bytes, an unknown encoding, quotes that never close, a line without end.
    """
    writing = writing_of(path)
    cells = pl.concat([_split(_LINES.to_frame(), writing.delimiter), *parts_of(path, writing)], how="diagonal")
    return sheet_of(cells, path, writing)


def sheet_of(cells: pl.DataFrame, path: Path, writing: Writing) -> Sheet:
    """Return cells of a file as a table."""
    return Sheet(cells=cells, numeric=frozenset(), errors=frozenset(), encoding=writing.encoding, name=path.name)


def writing_of(path: Path) -> Writing:
    """Return how a file is written, by a look through all of it.

    Raises:
        Unreadable: NUL bytes, an unknown encoding, a line without end.
    """
    with path.open("rb") as file:
        begin = file.read(max(len(mark) for mark, _encoding in MARKS))
    marked = next((encoding for mark, encoding in MARKS if begin.startswith(mark)), None)
    if marked is not None:
        return _looked_through(path, marked)
    if _has_nul(path):
        raise Unreadable(NUL_BYTES)
    try:
        return _looked_through(path, "utf-8")
    except Unreadable:
        return _looked_through(path, "gb18030")


def _has_nul(path: Path) -> bool:
    with path.open("rb") as file:
        return any(b"\x00" in piece for piece in iter(lambda: file.read(BYTES_AT_ONCE), b""))


def _looked_through(path: Path, encoding: str) -> Writing:
    sample, quoted, nul = "", False, False
    for text in _texts(path, encoding):
        sample += text[: SAMPLE_CHARACTERS - len(sample)]
        quoted = quoted or '"' in text
        nul = nul or "\x00" in text
    if nul:
        raise Unreadable(NUL_BYTES)
    return Writing(encoding, delimiter_of(sample), quoted)


def _texts(path: Path, encoding: str) -> Iterator[str]:
    """Yield the text piece by piece, wherever a piece ends."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while data := file.read(BYTES_AT_ONCE):
                yield decoder.decode(data)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Unreadable(UNKNOWN_ENCODING) from error


def whole_lines(texts: Iterable[str]) -> Iterator[str]:
    """Yield the texts cut anew, each after the end of a line.

    Raises:
        Unreadable: a line is longer than any of a table.
    """
    rest = ""
    for text in texts:
        waiting = rest + text
        # A carriage return at the very end may be half of a line end.
        cut = max(waiting.rfind("\n"), waiting.rfind("\r", 0, len(waiting) - 1)) + 1
        if len(waiting) - cut > LONGEST_LINE:
            raise Unreadable(NO_LINE_END)
        if cut:
            yield waiting[:cut]
        rest = waiting[cut:]
    if rest:
        yield rest


def parts_of(path: Path, writing: Writing, rows: int = ROWS_AT_ONCE) -> Iterator[pl.DataFrame]:
    """Yield the rows of a file, some at a time: ``line`` and the cells, as wide as the widest row of the part.

    Raises:
        Unreadable: quotes that never close.
    """
    pieces = whole_lines(_texts(path, writing.encoding))
    if writing.quoted:
        yield from _quoted(pieces, writing.delimiter, rows)
        return
    for lines in _cut(numbered(pieces), rows):
        yield _split(lines, writing.delimiter)


def numbered(pieces: Iterable[str]) -> Iterator[pl.DataFrame]:
    """Yield what ``str.splitlines`` gives of each piece, with the numbers of the lines."""
    begins = 1
    for piece in pieces:
        lines = pl.DataFrame({"text": piece.splitlines()}, schema={"text": pl.String}).with_row_index("line", begins)
        begins += lines.height
        yield lines


def _cut(frames: Iterable[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    """Yield the rows of frames in frames of so many rows; only the last has fewer."""
    waiting = _LINES.to_frame()
    for frame in frames:
        waiting = pl.concat([waiting, frame], rechunk=False)
        while waiting.height >= rows:
            yield waiting.head(rows)
            waiting = waiting.slice(rows)
    if waiting.height:
        yield waiting


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    Raises:
        Unreadable: it is no text in an encoding we know.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decode(data, encoding), encoding
    if b"\x00" in data:
        raise Unreadable(NUL_BYTES)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode(data, "gb18030"), "gb18030"


def _decode(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(UNKNOWN_ENCODING) from error
    if "\x00" in text:
        raise Unreadable(NUL_BYTES)
    return text


def delimiter_of(text: str) -> str:
    """Return the delimiter that stands most often in the first lines; a comma where none does."""
    sample = "\n".join(text[:SAMPLE_CHARACTERS].splitlines()[:SAMPLE_LINES])
    return max(DELIMITERS, key=sample.count)


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


def _quoted(pieces: Iterable[str], delimiter: str, at_once: int) -> Iterator[pl.DataFrame]:
    """Parse the rows that hold a quote and split the others; a row is numbered by the line on which it begins.

    Most rows of most files hold none, and splitting is many times as fast. A line is looked at only where a row begins,
    so one inside a cell is never taken for a row.
    """
    source = (found.group() for piece in pieces for found in _LINE.finditer(piece))
    waiting: list[tuple[int, str]] = []
    rows: list[list[str]] = []
    starts: list[int] = []
    begins = 1
    for line in source:
        if '"' in line:
            reader = csv.reader(chain([line], source), delimiter=delimiter, strict=True)
            try:
                rows.append(next(reader))
            except csv.Error as error:
                near = begins - 1 + reader.line_num
                raise Unreadable(f"第{near}行附近的引号没有成对，请在表格软件里重新导出") from error
            starts.append(begins)
            begins += reader.line_num
        else:
            waiting.append((begins, line.rstrip("\r\n")))
            begins += 1
        if len(waiting) + len(rows) == at_once:
            yield _together(waiting, rows, starts, delimiter)
            waiting, rows, starts = [], [], []
    yield _together(waiting, rows, starts, delimiter)


def _together(waiting: list[tuple[int, str]], rows: list[list[str]], starts: list[int], delimiter: str) -> pl.DataFrame:
    plain = _split(pl.DataFrame(waiting, schema=_LINES, orient="row"), delimiter)
    return pl.concat([plain, frame_of(rows, starts)], how="diagonal").sort("line")


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
