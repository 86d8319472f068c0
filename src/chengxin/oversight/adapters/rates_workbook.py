"""The figures of reporting as a workbook."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter

WIDTH = 14
FIRST_WIDTH = 34


def rates_workbook(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[str | int]], notes: Sequence[str]
) -> bytes:
    """Return a workbook of one sheet: heads frozen, numbers as numbers, below the formulas as ``notes``."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.set_column(0, 0, FIRST_WIDTH)
    sheet.set_column(1, len(heads) - 1, WIDTH)
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, heads, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        sheet.write_row(last, 0, row)
    for place, note in enumerate(notes, start=last + 2):
        sheet.write_string(place, 0, note)
    book.close()
    return out.getvalue()
