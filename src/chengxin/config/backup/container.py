"""The bytes of an archive: a tar of plain members with one way of writing each, so that every byte can be checked.

Headers hold nothing but name and size; a reader writes each header again and compares, asks that padding is zero and
that nothing follows the end. So whatever byte is altered, cut off or added, reading fails or the member's hash differs.
"""

import hashlib
import os
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from chengxin.config.backup.faults import BackupFault

BLOCK = tarfile.BLOCKSIZE
END = bytes(2 * BLOCK)
PIECE_BYTES = 1024 * 1024
LONGEST_NAME = 99
"""Longer names would take a second header."""

Advance = Callable[[int], None]
"""Told how many further bytes of contents went by."""


def unheard(_count: int) -> None:
    """Tell nobody how far it is."""


class Readable(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """Return up to so many bytes, none at the end."""
        ...


@dataclass(frozen=True)
class Member:
    """One entry: its name, its length in bytes and the SHA-256 of its content."""

    name: str
    size: int
    sha256: str


class Writer:
    """Writes members one after the other into an open, empty file that can be wound back."""

    def __init__(self, file: BinaryIO, advance: Advance = unheard) -> None:
        """Take the file; it stays the caller's."""
        self._file = file
        self._advance = advance
        self.members: list[Member] = []

    def add(self, name: str, content: Readable, *, first: bytes = b"", most: int | None = None) -> Member:
        """Write the content to its end, or as many bytes as ``most`` says, after ``first``; return the member.

        The length need not be known before: the header is written again when it is.
        """
        begun = self._file.tell()
        self._file.write(header(name, 0))
        digest, size = hashlib.sha256(), 0
        for piece in pieces(content, first, most):
            digest.update(piece)
            size += len(piece)
            self._file.write(piece)
            self._advance(len(piece))
        self._file.write(padding(size))
        end = self._file.tell()
        self._file.seek(begun)
        self._file.write(header(name, size))
        self._file.seek(end)
        self.members.append(Member(name, size, digest.hexdigest()))
        return self.members[-1]

    def finish(self) -> None:
        """Write the end and see it onto the disk."""
        self._file.write(END)
        self._file.flush()
        os.fsync(self._file.fileno())


def pieces(content: Readable, first: bytes = b"", most: int | None = None) -> Iterator[bytes]:
    """Yield a content piece by piece, at most so many bytes, with what was read of it before in front."""
    if first:
        yield first
    left = most
    while piece := content.read(PIECE_BYTES if left is None else min(PIECE_BYTES, left)):
        yield piece
        if left is not None:
            left -= len(piece)


class Content:
    """The content of the member at which a reader stands; read it to its end, or the reader skips the rest."""

    def __init__(self, file: BinaryIO, name: str, size: int, advance: Advance) -> None:
        """Take the file at the first byte of the content."""
        self.name = name
        self.size = size
        self._file = file
        self._left = size
        self._digest = hashlib.sha256()
        self._advance = advance

    def read(self, size: int, /) -> bytes:
        """Return up to so many bytes, none at the end.

        Raises:
            BackupFault: the archive ends here.
        """
        piece = self._file.read(min(size, self._left))
        if not piece and self._left and size:
            raise cut()
        self._left -= len(piece)
        self._digest.update(piece)
        self._advance(len(piece))
        return piece

    def rest(self) -> bytes:
        """Return all that is left of a small content."""
        return b"".join(pieces(self))

    def pass_over(self) -> Member:
        """Read what is left and return what the whole was."""
        for _piece in pieces(self):
            pass
        return Member(self.name, self.size, self._digest.hexdigest())


def contents(file: BinaryIO, advance: Advance = unheard) -> Iterator[Content]:
    """Yield the contents of an archive in order; each is passed over before the next one comes.

    Raises:
        BackupFault: it is cut off, altered or none of ours.
    """
    while True:
        block = file.read(BLOCK)
        if block == END[:BLOCK]:
            if file.read(BLOCK + 1) != END[BLOCK:]:
                raise altered()
            return
        content = Content(file, *read_header(block), advance)
        yield content
        content.pass_over()
        if file.read(len(padding(content.size))) != padding(content.size):
            raise altered()


def read_header(block: bytes) -> tuple[str, int]:
    """Return the name and size that a header tells.

    Raises:
        BackupFault: it is no header, or not as we write it.
    """
    if len(block) < BLOCK:
        raise cut()
    try:
        found = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        same = header(found.name, found.size) == block
    except (tarfile.HeaderError, ValueError) as problem:
        raise altered() from problem
    if not same:
        raise altered()
    return found.name, found.size


def header(name: str, size: int) -> bytes:
    """Return the one header of a member of this name and size."""
    if len(name) > LONGEST_NAME:
        raise ValueError(name)
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry.tobuf(tarfile.GNU_FORMAT, "ascii", "strict")


def padding(size: int) -> bytes:
    """Return the zeros that fill the last block of a content."""
    return bytes(-size % BLOCK)


def cut() -> BackupFault:
    """Return the fault of an archive that ends too early."""
    return BackupFault("备份文件不完整，后面的部分缺失。请换一份备份")


def altered() -> BackupFault:
    """Return the fault of bytes that are not as they were written."""
    return BackupFault("备份文件已损坏或被改动过。请换一份备份")
