"""From judged rows about natural persons to sealed versions, chunk by chunk, as ``merging`` does for organisations.

The values of a row are sealed as a whole. What has to be found again or compared stands beside them as a keyed index:
without the key nobody can try values until one fits. A chunk is one transaction, and one merged twice changes nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import polars as pl
from django.db import transaction
from django.db.models import Max

from chengxin.catalog.rules import Item, hash_of
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.sealed import blind_index, blind_indexes, seal
from chengxin.register import rules
from chengxin.register.models import Load, PersonRecord, PersonRecordVersion
from chengxin.register.queries.persons import DOCUMENT_KIND, PAYLOAD_PLACE, standing_versions
from chengxin.register.rules import Change, Verdict
from chengxin.register.services.merging import LoadClosed, Merged
from chengxin.subjects.services.bulk import PersonTold, match_persons

T = TypeVar("T")

KEY_KIND, CONTENT_KIND = "register.person-record", "register.person-payload"

PERSON_ROWS = ("row", "paper", "number", "name", "business_key", "payload", "decided_on", "document_number")
"""Columns of a chunk: ``paper`` a kind of paper of ``subjects``, ``number`` tidied, ``payload`` a struct of the values.

``business_key`` is the text of ``rules.key_text``. Nothing may be null.
"""


def merge_person_chunks(
    *,
    load: Load,
    item: Item,
    chunks: Iterable[T],
    stage: Callable[[T], pl.DataFrame],
    note: Callable[[T, Merged], None],
    now: datetime,
    inherited: Collection[int] = (),
) -> Iterator[Merged]:
    """Merge chunk by chunk, each in a transaction of its own in which ``note`` is called; as ``merge_chunks``.

    ``stage`` gives the rows of ``PERSON_ROWS`` of a chunk.

    Raises:
        LoadClosed: the load stands already, or it was given up.
    """
    for chunk in chunks:
        with transaction.atomic():
            merged = _merge(load, item, stage(chunk), [load.unit_id, *inherited], now)
            note(chunk, merged)
        yield merged


@dataclass(frozen=True)
class _Row:
    """A row with the record it is about and its values as text; ``contents`` are their indexes under every key."""

    row: int
    record: int
    payload: str
    contents: Collection[str]
    decided_on: date
    document_number: str


def _merge(load: Load, item: Item, told: pl.DataFrame, units: Collection[int], now: datetime) -> Merged:
    _hold_open(load)
    rows = _rows(item, sorted(told.iter_rows(named=True), key=lambda one: one["row"]), now)
    records = sorted({row.record for row in rows})
    list(PersonRecord.objects.filter(id__in=records).order_by("id").select_for_update(no_key=True))
    standing = {one.record_id: one for one in standing_versions().filter(record__in=records)}
    own = dict(load.person_versions.filter(record__in=records).values_list("record", "content_index"))
    judged = _judged(rows, standing, own, units)
    _write(load, item, [row for row, verdict, is_new in judged if is_new], standing)
    numbers: dict[Verdict, list[int]] = {verdict: [] for verdict in Verdict}
    for row, verdict, _is_new in judged:
        numbers[verdict].append(row.row)
    return Merged(**{verdict.value: tuple(found) for verdict, found in numbers.items()})


def _hold_open(load: Load) -> None:
    """Keep the moment in which the load stands waiting while a chunk merges."""
    open_loads = Load.objects.filter(visible_at__isnull=True, abandoned_at__isnull=True)
    if not open_loads.filter(id=load.id).select_for_update(no_key=True):
        raise LoadClosed


def _rows(item: Item, told: list[dict[str, Any]], now: datetime) -> list[_Row]:
    people = match_persons([PersonTold(one["paper"], one["number"], one["name"]) for one in told], now=now)
    records = _records(item, [(person, one["business_key"]) for person, one in zip(people, told, strict=True)])
    texts = [rules.payload_text(_values(one["payload"])) for one in told]
    return [
        _Row(one["row"], record, text, _indexes(text), one["decided_on"], one["document_number"])
        for one, record, text in zip(told, records, texts, strict=True)
    ]


def _values(payload: Mapping[str, Any]) -> dict[str, Any]:
    plain = {code: value.isoformat() if isinstance(value, date) else value for code, value in payload.items()}
    return {code: value for code, value in plain.items() if value is not None}


def _indexes(text: str) -> frozenset[str]:
    return frozenset(blind_indexes(text, kind=CONTENT_KIND))


def _records(item: Item, facts: list[tuple[int, str]]) -> list[int]:
    """Return the ids of the records of facts (person, text of the key); those nobody knew are made in their order."""
    keys = {fact: blind_index(fact[1], kind=KEY_KIND) for fact in facts}
    known = _known(item, facts)
    new = sorted({(fact[0], keys[fact]) for fact in facts if fact not in known})
    PersonRecord.objects.bulk_create(
        [
            PersonRecord(public_id=new_opaque_id(), item=item.key, person_id=person, business_index=key)
            for person, key in new
        ],
        ignore_conflicts=True,
    )
    known |= _known(item, [fact for fact in facts if fact not in known])
    return [known[fact] for fact in facts]


def _known(item: Item, facts: list[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Return the ids of records that are there, under every index key: some were made before a change of keys."""
    keys = {(fact[0], index): fact for fact in facts for index in blind_indexes(fact[1], kind=KEY_KIND)}
    found = PersonRecord.objects.filter(
        item=item.key, person__in={person for person, _key in keys}, business_index__in={key for _person, key in keys}
    ).values_list("person", "business_index", "id")
    return {keys[person, index]: number for person, index, number in found if (person, index) in keys}


