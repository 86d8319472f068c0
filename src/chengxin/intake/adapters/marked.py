"""A reporter's table given back as a workbook: bad cells marked, each with a comment in plain words.

A workbook of moderate size is the sender's own, with all its formats; anything else is written anew from what was read,
every cell as text and on its own line, so that row numbers agree with the receipt.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from chengxin.intake.rules.sheet import Sheet

MOST_CELLS = 400_000
"""Beyond so many cells the sender's own workbook is not opened again: it would take minutes."""

AUTHOR = "信用平台"
FILL = "FFF3E3C4"
LONGEST_COMMENT = 1000
BROKEN = (TypeError, ValueError, KeyError, IndexError, AttributeError, zipfile.BadZipFile)


@dataclass(frozen=True)
class Marks:
    """What to mark: words by (line, place) of a cell, words by line for what has no cell, the lines that came back."""

    cells: Mapping[tuple[int, int], Sequence[str]]
    lines: Mapping[int, Sequence[str]]
    returned: frozenset[int]
    header: int


def own_workbook(path: Path, sheet: Sheet, marks: Marks) -> bytes | None:
    """Return the sender's workbook with the marks; None where it is none, is too large, or can not be opened so."""
    if path.suffix.lower() != ".xlsx" or sheet.cells.height * sheet.width > MOST_CELLS:
        return None
    try:
        book = openpyxl.load_workbook(path)
        page = book[sheet.name]
        if page.max_row < max(marks.returned, default=0):
            return None
        fill = PatternFill("solid", fgColor=FILL)
        for (line, place), words in marks.cells.items():
            cell = page.cell(row=line, column=place + 1)
            cell.fill = fill
            cell.comment = Comment("\n".join(words)[:LONGEST_COMMENT], AUTHOR)
        for line, words in marks.lines.items():
            page.cell(row=line, column=1).comment = Comment("\n".join(words)[:LONGEST_COMMENT], AUTHOR)
        out = io.BytesIO()
        book.save(out)
    except BROKEN:
        return None
    return out.getvalue()


def new_workbook(sheet: Sheet, marks: Marks, *, only_returned: bool) -> bytes:
    """Return a new workbook with the rows that were read (or the header and the returned ones), marked."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet("请改正的行" if only_returned else "标注")
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    bad = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "bg_color": f"#{FILL[2:]}"})
    bold = book.add_format({"num_format": "@", "bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    page.set_column(0, max(sheet.width - 1, 0), 18, text)
    target = 0
    for row in sheet.cells.select("line", *[str(place) for place in range(sheet.width)]).iter_rows():
        line, *cells = row
        if only_returned and line not in marks.returned and line != marks.header:
            continue
        at = target if only_returned else line - 1
        target += 1
        for place, value in enumerate(cells):
            words = marks.cells.get((line, place))
            if value is not None or words:
                page.write_string(at, place, value or "", bold if line == marks.header else bad if words else text)
            if words:
                page.write_comment(at, place, "\n".join(words)[:LONGEST_COMMENT], {"author": AUTHOR})
        if line in marks.lines:
            page.write_comment(at, 0, "\n".join(marks.lines[line])[:LONGEST_COMMENT], {"author": AUTHOR})
        if line == marks.header:
            page.freeze_panes(at + 1, 0)
    book.close()
    return out.getvalue()
