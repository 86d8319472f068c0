"""Plain text: recognised by the absence of anything else."""

import codecs
import re
from typing import BinaryIO

from chengxin.vault.adapters.refusals import ActiveContent

PIECE_BYTES = 1024 * 1024
HEAD_BYTES = 64 * 1024
_BINARY = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1a")
_WIDE_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_ACTIVE = re.compile(r"<(?:!doctype|!entity|html|svg|script|iframe|object|embed|body|\?xml-stylesheet)", re.IGNORECASE)
_FOREIGN = (b"{\\rtf", b"ID;", b"MIME-Version:", b"%!PS")
"""Rich text, SYLK (a table with commands), web archives and PostScript are text to the eye, programs to a reader."""


def examine(file: BinaryIO) -> str:
    """Return ``text`` or ``xml``, or nothing if the file is neither.

    Raises:
        ActiveContent: it is a page, a picture with scripts, or XML that declares types or entities.
    """
    file.seek(0)
    head = file.read(HEAD_BYTES)
    wide = _WIDE_MARKS.get(head[:2])
    if not wide and not _is_text(file):
        return ""
    start = head[: len(head) // 2 * 2].decode(wide or "utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    if wide and ("\x00" in start or start.count("\ufffd") > len(start) // 100):
        return ""
    if start.startswith("<"):
        if _ACTIVE.search(start):
            raise ActiveContent
        return "xml" if start.startswith("<?xml") else ""
    return "" if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_FOREIGN) else "text"


def _is_text(file: BinaryIO) -> bool:
    file.seek(0)
    while piece := file.read(PIECE_BYTES):
        if len(piece.translate(None, _BINARY)) != len(piece):
            return False
    return True
