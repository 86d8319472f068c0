"""The key that signs heads: a file of the data folder that only the platform's own user may read."""

import os
import secrets
import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

FILE_NAME = "ledger.ed25519"


class KeyUnusable(Exception):  # noqa: N818  reads as a sentence where it is raised
    """The key's file is no Ed25519 key, or others may read it; the text says in Chinese what to do."""


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """Return the key in ``folder/ledger.ed25519`` (PEM, PKCS 8); make it first if there is none.

    Two processes at once get the same key: the file appears whole or not at all, and the first one stays.

    Raises:
        KeyUnusable: the file holds something else, or its mode lets others read it.
    """
    file = folder / FILE_NAME
    if not file.exists():
        _make(file)
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise KeyUnusable(f"台账签名密钥 {file.name} 的权限太宽，请改为 0600（chmod 600）")
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnusable(f"台账签名密钥 {file.name} 不能读取，请从备份恢复") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"台账签名密钥 {file.name} 不是 Ed25519 密钥，请从备份恢复")
    return key


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 bytes of the public half."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(pem)
            opened.flush()
            os.fsync(opened.fileno())
        os.link(draft, file)
    except FileExistsError:
        pass  # another process was faster; its key is the one
    finally:
        draft.unlink(missing_ok=True)
