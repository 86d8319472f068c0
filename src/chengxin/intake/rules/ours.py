"""What the platform itself writes into a workbook that goes back, and passes over when it is sent again."""

from collections.abc import Sequence

PROBLEM, LINE = "问题", "原文件行号"
OUR_HEADERS = frozenset({PROBLEM, LINE})
"""Headers of the columns beside the sender's own: what is wrong in a row, and which line of the file it came from."""

SUMMARY_SHEET = "问题汇总"
SUMMARY_MARK = "平台核对结果。这张表由平台生成，重新上传时不读取"
"""Stands in the first cell of the sheet with the causes, whatever the sheet is called."""


def is_summary(rows: Sequence[Sequence[object]]) -> bool:
    """Say whether a sheet is our own summary, by its first cell."""
    return bool(rows) and bool(rows[0]) and rows[0][0] == SUMMARY_MARK
