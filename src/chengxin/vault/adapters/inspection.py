"""Tells what a file is by its bytes and refuses what is dangerous, disguised or broken."""

import os
from typing import BinaryIO

import puremagic

from chengxin.vault.adapters import archives, compound, pdf, text
from chengxin.vault.adapters.refusals import EmptyFile, MixedContent, TooLarge, TypeMismatch, TypeNotAllowed
from chengxin.vault.rules.file_names import extension_of
from chengxin.vault.rules.kinds import KINDS, Kind
from chengxin.vault.rules.purposes import MEGABYTE, Purpose

HEAD_BYTES = 4096
PDF_MARK, PNG_MARK, JPEG_MARK = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


def inspect(file: BinaryIO, *, name: str, purpose: Purpose) -> Kind:
    """Return the kind of the file; it is read from the start and left at the start.

    The bytes decide; the name must agree with them and the purpose must want them.

    Raises:
        FileRefused: one of its subclasses says why.
    """
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        raise EmptyFile
    if size > purpose.max_bytes:
        raise TooLarge(limit=purpose.max_bytes // MEGABYTE)
    kind = _kind_of(file, purpose.max_unpacked)
    if isinstance(kind, str) or kind.code not in purpose.kinds:
        found = kind if isinstance(kind, str) else kind.label
        allowed = "、".join(known.label for code, known in KINDS.items() if code in purpose.kinds)
        raise TypeNotAllowed(found=found, allowed=allowed)
    if extension_of(name) not in kind.extensions:
        raise TypeMismatch(extension=extension_of(name), found=kind.label)
    file.seek(0)
    return kind


def _kind_of(file: BinaryIO, max_unpacked: int) -> Kind | str:
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if head.startswith(archives.MARK):
        return KINDS[archives.examine(file, max_unpacked=max_unpacked)]
    if head.startswith(compound.MARK):
        code = compound.examine(file)
        return KINDS[code] if code else "未知的复合文档"
    if archives.is_archive(file):
        # a picture, a PDF or a program with an archive at its end is one file to a viewer and another to an unpacker
        raise MixedContent
    code = _simple_code(file, head)
    return KINDS[code] if code else _foreign_name(head)


def _simple_code(file: BinaryIO, head: bytes) -> str:
    if head.startswith(PDF_MARK):
        pdf.examine(file)
        return "pdf"
    if head.startswith(PNG_MARK):
        return "png"
    if head.startswith(JPEG_MARK):
        return "jpeg"
    return text.examine(file)


def _foreign_name(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except puremagic.PureError:
        return "未知"
    return str(found[0].name or found[0].extension or "未知")
