"""Signatures of the platform's own key over statements of rooms: what they are about, the room says in their bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import connection

from chengxin.audit.adapters import keys
from chengxin.audit.models import LedgerKey
from chengxin.audit.rules.statements import key_id


@dataclass(frozen=True)
class Signer:
    """The platform's key: ``fingerprint`` names it, ``sign`` gives its signature (Ed25519) over a statement.

    A statement begins with a line that names its format, so that a signature never means anything else.
    """

    fingerprint: str
    sign: Callable[[bytes], bytes]


def signer(*, now: datetime) -> Signer:
    """Return who signs for the platform; the key's public half is kept.

    Raises:
        KeyUnusable: the signing key can not be used.
    """
    key = keys.signing_key(settings.DATA / "keys")
    public_key = keys.public_bytes(key)
    fingerprint = key_id(public_key)
    if not _is_kept(fingerprint):
        LedgerKey.objects.get_or_create(id=fingerprint, defaults={"public_key": public_key, "created_at": now})
    return Signer(fingerprint, key.sign)


def _is_kept(fingerprint: str) -> bool:
    # written out: every answer is signed
    with connection.cursor() as cursor:
        cursor.execute("SELECT true FROM audit_ledgerkey WHERE id = %s", [fingerprint])
        return cursor.fetchone() is not None


def is_signed(statement: bytes, signature: bytes, key: str) -> bool:
    """Say whether a key of ours (fingerprint) signed the statement."""
    row = LedgerKey.objects.filter(id=key).first()
    if row is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes(row.public_key)).verify(signature, statement)
    except InvalidSignature:
        return False
    return True
