"""PDF: complete, without password, without scripts and programs (as far as its plain parts show)."""

import os
import re
from typing import BinaryIO

from chengxin.vault.adapters.refusals import ActiveContent, Damaged, PasswordProtected

TAIL_BYTES = 2048
PIECE_BYTES = 1024 * 1024
OVERLAP = 64
LONGEST_TRAILER = 1024 * 1024
_START = re.compile(rb"startxref\s+(\d{1,12})\s")
_TRAILER_END = re.compile(rb"startxref|\bstream\r?\n")
_ENCRYPTED = re.compile(rb"/Encrypt[\s\[<(/0-9]")
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|XFA)[\s\[<(/]")


def examine(file: BinaryIO) -> None:
    """Do nothing for a PDF that can be kept.

    Scripts inside compressed object streams are not seen: a file is never opened in the browser, only handed out.

    Raises:
        Damaged: its end is missing or points nowhere.
        PasswordProtected: its trailer names an encryption.
        ActiveContent: it holds scripts, programs or a dynamic form.
    """
    trailer = _trailer(file)
    if _ENCRYPTED.search(trailer):
        raise PasswordProtected
    file.seek(0)
    before = b""
    while piece := file.read(PIECE_BYTES):
        if _ACTIVE.search(before + piece):
            raise ActiveContent
        before = piece[-OVERLAP:]


def _trailer(file: BinaryIO) -> bytes:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - TAIL_BYTES))
    tail = file.read()
    starts = _START.findall(tail)
    if b"%%EOF" not in tail or not starts or int(starts[-1]) >= size:
        raise Damaged
    # the table or stream of references, and the trailer's dictionary after or in front of it
    file.seek(int(starts[-1]))
    part = file.read(LONGEST_TRAILER)
    place = part.find(b"trailer") if part.lstrip().startswith(b"xref") else 0
    if place < 0:
        return part + tail
    end = _TRAILER_END.search(part, place)
    return part[place : end.start() if end else len(part)]
