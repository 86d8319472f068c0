"""What the ledger commits to and signs, as bytes. ``docs/ledger.md`` describes them for other programs.

* a **leaf**: ``salt ‖ canonical JSON of a fact``; the salt has 16 bytes and stands beside the leaf, not in it;
* a **batch**: the canonical JSON of ``at``, ``kind``, ``root`` and ``size``; it is one leaf of the top tree;
* a **head**: a line that names the format, then the canonical JSON of ``at``, ``root`` and ``size``; signed by Ed25519.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from chengxin.audit.rules import merkle
from chengxin.audit.rules.canonical import Plain, canonical_json

SALT_BYTES = 16
ERASED_SALT = bytes(SALT_BYTES)
"""Stands where a salt was; a drawn salt is never this."""

CHUNK_LEAVES = 4096
"""Leaves of a batch are stored and exported by chunks; a power of two, so that a full chunk is a complete subtree."""

BATCH_LEAVES = 1 << 20
"""The most leaves one batch may have."""

HEAD_LINE = b"chengxin-ledger-head/1\n"


@dataclass(frozen=True)
class BatchStatement:
    """A batch as the top tree commits to it. ``at`` as written by ``instant``."""

    kind: str
    size: int
    root: bytes
    at: str

    def leaf(self) -> bytes:
        """Return the hash of the top tree's leaf."""
        fact: dict[str, Plain] = {"at": self.at, "kind": self.kind, "root": self.root.hex(), "size": self.size}
        return merkle.leaf_hash(canonical_json(fact))


@dataclass(frozen=True)
class HeadStatement:
    """The state of the top tree at a moment: ``size`` batches under ``root``."""

    size: int
    root: bytes
    at: str

    def signed_bytes(self) -> bytes:
        """Return what the key signs."""
        return HEAD_LINE + canonical_json({"at": self.at, "root": self.root.hex(), "size": self.size})

    def is_signed_by(self, public_key: bytes, signature: bytes) -> bool:
        """Say whether the signature is that key's; a malformed key has signed nothing."""
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, self.signed_bytes())
        except (InvalidSignature, ValueError):
            return False
        return True


def instant(moment: datetime) -> str:
    """Return a moment as the ledger writes it: UTC, microseconds, ``2018-06-30T08:00:00.000000Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def key_id(public_key: bytes) -> str:
    """Return the fingerprint that names a public key: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def salted_hashes(salts: bytes, leaves: Iterable[bytes]) -> bytes:
    """Return the packed leaf hashes of facts with their packed salts."""
    sha256, step, starts = hashlib.sha256, SALT_BYTES, range(0, len(salts), SALT_BYTES)
    return b"".join(
        [sha256(b"\x00" + salts[at : at + step] + leaf).digest() for at, leaf in zip(starts, leaves, strict=True)]
    )
