"""What the leaves of a batch stand for: each room reads its own facts again, so that they can be held to the ledger.

A room above declares its kinds in its ``apps.py``: ``leaf_readers = {"room.kind": "chengxin.room.queries.read_kind"}``.
A reader takes the batch's number and yields, leaf by leaf in order, the canonical bytes of the fact as it is stored
now, or None where the fact is gone. This room imports nothing upward.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import cast

from django.apps import apps
from django.utils.module_loading import import_string

from chengxin.audit.models import AuditEntry, LedgerBatch, LedgerChunk, LedgerSalts, SealedEntry
from chengxin.audit.rules import merkle
from chengxin.audit.rules.canonical import canonical_json
from chengxin.audit.rules.statements import CHUNK_LEAVES, ERASED_SALT, SALT_BYTES, instant
from chengxin.foundation.refusals import NotFound

Reader = Callable[[int], Iterator[bytes | None]]


class UnknownKind(LookupError):  # noqa: N818  reads as a sentence where it is raised
    """No room declares a reader for this kind of leaf."""


def leaf_reader(kind: str) -> Reader:
    """Return the reader of a kind of leaf.

    Raises:
        UnknownKind: no room declares it.
    """
    for config in apps.get_app_configs():
        dotted = getattr(config, "leaf_readers", {}).get(kind)
        if dotted is not None:
            return cast("Reader", import_string(dotted))
    raise UnknownKind(kind)


def entry_leaf(entry: AuditEntry) -> bytes:
    """Return the canonical bytes of an entry of the trail: all its columns."""
    return canonical_json(
        {
            "acting_from": entry.acting_from,
            "action": entry.action,
            "actor_id": entry.actor_id,
            "actor_kind": entry.actor_kind,
            "actor_name": entry.actor_name,
            "at": instant(entry.at),
            "basis": entry.basis,
            "district": entry.district,
            "facts": entry.facts,
            "id": entry.id,
            "object_id": entry.object_id,
            "object_kind": entry.object_kind,
            "object_label": entry.object_label,
            "origin": entry.origin,
            "outcome": entry.outcome,
            "purpose": entry.purpose,
            "request": entry.request,
            "unit": entry.unit,
            "unit_name": entry.unit_name,
        },
    )


def read_entries(batch: int) -> Iterator[bytes | None]:
    """Yield the entries of the trail that a batch seals."""
    sealed = SealedEntry.objects.filter(batch_id=batch).select_related("entry").order_by("index")
    for seal in sealed.iterator(chunk_size=CHUNK_LEAVES):
        yield entry_leaf(seal.entry)


@dataclass
class BatchCheck:
    """How the facts of a batch stand against the ledger, by the index of the leaf.

    ``intact`` is a number; ``changed`` lists leaves whose fact is no longer what was committed; ``gone`` those whose
    fact was removed; ``erased`` those whose salt was erased, so that nothing can be said.
    """

    batch: int
    kind: str
    intact: int = 0
    changed: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    erased: list[int] = field(default_factory=list)


def check_batch(batch: int) -> BatchCheck:
    """Hold the stored facts of a batch to its leaves.

    Raises:
        NotFound: there is no such batch.
        UnknownKind: no room reads this kind.
    """
    row = LedgerBatch.objects.filter(id=batch).first()
    if row is None:
        raise NotFound
    check = BatchCheck(batch=batch, kind=row.kind)
    facts = leaf_reader(row.kind)(batch)
    for index, (leaf, salt) in enumerate(_leaves_and_salts(batch)):
        fact = next(facts, None)
        if salt == ERASED_SALT:
            check.erased.append(index)
        elif fact is None:
            check.gone.append(index)
        elif merkle.leaf_hash(salt + fact) != leaf:
            check.changed.append(index)
        else:
            check.intact += 1
    return check


def batch_numbers() -> list[int]:
    """Return the numbers of all batches, in order."""
    return list(LedgerBatch.objects.order_by("id").values_list("id", flat=True))


def _leaves_and_salts(batch: int) -> Iterator[tuple[bytes, bytes]]:
    chunks = LedgerChunk.objects.filter(batch_id=batch).order_by("number")
    for number, packed in chunks.values_list("number", "leaves").iterator(chunk_size=8):
        salts = bytes(LedgerSalts.objects.values_list("salts", flat=True).get(batch_id=batch, number=number))
        leaves = bytes(packed)
        for at in range(len(leaves) // merkle.HASH_BYTES):
            yield (
                leaves[at * merkle.HASH_BYTES : (at + 1) * merkle.HASH_BYTES],
                salts[at * SALT_BYTES : (at + 1) * SALT_BYTES],
            )
