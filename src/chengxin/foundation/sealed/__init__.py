"""Sealed values: encrypted where they are stored, found by a blind index, never shown by accident.

A room stores ``seal(...).token`` and ``blind_index(...)`` in text columns and opens a value with ``unseal`` where a
person with the permission looks at it, on record. What comes out is a ``Plain`` that shows nothing until ``reveal()``.
The algorithm and the key are named in each value, so that suites and keys may change while old values stay readable.
"""

from chengxin.foundation.sealed.installed import (
    blind_index,
    blind_indexes,
    installed_keyring,
    reseal,
    seal,
    unseal,
)
from chengxin.foundation.sealed.keyring import (
    Keyring,
    KeyringMissing,
    KeyringUnsafe,
    create_keyring,
    ensure_keyring,
    load_keyring,
    read_keyring,
    rotate_keyring,
)
from chengxin.foundation.sealed.streams import SealingWriter, unseal_stream
from chengxin.foundation.sealed.suites import Suite
from chengxin.foundation.sealed.values import CannotOpen, Plain, Sealed, UnknownKey

__all__ = [
    "CannotOpen",
    "Keyring",
    "KeyringMissing",
    "KeyringUnsafe",
    "Plain",
    "Sealed",
    "SealingWriter",
    "Suite",
    "UnknownKey",
    "blind_index",
    "blind_indexes",
    "create_keyring",
    "ensure_keyring",
    "installed_keyring",
    "load_keyring",
    "read_keyring",
    "reseal",
    "rotate_keyring",
    "seal",
    "unseal",
    "unseal_stream",
]
