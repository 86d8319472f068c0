"""Signatures of the platform's own key over statements of rooms: what they are about, the room says in their bytes."""

from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from chengxin.audit.adapters import keys
from chengxin.audit.models import LedgerKey
from chengxin.audit.rules.statements import key_id


def sign_statements(statements: list[bytes], *, now: datetime) -> tuple[str, list[bytes]]:
    """Return the key's fingerprint and a signature (Ed25519) over each statement; the public half is kept.

    A statement begins with a line that names its format, so that a signature never means anything else.

    Raises:
        KeyUnusable: the signing key can not be used.
    """
    key = keys.signing_key(settings.DATA / "keys")
    public_key = keys.public_bytes(key)
    fingerprint = key_id(public_key)
    LedgerKey.objects.get_or_create(id=fingerprint, defaults={"public_key": public_key, "created_at": now})
    return fingerprint, [key.sign(one) for one in statements]


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
