"""The sealer: the only writer of the tree. It gives committed batches their places and signs a head over them.

It is no use case: its record is the signed head itself, and an entry of the trail for each head would need a next head.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from chengxin.audit.adapters import keys
from chengxin.audit.models import (
    AuditEntry,
    LedgerBatch,
    LedgerKey,
    LedgerNode,
    LedgerPlace,
    SealedEntry,
    TreeHead,
    UnplacedBatch,
    UnsealedEntry,
)
from chengxin.audit.queries.leaves import entry_leaf
from chengxin.audit.queries.ledger import heads, subtree_hashes
from chengxin.audit.rules import merkle
from chengxin.audit.rules.actions import ENTRY_LEAF
from chengxin.audit.rules.statements import HeadStatement, instant, key_id
from chengxin.audit.services.ledger import append_batch

SEALER_LOCK = 0x6368_656E_6778_696E
"""Advisory lock of the one sealer at work ("chengxin" in ASCII)."""

ENTRIES_AT_ONCE = 20_000
PLACES_AT_ONCE = 5_000


def seal_ledger(*, now: datetime) -> TreeHead | None:
    """Seal what was committed since the last head: entries of the trail and batches of the rooms.

    Returns the last new head, or None if nothing waited. A second sealer waits for the first and finds the rest. Killed
    at any point, it has sealed whole heads and nothing else.

    Raises:
        KeyUnusable: the signing key can not be used; what waits goes on waiting.
    """
    head = None
    while (next_head := _seal_some(now)) is not None:
        head = next_head
    return head


def _seal_some(now: datetime) -> TreeHead | None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
        _batch_entries(now)
        return _place_batches(now)


def _batch_entries(now: datetime) -> None:
    """Put entries that wait into a batch. Those that are not committed yet are not seen, and come with a later one."""
    waiting = list(UnsealedEntry.objects.order_by("entry_id").values_list("entry_id", flat=True)[:ENTRIES_AT_ONCE])
    if not waiting:
        return
    entries = list(AuditEntry.objects.filter(id__in=waiting).order_by("id"))
    batch = append_batch(kind=ENTRY_LEAF, leaves=map(entry_leaf, entries), now=now)
    SealedEntry.objects.bulk_create(
        [SealedEntry(entry=entry, batch=batch, index=index) for index, entry in enumerate(entries)], batch_size=5_000
    )
    UnsealedEntry.objects.filter(entry_id__in=waiting).delete()


def _place_batches(now: datetime) -> TreeHead | None:
    waiting = UnplacedBatch.objects.order_by("batch_id").values_list("batch_id", flat=True)[:PLACES_AT_ONCE]
    batches = list(LedgerBatch.objects.filter(id__in=list(waiting)).order_by("id"))
    if not batches:
        return None
    tree = _tree_so_far()
    places, nodes = [], []
    for batch in batches:
        places.append(LedgerPlace(position=tree.size, batch=batch))
        for (level, index), value in tree.append(batch.statement.leaf()):
            nodes.append(LedgerNode(level=level, index=index, hash=value))
    LedgerPlace.objects.bulk_create(places)
    LedgerNode.objects.bulk_create(nodes, batch_size=5_000)
    UnplacedBatch.objects.filter(batch_id__in=[batch.id for batch in batches]).delete()
    return _sign(HeadStatement(size=tree.size, root=tree.root(), at=instant(now)), now)


def _tree_so_far() -> merkle.GrowingTree:
    size = heads().values_list("size", flat=True).first() or 0
    peaks = merkle.subtrees((0, size))
    known = subtree_hashes(peaks)
    return merkle.GrowingTree(size, [known[peak] for peak in peaks])


def _sign(statement: HeadStatement, now: datetime) -> TreeHead:
    key = keys.signing_key(settings.DATA / "keys")
    public_key = keys.public_bytes(key)
    known, _ = LedgerKey.objects.get_or_create(
        id=key_id(public_key), defaults={"public_key": public_key, "created_at": now}
    )
    return TreeHead.objects.create(
        size=statement.size,
        root=statement.root,
        at=now,
        key=known,
        signature=key.sign(statement.signed_bytes()),
    )