def _judged(
    rows: list[_Row],
    standing: Mapping[int, PersonRecordVersion],
    own: Mapping[int, str],
    units: Collection[int],
) -> list[tuple[_Row, Verdict, bool]]:
    """Return each row, what becomes of it, whether it makes a version; ``own`` is what this load says already."""
    first: dict[int, str] = {}
    judged = []
    for row in rows:
        is_first = row.record not in first
        payload = first.setdefault(row.record, row.payload)
        verdict = _verdict(row, standing.get(row.record), own.get(row.record), units, repeats=payload != row.payload)
        judged.append((row, verdict, is_first and verdict is Verdict.TAKEN and row.record not in own))
    return judged


def _verdict(
    row: _Row, standing: PersonRecordVersion | None, own: str | None, units: Collection[int], *, repeats: bool
) -> Verdict:
    if repeats or (own is not None and own not in row.contents):
        return Verdict.REPEATED
    if own is not None or standing is None:
        return Verdict.TAKEN
    if standing.content_index in row.contents:
        return Verdict.UNCHANGED
    return Verdict.TAKEN if standing.source_unit_id in units else Verdict.ELSEWHERE


def _write(load: Load, item: Item, rows: list[_Row], standing: Mapping[int, PersonRecordVersion]) -> None:
    found = PersonRecordVersion.objects.filter(record__in=[row.record for row in rows])
    judged_by = hash_of(item)
    last = dict(found.values("record").annotate(last=Max("number")).values_list("record", "last"))
    PersonRecordVersion.objects.bulk_create(
        PersonRecordVersion(
            record_id=row.record,
            load=load,
            number=last.get(row.record, 0) + 1,
            change=Change.CORRECTION if row.record in standing else Change.FIRST,
            item=item.key,
            sealed_payload=seal(row.payload, place=PAYLOAD_PLACE).token,
            content_index=blind_index(row.payload, kind=CONTENT_KIND),
            document_index=blind_index(row.document_number, kind=DOCUMENT_KIND),
            decided_on=row.decided_on,
            kept_until=rules.kept_until(row.decided_on, item.retention_months),
            item_version="" if judged_by == load.item_version else judged_by,
            source_unit_id=load.unit_id,
        )
        for row in rows
    )
