"""Batches of the change feed, and what the ledger is told of them. Parts of the use cases beside it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from django.db import connection

from chengxin.audit.services import append_batch
from chengxin.register.models import ChangeBatch, ChangeEntry, LedgerShare, Load, Outbox, Record
from chengxin.register.queries.leaves import Fact
from chengxin.register.rules import Partition

SHARE_LEAVES = 1 << 18
"""Facts that go into one batch of the ledger, so that a load of any size is committed in bounded memory."""

ORDERS_LOCK = 5_241_903_002
"""Number of the advisory lock of the partition ``orders``."""


def batch_of_load(load: Load, now: datetime, *, withdrawn: bool) -> ChangeBatch:
    """Put a load into the feed and return its batch. Readers wait for older transactions, so writers need not."""
    batch = ChangeBatch.objects.create(
        partition=Partition.LOADS, transaction=_transaction(), load=load, withdrawn=withdrawn, at=now
    )
    Outbox.objects.create(batch=batch)
    return batch


def hold_orders() -> None:
    """Let one transaction at a time write orders.

    So the order of their numbers is that in which they become visible, and a reader needs to wait for nobody: neither
    for a load nor for any other long transaction. PostgreSQL gives the lock up only after the commit can be seen.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ORDERS_LOCK])


def batch_of_orders(records: Sequence[Record], now: datetime) -> ChangeBatch:
    """Put records into the partition ``orders`` and return the batch; call ``hold_orders`` first."""
    batch = ChangeBatch.objects.create(partition=Partition.ORDERS, transaction=0, withdrawn=False, at=now)
    ChangeEntry.objects.bulk_create(ChangeEntry(batch=batch, record=one) for one in records)
    Outbox.objects.create(batch=batch)
    return batch


def commit(batch: ChangeBatch, kind: str, facts: Iterable[Fact], now: datetime) -> int:
    """Commit to the facts of a batch in the ledger and return how many they are.

    They come in the order in which the kind's reader gives them again.
    """
    waiting, count = iter(facts), 0
    while share := list(islice(waiting, SHARE_LEAVES)):
        ledger = append_batch(kind=kind, leaves=(fact.leaf for fact in share), now=now)
        LedgerShare.objects.create(
            ledger_batch=ledger.id, batch=batch, first_record=share[0].record, last_record=share[-1].record
        )
        count += len(share)
    return count


def _transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT register_feed_transaction()")
        return int(cursor.fetchone()[0])
