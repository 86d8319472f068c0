"""Tables as CSV that a spreadsheet program opens safely, and what is raised on a workbook that is none."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from xml.parsers import expat

from openpyxl.utils.exceptions import InvalidFileException

BROKEN_WORKBOOK = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    SyntaxError,
    expat.ExpatError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OverflowError,
)
"""What openpyxl raises on a file that is no workbook; a fault of its XML is a ``SyntaxError`` with either parser."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a CSV file (RFC 4180) with a byte order mark, without which Excel misreads Chinese.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer.writerow(head)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue()
