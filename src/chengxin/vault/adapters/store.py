"""The folder in which contents stand: ``vault/ab/cd/<sha256>``, each once, sealed, written whole or not at all."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from chengxin.foundation import sealed

PIECE_BYTES = 256 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")


class ContentMissing(Exception):  # noqa: N818  reads as a sentence where it is raised
    """A row names a content that is not in the folder: the installation needs its backup."""


class ContentDamaged(Exception):  # noqa: N818  reads as a sentence where it is raised
    """A content is not what its name says."""


@dataclass(frozen=True)
class Incoming:
    """A content written aside that has no name yet."""

    aside: Path
    sha256: str
    size: int


class Store:
    """The contents under one folder. Callers hold the lock of a hash while they name, remove or ask for it."""

    def __init__(self, root: Path) -> None:
        """Take the folder; it is made, readable for the own user only, when the first content comes."""
        self._root = root
        self._asides = root / "incoming"

    def write_aside(self, file: BinaryIO) -> Incoming:
        """Write the sealed content of an open file, from its start to its end, and return what it was."""
        self._asides.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = self._asides / secrets.token_hex(16)
        digest, size = hashlib.sha256(), 0
        file.seek(0)
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
                writer = sealed.SealingWriter(target, sealed.installed_keyring())
                while piece := file.read(PIECE_BYTES):
                    digest.update(piece)
                    size += len(piece)
                    writer.write(piece)
                writer.finish()
                target.flush()
                os.fsync(target.fileno())
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        return Incoming(aside, digest.hexdigest(), size)

    def name(self, incoming: Incoming) -> None:
        """Give the content its place; one that is there already stays and the new one goes."""
        place = self.place_of(incoming.sha256)
        if place.exists():
            incoming.aside.unlink()
            return
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        incoming.aside.replace(place)
        for folder in (place.parent, place.parent.parent, self._root):
            _sync(folder)

    def drop(self, incoming: Incoming) -> None:
        """Remove a content written aside that nobody wants any more."""
        incoming.aside.unlink(missing_ok=True)

    def open(self, sha256: str) -> BinaryIO:
        """Return the sealed content, open; it stays readable when the name is removed meanwhile.

        Raises:
            ContentMissing: there is none.
        """
        try:
            return self.place_of(sha256).open("rb")
        except FileNotFoundError as error:
            raise ContentMissing(sha256) from error

    def remove(self, sha256: str) -> bool:
        """Remove the content and say whether it was there."""
        place = self.place_of(sha256)
        if not place.exists():
            return False
        place.unlink()
        _sync(place.parent)
        return True

    def hashes(self) -> Iterator[list[str]]:
        """Yield the hashes of all contents, one folder's at a time."""
        if self._root.exists():
            for folder in sorted(self._root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]")):
                yield sorted(path.name for path in folder.iterdir() if _HASH.fullmatch(path.name))

    def clear_asides(self, *, before: datetime) -> int:
        """Remove what was written aside before the moment and never named, and return how many there were."""
        cleared = 0
        for path in self._asides.iterdir() if self._asides.exists() else ():
            if path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)
                cleared += 1
        return cleared

    def place_of(self, sha256: str) -> Path:
        """Return where a content of this hash belongs.

        Raises:
            ValueError: it is no hash.
        """
        if not _HASH.fullmatch(sha256):
            raise ValueError(sha256)
        return self._root / sha256[:2] / sha256[2:4] / sha256


def plain_pieces(content: BinaryIO, sha256: str) -> Iterator[bytes]:
    """Yield the plain content of an open sealed one piece by piece and close it.

    Raises:
        ContentDamaged: the whole, at its end, is not what the hash says.
        chengxin.foundation.sealed.CannotOpen: a piece was altered or is missing.
    """
    digest = hashlib.sha256()
    with content:
        for piece in sealed.unseal_stream(content, keyring=sealed.installed_keyring()):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != sha256:
        raise ContentDamaged(sha256)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
