"""ZIP archives, and the office documents that are archives inside: OOXML, ODF, OFD."""

import os
import posixpath
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO, BinaryIO

from chengxin.vault.adapters import compound, ooxml
from chengxin.vault.adapters.refusals import (
    Damaged,
    HasMacros,
    PasswordProtected,
    TooMuchInside,
    UnsafeArchive,
)

MARK = b"PK\x03\x04"
PIECE_BYTES = 64 * 1024
MAX_PARTS = 10_000
MAX_DIRECTORY_BYTES = 4 * 1024 * 1024
MAX_NESTED_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 2
_END = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_COMMENT = 0xFFFF
_LOCAL_HEAD_BYTES = 30
_ENCRYPTED_FLAG = 0x1
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_OTHER_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ", b"(\xb5/\xfd")
_ODF = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.text": "odt",
}


@dataclass
class _Budget:
    """What may still be unpacked, over all levels of nesting together."""

    left: int

    def spend(self, amount: int) -> None:
        self.left -= amount
        if self.left < 0:
            raise TooMuchInside


def is_archive(file: BinaryIO) -> bool:
    """Say whether an unpacker would find an archive in the file, wherever it begins."""
    size = _directory_bytes(file)
    if size is None or size > MAX_DIRECTORY_BYTES:
        return size is not None
    try:
        with zipfile.ZipFile(file) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return False


def examine(file: BinaryIO, *, max_unpacked: int) -> str:
    """Return the code of the kind: ``xlsx``, ``docx``, ``ods``, ``odt``, ``ofd``, or ``zip`` for any other archive.

    Every part is unpacked once, in pieces, so that what is declared about it is proven.

    Raises:
        FileRefused: one of its subclasses says why.
    """
    return _examined(file, _Budget(max_unpacked), depth=0)


def _examined(file: BinaryIO, budget: _Budget, depth: int) -> str:
    if depth > MAX_DEPTH:
        raise TooMuchInside
    directory_bytes = _directory_bytes(file)
    if directory_bytes is None:
        raise Damaged
    if directory_bytes > MAX_DIRECTORY_BYTES:
        raise TooMuchInside
    try:
        with zipfile.ZipFile(file) as archive:
            _check_parts(archive, budget)
            _unpack(archive, budget, depth)
            return _kind_of(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, RuntimeError, KeyError):
        raise Damaged from None


def _directory_bytes(file: BinaryIO) -> int | None:
    """Return how large the directory of parts says to be, before the library reads it into memory; None without one."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT))
    tail = file.read()
    place = tail.rfind(_END)
    if place < 0 or place + _END_BYTES > len(tail):
        return None
    return int(struct.unpack_from("<L", tail, place + 12)[0])


def _check_parts(archive: zipfile.ZipFile, budget: _Budget) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > budget.left:
        raise TooMuchInside
    if len({part.filename.casefold() for part in parts}) != len(parts):
        raise UnsafeArchive
    for part in parts:
        if part.flag_bits & _ENCRYPTED_FLAG:
            raise PasswordProtected
        if not _is_plain(part):
            raise UnsafeArchive
    end = 0
    for part in sorted(parts, key=lambda one: one.header_offset):
        # parts that share bytes let a small file unpack to a huge one
        if part.header_offset < end:
            raise UnsafeArchive
        end = part.header_offset + _LOCAL_HEAD_BYTES + part.compress_size


def _is_plain(part: zipfile.ZipInfo) -> bool:
    name = part.orig_filename.replace("\\", "/")
    outside = name.startswith("/") or ":" in name or ".." in posixpath.normpath(name).split("/")
    link = stat.S_ISLNK(part.external_attr >> 16)
    packed_as_usual = part.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    return packed_as_usual and not outside and not link and "\x00" not in name


def _unpack(archive: zipfile.ZipFile, budget: _Budget, depth: int) -> None:
    for part in archive.infolist():
        with archive.open(part) as stream:
            head = stream.read(PIECE_BYTES)
            budget.spend(len(head))
            if head.startswith(_PROGRAMS):
                raise HasMacros
            if head.startswith(_OTHER_ARCHIVES):
                raise TooMuchInside
            if head.startswith((MARK, compound.MARK)):
                _examine_nested(_whole(stream, head, budget), budget, depth)
                continue
            while piece := stream.read(PIECE_BYTES):
                budget.spend(len(piece))


def _whole(stream: IO[bytes], head: bytes, budget: _Budget) -> BinaryIO:
    whole = head + stream.read(MAX_NESTED_BYTES - len(head) + 1)
    budget.spend(len(whole) - len(head))
    if len(whole) > MAX_NESTED_BYTES:
        raise TooMuchInside
    return BytesIO(whole)


def _examine_nested(nested: BinaryIO, budget: _Budget, depth: int) -> None:
    if nested.read(len(MARK)) == MARK:
        _examined(nested, budget, depth + 1)
    else:
        compound.examine(nested)


def _kind_of(archive: zipfile.ZipFile) -> str:
    names = {part.filename.casefold(): part.filename for part in archive.infolist()}
    if ooxml.CONTENT_TYPES in names:
        return ooxml.examine(archive, names)
    if "mimetype" in names:
        return _odf_kind(archive, names)
    return "ofd" if "ofd.xml" in names else "zip"


def _odf_kind(archive: zipfile.ZipFile, names: dict[str, str]) -> str:
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        raise HasMacros
    manifest = names.get("meta-inf/manifest.xml")
    if manifest and b"encryption-data" in archive.read(manifest):
        raise PasswordProtected
    return _ODF.get(archive.read(names["mimetype"]).strip(), "zip")
