"""A ledger on paper: batches, heads and their export, without a database."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chengxin.audit.adapters.keys import public_bytes
from chengxin.audit.rules import exports, merkle
from chengxin.audit.rules.proofs import InclusionProof, SignedHead
from chengxin.audit.rules.statements import CHUNK_LEAVES, BatchStatement, HeadStatement, key_id

AT = "2026-06-16T02:30:00.000000Z"
SALT = bytes(range(16))


def a_key(seed: int = 7) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


def sign(size: int, root: bytes, key: Ed25519PrivateKey) -> SignedHead:
    statement = HeadStatement(size=size, root=root, at=AT)
    return SignedHead(statement, public_bytes(key), key.sign(statement.signed_bytes()))


@dataclass
class Paper:
    """Batches given as packed leaf hashes; a head after each number in ``heads_at``."""

    batches: Sequence[bytes]
    heads_at: Sequence[int]
    key: Ed25519PrivateKey = field(default_factory=a_key)

    def statement(self, position: int) -> BatchStatement:
        leaves = self.batches[position]
        return BatchStatement("demo.fact", len(leaves) // merkle.HASH_BYTES, merkle.root(leaves), AT)

    def top(self, size: int) -> bytes:
        return b"".join(self.statement(position).leaf() for position in range(size))

    def head(self, size: int) -> SignedHead:
        return sign(size, merkle.root(self.top(size)), self.key)

    def lines(self) -> list[bytes]:
        public = public_bytes(self.key)
        lines = [
            exports.line(
                "ledger",
                {"format": exports.EXPORT_FORMAT, "heads": len(self.heads_at), "size": len(self.batches)},
            ),
            exports.line("key", {"id": key_id(public), "public_key": public.hex()}),
        ]
        for position, leaves in enumerate(self.batches):
            lines.append(exports.batch_line(position, self.statement(position)))
            step = CHUNK_LEAVES * merkle.HASH_BYTES
            lines += [
                exports.leaves_line(position, at // step, leaves[at : at + step]) for at in range(0, len(leaves), step)
            ]
            if position + 1 in self.heads_at:
                lines.append(exports.head_line(self.head(position + 1)))
        return list(exports.with_end(lines))

    def proof(self, position: int, index: int) -> InclusionProof:
        leaves, size = self.batches[position], max(self.heads_at)
        return InclusionProof(
            leaf=leaves[index * 32 : index * 32 + 32],
            index=index,
            path=tuple(merkle.path(leaves, index)),
            batch=self.statement(position),
            position=position,
            top_path=tuple(merkle.path(self.top(size), position)),
            head=self.head(size),
        )


def leaves(count: int, name: str = "fact") -> bytes:
    return merkle.leaf_hashes(f"{name} {number}".encode() for number in range(count))


def a_paper() -> Paper:
    return Paper([leaves(3), leaves(CHUNK_LEAVES + 5, "many"), leaves(1, "one"), leaves(8, "eight")], [1, 3, 4])
