"""What is to be marked in a workbook that goes back, and the words around it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

AUTHOR = "信用平台"
FILL = "FFF3E3C4"
LONGEST_COMMENT = 1000
LONGEST_CELL = 32_000
"""A spreadsheet program takes a little more, and the writer would leave a longer text out without a word."""
MOST_COMMENTS = 5_000
"""Beyond so many a workbook can hardly be opened: cells keep their colour, the words stand in the last column."""

HEADS = ("原因", "行数", "怎么改", "例子（原文件行号：原内容）")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Marks:
    """What to mark.

    ``cells``: words by (line, place) of a cell; ``lines``: all words of a line, those without a cell too;
    ``returned``: the lines that came back; ``header``: the line of the header.
    """

    cells: Mapping[tuple[int, int], Sequence[str]]
    lines: Mapping[int, Sequence[str]]
    returned: frozenset[int]
    header: int


@dataclass(frozen=True)
class CauseRow:
    """A cause in the summary: what it is called, in how many rows, the repair, a few places."""

    title: str
    rows: int
    repair: str
    examples: str


@dataclass(frozen=True)
class Summary:
    """The sheet with the causes: sentences first, then a row for each."""

    sentences: tuple[str, ...]
    causes: tuple[CauseRow, ...]


def harmless(words: str) -> str:
    """Return a text that a workbook can hold: without control characters, cut at the longest cell."""
    return _CONTROL.sub("", words)[:LONGEST_CELL]


def joined(words: Sequence[str]) -> str:
    """Return several findings as one text, each on a line of its own, numbered if there are several."""
    told = list(dict.fromkeys(words))
    if len(told) == 1:
        return harmless(told[0])
    return harmless("\n".join(f"{number}. {one}" for number, one in enumerate(told, start=1)))
