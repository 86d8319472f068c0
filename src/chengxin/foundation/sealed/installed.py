"""The keyring of this installation, and sealing with it.

The file is ``keys/sealed.json`` in the data folder. In development it is made on first use; in production a missing one
is refused, because making a new one would leave every sealed value unreadable without a word.
"""

from functools import cache
from pathlib import Path

from django.conf import settings

from chengxin.foundation.sealed import keyring as keyrings
from chengxin.foundation.sealed import values
from chengxin.foundation.sealed.keyring import Keyring
from chengxin.foundation.sealed.suites import Suite
from chengxin.foundation.sealed.values import Plain, Sealed, UnknownKey


def keyring_path() -> Path:
    """Return where the installation's keyring stands."""
    return Path(settings.DATA) / "keys" / "sealed.json"


def installed_keyring() -> Keyring:
    """Return the installation's keyring, read once a process.

    Raises:
        KeyringMissing: there is none, in production.
        KeyringUnsafe: others may read it, or it is broken.
    """
    return _keyring(keyring_path())


@cache
def _keyring(path: Path) -> Keyring:
    if settings.PRODUCTION:
        return keyrings.load_keyring(path)
    return keyrings.ensure_keyring(path, suite=Suite.INTERNATIONAL)


def seal(text: str, *, place: str) -> Sealed:
    """Return the text sealed for its place (``table.column``)."""
    return values.seal(text, place=place, keyring=installed_keyring())


def unseal(sealed: Sealed, *, place: str) -> Plain:
    """Return the value behind a sealed one; a keyring rotated since the process began is read again.

    Raises:
        UnknownKey: its key is not on the ring.
        CannotOpen: altered, sealed for another place, or not one of ours.
    """
    try:
        return values.unseal(sealed, place=place, keyring=installed_keyring())
    except UnknownKey:
        _keyring.cache_clear()
        return values.unseal(sealed, place=place, keyring=installed_keyring())


def reseal(sealed: Sealed, *, place: str) -> Sealed:
    """Return the value sealed with the newest key; the same object if it is already.

    Raises:
        UnknownKey: as ``unseal``.
        CannotOpen: as ``unseal``.
    """
    return values.reseal(sealed, place=place, keyring=installed_keyring())


def blind_index(text: str, *, kind: str) -> str:
    """Return the index by which a sealed value of this kind is found; tidy the text first."""
    return values.blind_index(text, kind=kind, keyring=installed_keyring())


def blind_indexes(text: str, *, kind: str) -> list[str]:
    """Return the indexes under every index key, to look up values indexed before a change of keys."""
    return values.blind_indexes(text, kind=kind, keyring=installed_keyring())
