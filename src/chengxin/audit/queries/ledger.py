"""Reads of the ledger: heads, proofs, openings. All but the openings are public: they hold hashes only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from chengxin.audit.models import LedgerBatch, LedgerChunk, LedgerNode, LedgerPlace, LedgerSalts, TreeHead
from chengxin.audit.rules import merkle
from chengxin.audit.rules.proofs import InclusionProof, SignedHead
from chengxin.audit.rules.statements import (
    CHUNK_LEAVES,
    ERASED_SALT,
    SALT_BYTES,
)
from chengxin.foundation.refusals import Conflict, Invalid, NotFound


class NotSealedYet(Conflict):
    """The batch is committed but the next head, at most a minute away, does not hold it yet."""

    code = "audit.not-sealed-yet"
    says = "这批记录还没有封入公示台账，请一分钟后再试"


class NoSuchHead(NotFound):
    """No head of this size was signed."""

    code = "audit.no-such-head"
    says = "没有大小为{size}的树头"


class WrongOrder(Invalid):
    """Consistency is asked from a smaller to a larger size."""

    code = "audit.wrong-order"
    says = "first 应大于零且不大于 second"
    field = "first"


@dataclass(frozen=True)
class Opening:
    """What opens the commitment of a leaf: the salt, or None once it was erased."""

    leaf: bytes
    salt: bytes | None


def heads() -> "QuerySet[TreeHead]":
    """Return the heads with their keys, the newest first."""
    return TreeHead.objects.select_related("key").order_by("-size")


def current_head() -> SignedHead | None:
    """Return the newest head; None while nothing was ever sealed."""
    head = heads().first()
    return head.signed if head else None


def head_of(size: int | None = None) -> SignedHead:
    """Return the head of this size, or the newest.

    Raises:
        NoSuchHead: there is none.
    """
    head = heads().first() if size is None else heads().filter(size=size).first()
    if head is None:
        raise NoSuchHead(size=size or 0)
    return head.signed


def inclusion_proof(*, batch: int, index: int, size: int | None = None) -> InclusionProof:
    """Return the proof that a leaf of a batch stands under the head of a size (the newest without one).

    Raises:
        NotFound: no such batch or leaf.
        NotSealedYet: that head does not hold the batch.
        NoSuchHead: no head of that size.
    """
    row = LedgerBatch.objects.filter(id=batch).first()
    if row is None or not 0 <= index < row.size:
        raise NotFound
    place = LedgerPlace.objects.filter(batch_id=batch).first()
    if place is None:
        raise NotSealedYet
    head = head_of(size)
    if place.position >= head.statement.size:
        raise NotSealedYet
    number, at = divmod(index, CHUNK_LEAVES)
    leaves = bytes(LedgerChunk.objects.values_list("leaves", flat=True).get(batch_id=batch, number=number))
    chunks = LedgerChunk.objects.filter(batch_id=batch).order_by("number").values_list("root", flat=True)
    chunk_path = merkle.path(b"".join(bytes(root) for root in chunks), number)
    return InclusionProof(
        leaf=leaves[at * merkle.HASH_BYTES : (at + 1) * merkle.HASH_BYTES],
        index=index,
        path=(*merkle.path(leaves, at), *chunk_path),
        batch=row.statement,
        position=place.position,
        top_path=tuple(_prove(merkle.inclusion_ranges(place.position, head.statement.size))),
        head=head,
    )


def consistency_proof(*, first: int, second: int) -> list[bytes]:
    """Return the proof that the tree of the second size begins with the tree of the first.

    Raises:
        WrongOrder: the sizes are not in order.
        NoSuchHead: the tree never had the second size.
    """
    if not 0 < first <= second:
        raise WrongOrder
    newest = heads().values_list("size", flat=True).first() or 0
    if second > newest:
        raise NoSuchHead(size=second)
    return _prove(merkle.consistency_ranges(first, second))


def opening(*, batch: int, index: int) -> Opening:
    """Return what opens a leaf; only a room that may show the fact may ask, and hands it on with the fact.

    Raises:
        NotFound: no such leaf.
    """
    number, at = divmod(index, CHUNK_LEAVES)
    chunk = LedgerChunk.objects.filter(batch_id=batch, number=number).values_list("leaves", flat=True).first()
    salts = LedgerSalts.objects.filter(batch_id=batch, number=number).values_list("salts", flat=True).first()
    if index < 0 or chunk is None or salts is None or at >= len(chunk) // merkle.HASH_BYTES:
        raise NotFound
    salt = bytes(salts[at * SALT_BYTES : (at + 1) * SALT_BYTES])
    leaf = bytes(chunk[at * merkle.HASH_BYTES : (at + 1) * merkle.HASH_BYTES])
    return Opening(leaf=leaf, salt=None if salt == ERASED_SALT else salt)


def subtree_hashes(wanted: Iterable[merkle.Subtree]) -> Mapping[merkle.Subtree, bytes]:
    """Return the hashes of complete subtrees of the top tree, in one query."""
    asked = [Q(level=level, index=index) for level, index in wanted]
    if not asked:
        return {}
    rows = LedgerNode.objects.filter(reduce(or_, asked)).values_list("level", "index", "hash")
    return {(level, index): bytes(value) for level, index, value in rows}


def _prove(ranges: list[merkle.Range]) -> list[bytes]:
    return merkle.prove(ranges, subtree_hashes(subtree for leaves in ranges for subtree in merkle.subtrees(leaves)))
