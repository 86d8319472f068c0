"""What the ledger commits to: each publication, withdrawal and takedown, without a word about a subject.

A leaf names the record by its opaque id. ``content`` is the SHA-256 of all its values, ``shown`` that of the values
the public saw, both over the text that PostgreSQL gives of them as jsonb; only who has the values can compare.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from chengxin.audit.rules import canonical_json
from chengxin.audit.rules.statements import instant
from chengxin.register.models import ChangeBatch, LedgerShare, Takedown

AT_ONCE = 5_000
LAST = 2**63 - 1

# Written as canonical JSON by the database: keys sorted, no spaces. A load has hundreds of thousands of leaves, and
# they are made inside the flip.
PUBLICATION = """
    '{"at":' || to_json(%s::text) || ',"content":"' || encode(v.payload_hash, 'hex')
    || '","ends_on":' || coalesce(to_json(v.ends_on::text)::text, 'null') || ',"item":' || to_json(v.item)
    || ',"publish":' || v.publish::text || ',"record":"' || r.public_id || '","rule":' || to_json(v.rule)
    || ',"shown":"' || encode(v.shown_hash, 'hex') || '","version":' || v.number || '}'
"""
WITHDRAWAL = """'{"at":' || to_json(%s::text) || ',"record":"' || r.public_id || '","version":' || v.number || '}'"""


@dataclass(frozen=True)
class Fact:
    """One leaf: the number of its record, and its canonical bytes."""

    record: int
    leaf: bytes


def publications(batch: ChangeBatch, first: int = 0, last: int = LAST) -> Iterator[Fact]:
    """Yield what a load published or changed, by record."""
    return _versions(PUBLICATION, batch, first, last)


def withdrawals(batch: ChangeBatch, first: int = 0, last: int = LAST) -> Iterator[Fact]:
    """Yield what a load took back when it was withdrawn, by record."""
    return _versions(WITHDRAWAL, batch, first, last)


def takedowns(batch: ChangeBatch, first: int = 0, last: int = LAST) -> Iterator[Fact]:
    """Yield the takedowns of a batch, by record."""
    found = Takedown.objects.filter(batch=batch, record__gte=first, record__lte=last).order_by("record")
    for record, public_id, reason in found.values_list("record_id", "record__public_id", "reason"):
        yield Fact(record, canonical_json({"record": public_id, "reason": reason, "at": instant(batch.at)}))


def read_publications(batch: int) -> Iterator[bytes | None]:
    """Yield the leaves of a batch of publications again."""
    share = _share(batch)
    return (fact.leaf for fact in publications(share.batch, share.first_record, share.last_record))


def read_withdrawals(batch: int) -> Iterator[bytes | None]:
    """Yield the leaves of a batch of withdrawals again."""
    share = _share(batch)
    return (fact.leaf for fact in withdrawals(share.batch, share.first_record, share.last_record))


def read_takedowns(batch: int) -> Iterator[bytes | None]:
    """Yield the leaves of a batch of takedowns again."""
    share = _share(batch)
    return (fact.leaf for fact in takedowns(share.batch, share.first_record, share.last_record))


def _share(batch: int) -> LedgerShare:
    return LedgerShare.objects.select_related("batch").get(ledger_batch=batch)


def _versions(leaf: str, batch: ChangeBatch, first: int, last: int) -> Iterator[Fact]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT v.record_id, {leaf}"  # noqa: S608  one of the two constants above
            " FROM register_recordversion v JOIN register_record r ON r.id = v.record_id"
            " WHERE v.load_id = %s AND v.feed <> '' AND v.record_id BETWEEN %s AND %s ORDER BY v.record_id",
            [instant(batch.at), batch.load_id, first, last],
        )
        while rows := cursor.fetchmany(AT_ONCE):
            for record, text in rows:
                yield Fact(record, text.encode())
