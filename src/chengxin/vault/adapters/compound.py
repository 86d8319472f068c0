"""Compound documents (OLE): old Word and Excel, WPS, and the shell around an encrypted new one."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

import olefile

from chengxin.vault.adapters.refusals import Damaged, HasMacros, PasswordProtected

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO_PARTS = frozenset({"_vba_project_cur", "_vba_project", "macros", "vba"})
_BOUNDSHEET, _FILEPASS, _END = 0x85, 0x2F, 0x0A
_MACRO_SHEETS = frozenset({1, 6})  # Excel 4.0 macro sheet, Visual Basic module
_GLOBALS_BYTES = 4 * 1024 * 1024
_WORD_ENCRYPTED = 0x0100
_WORD_FLAGS = 10


def examine(file: BinaryIO) -> str:
    """Return ``xls``, ``doc``, or nothing for another compound document.

    Raises:
        HasMacros: it holds a macro project or a macro sheet.
        PasswordProtected: it is encrypted.
        Damaged: it is not readable.
    """
    file.seek(0)
    try:
        with olefile.OleFileIO(file) as document:
            return _examined(document)
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error, RecursionError):
        # the library raises whatever its arithmetic meets in a broken file
        raise Damaged from None


def _examined(document: olefile.OleFileIO) -> str:
    parts = {part.lower() for path in document.listdir(streams=True, storages=True) for part in path}
    if not _MACRO_PARTS.isdisjoint(parts):
        raise HasMacros
    if not parts.isdisjoint({"encryptedpackage", "encryptioninfo"}):
        raise PasswordProtected
    for name in ("Workbook", "Book"):
        if document.exists(name):
            _check_workbook(document.openstream(name).read(_GLOBALS_BYTES))
            return "xls"
    if document.exists("WordDocument"):
        _check_word(document.openstream("WordDocument").read(_WORD_FLAGS + 2))
        return "doc"
    return ""


def _check_workbook(data: bytes) -> None:
    for number, body in _records(data):
        if number == _FILEPASS:
            raise PasswordProtected
        if number == _BOUNDSHEET and len(body) > 5 and body[5] in _MACRO_SHEETS:  # noqa: PLR2004  offset of the type
            raise HasMacros


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records (BIFF) of the workbook's globals: number and body."""
    place = 0
    while place + 4 <= len(data):
        number, length = struct.unpack_from("<HH", data, place)
        yield number, data[place + 4 : place + 4 + length]
        if number == _END:
            return
        place += 4 + length


def _check_word(data: bytes) -> None:
    if len(data) < _WORD_FLAGS + 2:
        raise Damaged
    if struct.unpack_from("<H", data, _WORD_FLAGS)[0] & _WORD_ENCRYPTED:
        raise PasswordProtected
