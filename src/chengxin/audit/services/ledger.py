"""What rooms that publish write into the ledger: batches of commitments, and the erasing of salts.

Both are parts of a use case of theirs, not use cases: they run in its transaction and under its entry in the trail.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice

from django.db import connection

from chengxin.audit.models import LedgerBatch, LedgerSalts
from chengxin.audit.queries.leaves import leaf_reader
from chengxin.audit.rules import merkle
from chengxin.audit.rules.statements import BATCH_LEAVES, CHUNK_LEAVES, ERASED_SALT, SALT_BYTES, salted_hashes
from chengxin.foundation.beside import ahead, thread_without_database


@dataclass(frozen=True)
class Chunk:
    """Salts and salted leaf hashes of up to 4,096 facts, packed, with the root over the hashes."""

    salts: bytes
    leaves: bytes
    root: bytes


def append_batch(*, kind: str, leaves: Iterable[bytes], now: datetime) -> LedgerBatch:
    """Commit to facts in the open transaction and return the batch; keep its ``id`` and each fact's index.

    ``leaves`` are the canonical bytes of one fact each (``rules.canonical_json``), without personal data, in the order
    in which the kind's reader will give them again. Either the batch is committed with the caller's work or there is
    none; the sealer gives it a place in the tree within a minute. Writers do not wait for each other.

    Raises:
        UnknownKind: no room declares a reader for the kind.
        ValueError: there are no leaves, or more than ``BATCH_LEAVES``.
        RuntimeError: no transaction is open.
    """
    leaf_reader(kind)
    _require_transaction()
    chunks = list(_chunks(leaves))
    size = sum(len(chunk.leaves) for chunk in chunks) // merkle.HASH_BYTES
    if not 0 < size <= BATCH_LEAVES:
        raise ValueError(f"a batch has 1 to {BATCH_LEAVES} leaves, not {size}")
    root = merkle.root(b"".join(chunk.root for chunk in chunks))
    batch = LedgerBatch.objects.create(kind=kind, size=size, root=root, at=now)
    _copy("audit_ledgerchunk", ("leaves", "root"), batch.id, [(chunk.leaves, chunk.root) for chunk in chunks])
    _copy("audit_ledgersalts", ("salts",), batch.id, [(chunk.salts,) for chunk in chunks])
    return batch


def erase_salts(*, batch: int, indexes: Collection[int]) -> int:
    """Overwrite the salts of these leaves, so that nothing links them to their facts any more; return how many.

    Safe to run twice. Call it when the fact itself leaves the platform.

    Raises:
        IndexError: the batch has no such leaf.
        RuntimeError: no transaction is open.
    """
    _require_transaction()
    erased = 0
    for number, group in groupby(sorted(set(indexes)), key=lambda index: index // CHUNK_LEAVES):
        row = LedgerSalts.objects.select_for_update().filter(batch_id=batch, number=number).first()
        places = [index % CHUNK_LEAVES for index in group]
        if row is None or (places[-1] + 1) * SALT_BYTES > len(row.salts):
            raise IndexError((batch, number, places[-1]))
        salts = bytearray(row.salts)
        for place in places:
            at = slice(place * SALT_BYTES, (place + 1) * SALT_BYTES)
            erased += salts[at] != ERASED_SALT
            salts[at] = ERASED_SALT
        row.salts = bytes(salts)
        row.save(update_fields=["salts"])
    return erased


def _chunks(leaves: Iterable[bytes]) -> Iterator[Chunk]:
    """Yield the facts by chunks; one is hashed while the database gives the facts of the next."""
    with thread_without_database("ledger-hashes") as thread:
        yield from ahead(thread, _chunk, _shares(leaves))


def _shares(leaves: Iterable[bytes]) -> Iterator[list[bytes]]:
    waiting = iter(leaves)
    taken = 0
    while facts := list(islice(waiting, CHUNK_LEAVES)):
        taken += len(facts)
        if taken > BATCH_LEAVES:
            raise ValueError(f"a batch has at most {BATCH_LEAVES} leaves")
        yield facts


def _chunk(facts: list[bytes]) -> Chunk:
    salts = secrets.token_bytes(len(facts) * SALT_BYTES)
    hashes = salted_hashes(salts, facts)
    return Chunk(salts=salts, leaves=hashes, root=merkle.root(hashes))


def _copy(table: str, columns: tuple[str, ...], batch: int, rows: list[tuple[bytes, ...]]) -> None:
    """Send the chunks by binary COPY: as parameters of an INSERT each byte would travel as two."""
    names = ", ".join(f'"{column}"' for column in ("batch_id", "number", *columns))
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{table}" ({names}) FROM STDIN (FORMAT BINARY)') as copy,
    ):
        copy.set_types(["int8", "int2", *("bytea" for _ in columns)])
        for number, values in enumerate(rows):
            copy.write_row((batch, number, *values))


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("the ledger is written in the transaction of a use case")
