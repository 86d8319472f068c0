"""The one ordered feed of what became visible, changed or vanished; everybody downstream reads this one.

Numbers become visible out of order. Loads run for long, so their partition is ordered by transaction and a reader goes
no further than the oldest one still running; orders (takedowns, marks) are written one at a time, so their partition
needs to wait for nobody. What an entry says is decided when it is read: a record that the public can not see now is a
tombstone, however it once appeared, and names nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict
from chengxin.register import rules
from chengxin.register.models import FeedStart
from chengxin.register.rules import FeedKind, Place, Position

MOST = 1_000
BATCHES_AT_ONCE = 100
AFTER_ALL = 2**59

LOAD_BATCHES = """
SELECT transaction, id, load_id, at, withdrawn FROM register_changebatch
WHERE partition = 'loads' AND (transaction, id) >= (%s, %s)
  AND transaction < (SELECT register_feed_horizon())
ORDER BY transaction, id LIMIT %s
"""

LOAD_ENTRIES = """
SELECT v.record_id, r.public_id, CASE WHEN %s THEN 'changed' ELSE v.feed END
FROM register_recordversion v JOIN register_record r ON r.id = v.record_id
WHERE v.load_id = %s AND v.feed <> '' AND v.record_id > %s
ORDER BY v.record_id LIMIT %s
"""

ORDER_ENTRIES = """
SELECT b.id, e.record_id, r.public_id, b.at
FROM register_changebatch b
JOIN register_changeentry e ON e.batch_id = b.id
JOIN register_record r ON r.id = e.record_id
WHERE b.partition = 'orders' AND b.id >= %s AND (b.id, e.record_id) > (%s, %s)
ORDER BY b.id, e.record_id LIMIT %s
"""

LAST_ORDERS = "SELECT coalesce(max(id), 0) FROM register_changebatch WHERE partition = 'orders' AND transaction = 0"

STILL_PUBLIC = """
SELECT public_id, item FROM public_records
WHERE public_id = ANY (%s) AND item IN (SELECT key FROM public_catalog_items_now)"""


class PositionLost(Conflict):
    """A backup was restored, and what was read up to this position is no longer all there."""

    code = "register.position-lost"
    says = "平台从备份恢复过，这一位置之前读到的部分变更已不存在，请从头读取，并清除本地没有再次读到的记录"


@dataclass(frozen=True)
class Changed:
    """One entry. A tombstone (``vanished``) has no ``item``: nothing but the opaque id and the moment."""

    record: str
    kind: FeedKind
    item: str
    at: datetime


@dataclass(frozen=True)
class Changes:
    """Entries in order, and the position from which to go on; ``more`` says that there are further ones now."""

    entries: tuple[Changed, ...]
    position: str
    more: bool


@dataclass(frozen=True)
class _Entry:
    record: str
    kind: str
    at: datetime
    place: Place


def changes_after(actor: Actor, position: str, *, limit: int = MOST) -> Changes:
    """Return up to ``limit`` (at most 1,000) entries after a position; takedowns and marks come first.

    Read again from the same position gives the same entries, as they are then. An entry may come twice.

    Raises:
        NotPermitted: the actor may not.
        BadPosition: the text is no position of this feed.
        PositionLost: what was read before it was lost when a backup was restored.
    """
    actor.require(rules.READ_CHANGES)
    begin = rules.read_position(position)
    if position and _is_lost(begin):
        raise PositionLost
    most = max(1, min(limit, MOST))
    orders = list(_orders(begin.orders, most))
    loads, loads_read = _loads(begin.loads, most - len(orders)) if len(orders) < most else ([], begin.loads)
    end = Position(loads=loads_read, orders=orders[-1].place if orders else begin.orders)
    entries = [*orders, *loads]
    return Changes(_as_they_are(entries), end.text(), more=len(entries) == most)


def position_now(actor: Actor) -> str:
    """Return the position after everything that can be read now.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(rules.READ_CHANGES)
    with connection.cursor() as cursor:
        cursor.execute(LAST_ORDERS)
        last = int(cursor.fetchone()[0])
    return Position(loads=Place(horizon(), 0, 0), orders=Place(0, last, AFTER_ALL)).text()


def horizon() -> int:
    """Return the transaction before which every load that ever commits can be read in this snapshot."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT register_feed_horizon()")
        return int(cursor.fetchone()[0])


def _is_lost(begin: Position) -> bool:
    loads, orders = begin.loads.transaction, begin.orders.batch
    return FeedStart.objects.filter(
        Q(lost_from_transaction__lte=loads, first_transaction__gt=loads)
        | Q(lost_from_batch__lte=orders, first_batch__gt=orders)
    ).exists()


def _orders(after: Place, limit: int) -> Iterator[_Entry]:
    with connection.cursor() as cursor:
        cursor.execute(ORDER_ENTRIES, [after.batch, after.batch, after.ordinal, limit])
        for batch, record, public_id, at in cursor.fetchall():
            yield _Entry(public_id, FeedKind.CHANGED, at, Place(0, batch, record))


def _loads(after: Place, limit: int) -> tuple[list[_Entry], Place]:
    """Return entries and how far they reach: past a batch that holds no more, inside one that does."""
    with connection.cursor() as cursor:
        cursor.execute(LOAD_BATCHES, [after.transaction, after.batch, BATCHES_AT_ONCE])
        batches = cursor.fetchall()
    entries: list[_Entry] = []
    for transaction, batch, load, at, withdrawn in batches:
        begun = after.ordinal if (transaction, batch) == (after.transaction, after.batch) else 0
        with connection.cursor() as cursor:
            cursor.execute(LOAD_ENTRIES, [withdrawn, load, begun, limit - len(entries)])
            found = cursor.fetchall()
        entries += [_Entry(public_id, kind, at, Place(transaction, batch, record)) for record, public_id, kind in found]
        if len(entries) == limit:
            return entries, entries[-1].place
        after = Place(transaction, batch, AFTER_ALL)
    return entries, after


def _as_they_are(entries: Sequence[_Entry]) -> tuple[Changed, ...]:
    with connection.cursor() as cursor:
        cursor.execute(STILL_PUBLIC, [list({entry.record for entry in entries})])
        items = dict(cursor.fetchall())
    return tuple(
        Changed(entry.record, FeedKind(entry.kind), items[entry.record], entry.at)
        if entry.record in items
        else Changed(entry.record, FeedKind.VANISHED, "", entry.at)
        for entry in entries
    )
