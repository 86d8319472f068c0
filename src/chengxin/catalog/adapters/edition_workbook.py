"""Workbooks about editions: what one has other than another, and the comments with their answers."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter

from chengxin.catalog.rules import ItemChange
from chengxin.catalog.rules.editions import PART_LABELS

CHANGES, COMMENTS = "目录比较", "意见和答复"
CHANGE_HEADS = (("目录项", 34), ("代号", 28), ("变化", 10), ("内容", 80))
COMMENT_HEADS = (
    ("序号", 6),
    ("提出的单位", 26),
    ("目录项", 30),
    ("意见", 60),
    ("建议改成", 60),
    ("提出的日期", 14),
    ("处理", 10),
    ("答复", 60),
    ("答复的日期", 14),
)


def changes_workbook(title: str, changes: Iterable[ItemChange]) -> bytes:
    """Return what changed between two editions, a row for each difference."""
    rows = [
        (one.name, one.key, PART_LABELS[one.part], words)
        for one in changes
        for words in ([difference.words for difference in one.differences] or [""])
    ]
    return _workbook(CHANGES, title, CHANGE_HEADS, rows)


def comments_workbook(title: str, rows: Iterable[Sequence[str]]) -> bytes:
    """Return comments with their answers; each row has a text for each of ``COMMENT_HEADS``."""
    return _workbook(COMMENTS, title, COMMENT_HEADS, rows)


def table_workbook(title: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> bytes:
    """Return any table: ``heads`` are words and widths of the columns; each row has a text for each of them."""
    return _workbook(title, title, heads, rows)


def _workbook(name: str, title: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#e3ebf3", "border": 1, "border_color": "#9aa5b1"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.freeze_panes(2, 1)
    for place, (words, width) in enumerate(heads):
        sheet.set_column(place, place, width, text)
        sheet.write_string(1, place, words, head)
    for line, row in enumerate(rows, start=2):
        for place, cell in enumerate(row):
            sheet.write_string(line, place, cell, text)
    book.close()
    return out.getvalue()
