"""Sealing, opening and indexing of single values with a given keyring. Pure.

Written form: ``v1.<algorithm>.<key id>.<nonce, encrypted bytes and tag in URL-safe base 64>``. The part before the last
dot and the place (``table.column``) are bound to the bytes: a value moved to another column does not open.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass, field
from typing import NoReturn

from cryptography.exceptions import InvalidTag

from chengxin.foundation.sealed.keyring import Keyring
from chengxin.foundation.sealed.suites import CIPHERS, MACS, NONCE_BYTES

VERSION = "v1"
HIDDEN = "‹密›"


class CannotOpen(Exception):  # noqa: N818  reads as a sentence where it is raised
    """The sealed value was altered, moved to another place, or is none. Says nothing about its content."""


class UnknownKey(CannotOpen):
    """The keyring does not hold the key that the value names."""


class Plain:
    """An opened value. It shows only when asked by ``reveal``: not printed, formatted, logged, copied or pickled."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the value itself."""
        return self._text

    def __repr__(self) -> str:
        return HIDDEN

    def __str__(self) -> str:
        return HIDDEN

    def __format__(self, _specification: str) -> str:
        return HIDDEN

    def __reduce__(self) -> NoReturn:
        """Refuse to be copied into a cache, a session or a job."""
        raise TypeError("an opened value is not passed on")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed value as stored: ``token`` is the text for the column."""

    token: str = field(repr=False)

    @property
    def key_id(self) -> str:
        """The id of the key it was sealed with.

        Raises:
            CannotOpen: the token is not one of ours.
        """
        return _split(self.token)[1]


def seal(text: str, *, place: str, keyring: Keyring) -> Sealed:
    """Return the text sealed for its place (``table.column``) with the keyring's newest key."""
    key = keyring.keys[keyring.sealing]
    head = f"{VERSION}.{key.algorithm}.{keyring.sealing}"
    nonce = secrets.token_bytes(NONCE_BYTES)
    encrypted = CIPHERS[key.algorithm].encrypt(key.secret, nonce, text.encode("utf-8"), _bound(head, place))
    return Sealed(f"{head}.{_to_text(nonce + encrypted)}")


def unseal(sealed: Sealed, *, place: str, keyring: Keyring) -> Plain:
    """Return the value behind a sealed one.

    Raises:
        UnknownKey: its key is not on the ring.
        CannotOpen: altered, sealed for another place, or not one of ours.
    """
    algorithm, key_id, payload = _split(sealed.token)
    key = keyring.keys.get(key_id)
    if key is None:
        raise UnknownKey
    if key.algorithm != algorithm:
        raise CannotOpen
    bound = _bound(f"{VERSION}.{algorithm}.{key_id}", place)
    try:
        plain = CIPHERS[algorithm].decrypt(key.secret, payload[:NONCE_BYTES], payload[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError):
        raise CannotOpen from None
    return Plain(plain.decode("utf-8"))


def reseal(sealed: Sealed, *, place: str, keyring: Keyring) -> Sealed:
    """Return the value sealed with the newest key; the same object if it is already.

    Raises:
        UnknownKey: as ``unseal``.
        CannotOpen: as ``unseal``.
    """
    if sealed.key_id == keyring.sealing:
        return sealed
    return seal(unseal(sealed, place=place, keyring=keyring).reveal(), place=place, keyring=keyring)


def blind_index(text: str, *, kind: str, keyring: Keyring) -> str:
    """Return the index by which a sealed value is found: equal for equal text of one kind (``id-number``).

    The text has to be tidied before; the index says nothing else about it to somebody without the key.
    """
    return _index(text, kind, keyring.indexing, keyring)


def blind_indexes(text: str, *, kind: str, keyring: Keyring) -> list[str]:
    """Return the indexes under every index key on the ring, to look up values indexed before a change of keys."""
    return [_index(text, kind, key_id, keyring) for key_id in sorted(keyring.index_keys)]


def _index(text: str, kind: str, key_id: str, keyring: Keyring) -> str:
    key = keyring.index_keys[key_id]
    digest = MACS[key.algorithm].digest(key.secret, f"{kind}\0{text}".encode())
    return f"{VERSION}.{key.algorithm}.{key_id}.{_to_text(digest)}"


def _split(token: str) -> tuple[str, str, bytes]:
    version, _, rest = token.partition(".")
    algorithm, _, rest = rest.partition(".")
    key_id, _, payload = rest.partition(".")
    if version != VERSION or algorithm not in CIPHERS:
        raise CannotOpen
    try:
        return algorithm, key_id, base64.b64decode(payload + "=" * (-len(payload) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise CannotOpen from None


def _bound(head: str, place: str) -> bytes:
    return f"{head}|{place}".encode()


def _to_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")
