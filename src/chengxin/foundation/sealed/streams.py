"""Sealing of whole files in constant memory.

A file starts with one line ``chengxin-sealed/1 <algorithm> <sealed data key>`` and goes on in chunks of 64 KiB, each
encrypted with the file's own random key and its number; the last chunk is marked, so that a file cut short, extended
or re-ordered does not open.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from chengxin.foundation.sealed.keyring import Keyring
from chengxin.foundation.sealed.suites import CIPHERS, TAG_BYTES
from chengxin.foundation.sealed.values import CannotOpen, Sealed, seal, unseal

MARK = "chengxin-sealed/1"
PLACE = "file.data-key"
CHUNK_BYTES = 64 * 1024
LONGEST_HEAD = 1024


class SealingWriter:
    """Writes one sealed file: ``write`` any number of pieces, then ``finish`` once."""

    def __init__(self, file: BinaryIO, keyring: Keyring) -> None:
        """Write the head line; the file is the caller's to open, sync and close."""
        algorithm = keyring.keys[keyring.sealing].algorithm
        self._cipher = CIPHERS[algorithm]
        self._key = secrets.token_bytes(self._cipher.key_bytes)
        wrapped = seal(base64.b64encode(self._key).decode("ascii"), place=PLACE, keyring=keyring)
        head = f"{MARK} {algorithm} {wrapped.token}\n".encode("ascii")
        self._bound = hashlib.sha256(head).digest()
        self._file = file
        self._waiting = bytearray()
        self._number = 0
        file.write(head)

    def write(self, piece: bytes) -> None:
        """Take the next piece of the plain content."""
        self._waiting += piece
        # one chunk is held back until more comes, as only the last one is marked
        while len(self._waiting) > CHUNK_BYTES:
            self._put(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]

    def finish(self) -> None:
        """Write the last chunk, empty for an empty file."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(self._key, _nonce(self._number, last=last), plain, self._bound))
        self._number += 1


def unseal_stream(file: BinaryIO, *, keyring: Keyring) -> Iterator[bytes]:
    """Yield the plain content of a sealed file piece by piece; each piece is proven before it is yielded.

    Raises:
        UnknownKey: its key is not on the ring.
        CannotOpen: altered, cut short, extended, or not one of ours; pieces before the fault have been yielded.
    """
    head = file.readline(LONGEST_HEAD)
    words = head.decode("ascii", errors="replace").split()
    if len(words) != 3 or words[0] != MARK or words[1] not in CIPHERS:  # noqa: PLR2004  mark, algorithm, key
        raise CannotOpen
    cipher = CIPHERS[words[1]]
    key = base64.b64decode(unseal(Sealed(words[2]), place=PLACE, keyring=keyring).reveal())
    bound = hashlib.sha256(head).digest()
    number = 0
    block = file.read(CHUNK_BYTES + TAG_BYTES)
    while True:
        following = file.read(CHUNK_BYTES + TAG_BYTES)
        try:
            plain = cipher.decrypt(key, _nonce(number, last=not following), block, bound)
        except (InvalidTag, ValueError):
            raise CannotOpen from None
        yield plain
        if not following:
            return
        block, number = following, number + 1


def _nonce(number: int, *, last: bool) -> bytes:
    # the key is the file's own, so a counter never repeats under it
    return number.to_bytes(11, "big") + bytes([last])
