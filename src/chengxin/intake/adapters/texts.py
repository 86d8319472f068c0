"""How a text file is written, and its text in pieces that end where a line ends. Inside, text is UTF-8.

A file is looked through once to know its encoding; nothing of it but a piece is ever in memory.
"""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from chengxin.intake.adapters.sheet import Unreadable

DELIMITERS = ",\t;|"
SAMPLE_LINES = 20
SAMPLE_CHARACTERS = 1_000_000
SAMPLE_BYTES = 4 * SAMPLE_CHARACTERS
BYTES_AT_ONCE = 8_000_000
LONGEST_LINE = 50_000_000
"""Bytes; a file whose lines do not end would be read into memory whole."""
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


def writing_of(path: Path) -> Writing:
    """Return how a file is written, by a look through all of it.

    Raises:
        Unreadable: NUL bytes, an unknown encoding, a line without end.
    """
    with path.open("rb") as file:
        begin = file.read(max(len(mark) for mark, _encoding in MARKS))
    marked = next((encoding for mark, encoding in MARKS if begin.startswith(mark)), None)
    found = _looked_through(path, marked or "utf-8")
    if found is None and marked is None:
        found = _looked_through(path, "gb18030")
    if found is None:
        raise Unreadable(UNKNOWN_ENCODING)
    return found


def _looked_through(path: Path, encoding: str) -> Writing | None:
    """Return how the file is written if it is of this encoding."""
    sample, quoted, nul, sound = b"", False, False, True
    for piece in whole_lines(pieces_of(path, encoding)):
        sample += piece[: max(0, SAMPLE_BYTES - len(sample))]
        quoted, nul = quoted or b'"' in piece, nul or b"\x00" in piece
        sound = sound and is_utf8(piece)
    if nul:
        raise Unreadable(NUL_BYTES)
    text = sample.decode(errors="ignore")
    return Writing(encoding, delimiter_of(text), quoted) if sound else None


def is_utf8(piece: bytes) -> bool:
    """Say whether bytes are sound UTF-8; Polars looks a good deal faster than Python."""
    try:
        pl.Series([piece], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        return False
    return True


def pieces_of(path: Path, encoding: str) -> Iterator[bytes]:
    """Yield the text of a file as UTF-8, piece by piece, wherever a piece ends; what is UTF-8 already is not looked at.

    Raises:
        Unreadable: it is not of the encoding.
    """
    with path.open("rb") as file:
        data = iter(lambda: file.read(BYTES_AT_ONCE), b"")
        if encoding == "utf-8-sig":
            file.seek(len(codecs.BOM_UTF8))
        if encoding.startswith("utf-8"):
            yield from data
            return
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for piece in data:
                yield decoder.decode(piece).encode()
            yield decoder.decode(b"", final=True).encode()
        except UnicodeDecodeError as error:
            raise Unreadable(UNKNOWN_ENCODING) from error


def whole_lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces cut anew, each after the end of a line.

    Raises:
        Unreadable: a line is longer than any of a table.
    """
    rest = b""
    for piece in pieces:
        waiting = rest + piece
        # A carriage return at the very end may be half of a line end.
        cut = max(waiting.rfind(b"\n"), waiting.rfind(b"\r", 0, max(0, len(waiting) - 1))) + 1
        if len(waiting) - cut > LONGEST_LINE:
            raise Unreadable(NO_LINE_END)
        if cut:
            yield waiting[:cut]
        rest = waiting[cut:]
    if rest:
        yield rest


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
