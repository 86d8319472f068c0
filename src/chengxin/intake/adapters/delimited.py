"""Delimited text: the encoding by rule, the delimiter by count, every cell as text."""

import codecs
import csv
import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import polars as pl

from chengxin.intake.adapters.sheet import Unreadable
from chengxin.intake.rules.sheet import Sheet

DELIMITERS = ",\t;|"
SAMPLE_LINES = 20
SAMPLE_CHARACTERS = 1_000_000
CHARACTERS_AT_ONCE = 4_000_000
LINES_AT_ONCE = 20_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINES = pl.Schema({"line": pl.UInt32(), "text": pl.String()})
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_delimited(path: Path) -> Sheet:
    """Return the table of a comma-, tab-, semicolon- or bar-separated file.

    UTF-16 goes by its mark; then UTF-8, strict; then GB18030 (which holds every character GBK and GB2312 have).

    Raises:
        Unreadable: NUL bytes, an unknown encoding, quotes that never close.
    """
    text, encoding = decoded(path.read_bytes())
    delimiter = delimiter_of(text)
    if '"' in text:
        cells = _quoted(text, delimiter)
    else:
        lines = lines_of(text)
        # Several times the size of the file, if it has a single rare character.
        del text
        cells = _split(lines.to_frame().with_row_index("line", 1), delimiter)
    return Sheet(cells=cells, numeric=frozenset(), errors=frozenset(), encoding=encoding)


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    Raises:
        Unreadable: it is no text in an encoding we know.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decode(data, encoding), encoding
    if b"\x00" in data:
        raise Unreadable("文件里有空字节（NUL），不是正常的文本文件，请重新导出")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode(data, "gb18030"), "gb18030"


def _decode(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("文件的编码既不是UTF-8也不是GB18030，请另存为UTF-8再上传") from error
    if "\x00" in text:
        raise Unreadable("文件里有空字节（NUL），不是正常的文本文件，请重新导出")
    return text


def delimiter_of(text: str) -> str:
    """Return the delimiter that stands most often in the first lines; a comma where none does."""
    sample = "\n".join(text[:SAMPLE_CHARACTERS].splitlines()[:SAMPLE_LINES])
    return max(DELIMITERS, key=sample.count)


def _split(lines: pl.DataFrame, delimiter: str) -> pl.DataFrame:
    """Split numbered lines that have no quotes; the width is that of the longest, so nothing is cut off."""
    counts = lines["text"].str.count_matches(delimiter, literal=True).to_list()
    width = max(counts, default=0) + 1
    names = [str(place) for place in range(width)]
    split = pl.col("text").str.split_exact(delimiter, width - 1).struct.rename_fields(names).alias("parts")
    # Polars splits a column on one core, and slices of it on all.
    slices = [
        lines.lazy().slice(begin, LINES_AT_ONCE).select(pl.col("line").cast(pl.UInt32), split).unnest("parts")
        for begin in range(0, max(lines.height, 1), LINES_AT_ONCE)
    ]
    return _without_blank(pl.concat(pl.collect_all(slices)))


def lines_of(text: str, at_once: int = CHARACTERS_AT_ONCE) -> pl.Series:
    """Return what ``str.splitlines`` gives, part by part: as texts of Python they take several times the room."""
    parts = [pl.Series("text", [], dtype=pl.String)]
    begin = 0
    while begin < len(text):
        line_feed = text.find("\n", begin + at_once)
        end = line_feed + 1 or len(text)
        parts.append(pl.Series("text", text[begin:end].splitlines(), dtype=pl.String))
        begin = end
    return pl.concat(parts)


def _quoted(text: str, delimiter: str, at_once: int = LINES_AT_ONCE) -> pl.DataFrame:
    """Parse the rows that hold a quote and split the others; a row is numbered by the line on which it begins.

    Most rows of most files hold none, and splitting is many times as fast. A line is looked at only where a row begins,
    so one inside a cell is never taken for a row.
    """
    source = (found.group() for found in _LINE.finditer(text))
    plain: list[pl.DataFrame] = [pl.DataFrame(schema=_LINES)]
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
            continue
        waiting.append((begins, line.rstrip("\r\n")))
        begins += 1
        if len(waiting) == at_once:
            plain.append(pl.DataFrame(waiting, schema=_LINES, orient="row"))
            waiting.clear()
    plain.append(pl.DataFrame(waiting, schema=_LINES, orient="row"))
    return pl.concat([_split(pl.concat(plain), delimiter), frame_of(rows, starts)], how="diagonal").sort("line")


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
