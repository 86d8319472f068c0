"""The proof that one fact stands in the ledger, as given to a citizen, and its verification without the platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chengxin.audit.rules import merkle
from chengxin.audit.rules.canonical import NotPlain, Plain, canonical_json
from chengxin.audit.rules.statements import SALT_BYTES, BatchStatement, HeadStatement, key_id

PROOF_FORMAT = "chengxin-ledger-proof/1"


class Unreadable(ValueError):  # noqa: N818  reads as a sentence where it is raised
    """A file is not what it should be; the text says in Chinese what is wrong."""


@dataclass(frozen=True)
class SignedHead:
    """A head with its signature and the public key that gave it."""

    statement: HeadStatement
    public_key: bytes
    signature: bytes

    @property
    def key(self) -> str:
        """The fingerprint of the key."""
        return key_id(self.public_key)

    def is_genuine(self) -> bool:
        """Say whether the signature is right."""
        return self.statement.is_signed_by(self.public_key, self.signature)

    def document(self) -> dict[str, Plain]:
        """Return the head as JSON members; hashes, key and signature in hexadecimal."""
        return {
            "at": self.statement.at,
            "key": self.key,
            "public_key": self.public_key.hex(),
            "root": self.statement.root.hex(),
            "signature": self.signature.hex(),
            "size": self.statement.size,
        }


@dataclass(frozen=True)
class InclusionProof:
    """A leaf's way up: ``path`` inside its batch, ``top_path`` from the batch to the head."""

    leaf: bytes
    index: int
    path: tuple[bytes, ...]
    batch: BatchStatement
    position: int
    top_path: tuple[bytes, ...]
    head: SignedHead

    def document(self) -> dict[str, Plain]:
        """Return the proof as JSON members; every hash in hexadecimal."""
        return {
            "format": PROOF_FORMAT,
            "leaf": self.leaf.hex(),
            "index": self.index,
            "path": [step.hex() for step in self.path],
            "batch": batch_document(self.batch),
            "position": self.position,
            "top_path": [step.hex() for step in self.top_path],
            "head": self.head.document(),
        }

    def faults(self) -> list[str]:
        """Return what is wrong with the proof, in Chinese; nothing if it holds."""
        found = []
        if merkle.root_of_path(self.leaf, self.index, self.batch.size, self.path) != self.batch.root:
            found.append("path：从这条记录算不到批次的根")
        top = merkle.root_of_path(self.batch.leaf(), self.position, self.head.statement.size, self.top_path)
        if top != self.head.statement.root:
            found.append("top_path：从批次算不到树头的根")
        if not self.head.is_genuine():
            found.append("head：树头的签名不对")
        return found


def batch_document(batch: BatchStatement) -> dict[str, Plain]:
    """Return a batch as JSON members."""
    return {"at": batch.at, "kind": batch.kind, "root": batch.root.hex(), "size": batch.size}


def commits_to(leaf: bytes, salt: bytes, fact: Plain) -> bool:
    """Say whether a leaf hash is the commitment to a fact with this salt."""
    try:
        return len(salt) == SALT_BYTES and merkle.leaf_hash(salt + canonical_json(fact)) == leaf
    except NotPlain:
        return False


def read_proof(document: Mapping[str, Any]) -> InclusionProof:
    """Return the proof in a JSON document.

    Raises:
        Unreadable: a member is missing or of the wrong kind, or the format is another one.
    """
    if document.get("format") != PROOF_FORMAT:
        raise Unreadable(f"不是 {PROOF_FORMAT} 格式的证明文件")
    return InclusionProof(
        leaf=hash_in(document, "leaf"),
        index=number_in(document, "index"),
        path=_path_in(document, "path"),
        batch=read_batch(_object_in(document, "batch")),
        position=number_in(document, "position"),
        top_path=_path_in(document, "top_path"),
        head=read_head(_object_in(document, "head")),
    )


def read_batch(document: Mapping[str, Any]) -> BatchStatement:
    """Return the batch in a JSON object.

    Raises:
        Unreadable: a member is missing or of the wrong kind.
    """
    return BatchStatement(
        kind=text_in(document, "kind"),
        size=number_in(document, "size"),
        root=hash_in(document, "root"),
        at=text_in(document, "at"),
    )


def read_head(document: Mapping[str, Any], public_key: bytes | None = None) -> SignedHead:
    """Return the head in a JSON object; the public key is the given one or stands in it.

    Raises:
        Unreadable: a member is missing or of the wrong kind, or the key's name is not its fingerprint.
    """
    head = SignedHead(
        statement=HeadStatement(
            size=number_in(document, "size"), root=hash_in(document, "root"), at=text_in(document, "at")
        ),
        public_key=bytes_in(document, "public_key", 32) if public_key is None else public_key,
        signature=bytes_in(document, "signature", 64),
    )
    if text_in(document, "key") != head.key:
        raise Unreadable("key：公钥与它的指纹不一致")
    return head


def text_in(document: Mapping[str, Any], name: str) -> str:
    """Return a text member, or raise ``Unreadable``."""
    value = document.get(name)
    if not isinstance(value, str):
        raise Unreadable(f"{name}：缺少，或者不是文字")
    return value


def number_in(document: Mapping[str, Any], name: str) -> int:
    """Return a member that is a whole number of 0 or more, or raise ``Unreadable``."""
    value = document.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Unreadable(f"{name}：缺少，或者不是非负整数")
    return value


def hash_in(document: Mapping[str, Any], name: str) -> bytes:
    """Return a hash written in hexadecimal, or raise ``Unreadable``."""
    return bytes_in(document, name, merkle.HASH_BYTES)


def bytes_in(document: Mapping[str, Any], name: str, length: int) -> bytes:
    """Return bytes written in lower-case hexadecimal, or raise ``Unreadable``."""
    return _unhex(text_in(document, name), name, length)


def _unhex(text: str, name: str, length: int) -> bytes:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if len(value) != length or value.hex() != text:
        raise Unreadable(f"{name}：应为{length}字节的小写十六进制")
    return value


def _path_in(document: Mapping[str, Any], name: str) -> tuple[bytes, ...]:
    value = document.get(name)
    if not isinstance(value, list) or not all(isinstance(step, str) for step in value):
        raise Unreadable(f"{name}：缺少，或者不是列表")
    return tuple(_unhex(step, name, merkle.HASH_BYTES) for step in value)


def _object_in(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = document.get(name)
    if not isinstance(value, dict):
        raise Unreadable(f"{name}：缺少，或者不是对象")
    return value
