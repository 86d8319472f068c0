"""Frozen views of records for the public: masked, from the database's public views only, as they are now.

A caller hands in the catalogue items it shows (by key); a record of another item is not shown. What of a record is
shown is decided three times: the merge keeps closed values out of the column that the portal's role can read, the
item in force now says which fields are public, and free text loses ID and telephone numbers.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connections

from chengxin.catalog.rules import Field, FieldType, Item, Means
from chengxin.foundation.identifiers import mask_id_number, mask_phone
from chengxin.foundation.identifiers.id_number import id_number_check
from chengxin.foundation.refusals import Gone, NotFound
from chengxin.register import rules
from chengxin.register.rules import BadPosition

DATABASE = "public"
MOST = 100
LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])", re.ASCII)
PHONE_NUMBER = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])", re.ASCII)
POSITION = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})", re.ASCII)


class RecordGone(Gone):
    """The record was public once and is no more; nobody is named."""

    code = "register.record-gone"
    says = "这条信息已经停止公示"


@dataclass(frozen=True)
class FieldView:
    """One value as people read it; ``means`` says what it is, empty where the catalogue says nothing."""

    code: str
    name: str
    value: str
    means: str


@dataclass(frozen=True)
class SubjectView:
    """Whom a record is about; ``name`` is masked where it may be a person's, ``code`` empty where there is none."""

    public_id: str
    name: str
    code: str
    kind: str
    district: str


@dataclass(frozen=True)
class Until:
    """Until when a record is shown and why.

    ``ends_on`` is the last day (None: the law names none), ``rule`` and ``reason`` what gave it, ``minimum_ends_on``
    the last day of the minimum.
    """

    starts_on: date | None
    minimum_ends_on: date | None
    ends_on: date | None
    rule: str
    reason: str


@dataclass(frozen=True)
class Contest:
    """How to contest: ``objection_to`` reported the record, ``review_of`` is the body whose decision can be reviewed.

    ``repair_from`` is the first day on which repair may be asked for (None: not provided).
    """

    objection_to: str
    review_of: str
    repair_from: date | None


@dataclass(frozen=True)
class RecordView:
    """One record with five questions answered: who decided, on what basis, when, until when and why, how to contest.

    ``severity`` belongs to the record; ``disputed`` says that an objection is open; ``corrected`` that this is not the
    first version; ``shown_at`` is when this version became public.
    """

    public_id: str
    item: str
    item_name: str
    adverse: bool
    subject: SubjectView
    document_number: str
    decided_by: str
    basis: str
    decided_on: date | None
    until: Until
    contest: Contest
    severity: str
    disputed: bool
    corrected: bool
    shown_at: datetime
    fields: tuple[FieldView, ...]


@dataclass(frozen=True)
class RecordPage:
    """Some records, newest decision first, and the position after which the next ones stand (empty: no more)."""

    records: tuple[RecordView, ...]
    position: str


@dataclass(frozen=True)
class Filters:
    """What a table of records may be narrowed to; empty and None mean all.

    ``decided_from`` and ``decided_to`` are both inside; ``deciding_body`` is the full name; ``district`` a division
    code or its beginning.
    """

    decided_from: date | None = None
    decided_to: date | None = None
    deciding_body: str = ""
    district: str = ""


EVERYTHING = Filters()


def record(public_id: str, items: Mapping[str, Item]) -> RecordView:
    """Return one record.

    Raises:
        RecordGone: it was public once and is no more.
        NotFound: there was never such a record, or the items do not hold its own.
    """
    found = list(_read("SELECT * FROM public_records WHERE public_id = %(id)s", {"id": public_id}))
    if found and found[0]["item"] in items:
        return _view(found[0], items[found[0]["item"]])
    if not found and list(_read("SELECT 1 FROM public_known_records WHERE public_id = %(id)s", {"id": public_id})):
        raise RecordGone
    raise NotFound


def records_of(subject: str, items: Mapping[str, Item], *, after: str = "", limit: int = 20) -> RecordPage:
    """Return records about a subject (public id), of these items.

    Raises:
        BadPosition: ``after`` is no position that a page gave.
    """
    conditions = ["subject = %(subject)s", "item = ANY (%(items)s)"]
    values = {"subject": subject, "items": sorted(items)}
    return _page(conditions, values, items, after, limit, day="coalesce(decided_on, date '0001-01-01')")


def counts_of(subject: str) -> dict[str, int]:
    """Return how many records about a subject (public id) are public now, by item."""
    counted = _read(
        "SELECT item, count(*) AS records FROM public_records WHERE subject = %(subject)s GROUP BY item",
        {"subject": subject},
    )
    return {row["item"]: row["records"] for row in counted}


def latest(item: Item, filters: Filters = EVERYTHING, *, after: str = "", limit: int = 20) -> RecordPage:
    """Return records of an item, newest decision first; those without a day of decision are left out.

    Raises:
        BadPosition: ``after`` is no position that a page gave.
    """
    conditions = ["item = %(item)s", "decided_on IS NOT NULL"]
    if filters.decided_from:
        conditions.append("decided_on >= %(decided_from)s")
    if filters.decided_to:
        conditions.append("decided_on <= %(decided_to)s")
    if filters.deciding_body:
        conditions.append("deciding_body = %(deciding_body)s")
    if filters.district:
        conditions.append("starts_with(subject_district, %(district)s)")
    # The bare column: an index has this order, so a page stops early however many records there are.
    return _page(conditions, {"item": item.key, **vars(filters)}, {item.key: item}, after, limit, day="decided_on")


def _page(
    conditions: Sequence[str], values: dict[str, Any], items: Mapping[str, Item], after: str, limit: int, *, day: str
) -> RecordPage:
    wanted = list(conditions)
    size = max(1, min(limit, MOST))
    if after:
        last, number = _read_position(after)
        wanted.append(f"({day}, position) < (%(last)s, %(number)s)")
        values |= {"last": last, "number": number}
    statement = (
        f"SELECT * FROM public_records WHERE {' AND '.join(wanted)}"  # noqa: S608  conditions are constants above
        f" ORDER BY {day} DESC, position DESC LIMIT %(size)s"
    )
    rows = list(_read(statement, {**values, "size": size + 1}))
    shown = rows[:size]
    position = f"{shown[-1]['decided_on'] or date.min}.{shown[-1]['position']}" if len(rows) > size else ""
    return RecordPage(tuple(_view(row, items[row["item"]]) for row in shown), position)


def _read_position(text: str) -> tuple[date, int]:
    match = POSITION.fullmatch(text)
    try:
        return date.fromisoformat(match[1] if match else ""), int(match[2] if match else "")
    except ValueError as error:
        raise BadPosition from error


def _read(statement: str, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(statement, dict(values))
        names = [column.name for column in cursor.description or ()]
        yield from (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def _view(row: Mapping[str, Any], item: Item) -> RecordView:
    payload = json.loads(row["payload"])  # Django leaves the text to its own fields
    return RecordView(
        public_id=row["public_id"],
        item=item.key,
        item_name=item.name,
        adverse=item.adverse,
        subject=SubjectView(
            public_id=row["subject"],
            name=row["subject_name"],
            code=row["subject_code"] or "",
            kind=row["subject_kind"],
            district=row["subject_district"],
        ),
        document_number=row["document_number"],
        decided_by=row["deciding_body"],
        basis=_basis(payload, item),
        decided_on=row["decided_on"],
        until=Until(
            starts_on=row["starts_on"],
            minimum_ends_on=row["minimum_ends_on"],
            ends_on=row["ends_on"],
            rule=row["rule"],
            reason=row["reason"],
        ),
        contest=Contest(
            objection_to=row["source_unit"], review_of=row["deciding_body"], repair_from=row["earliest_repair_on"]
        ),
        severity=_severity(row["severity"], item),
        disputed=row["disputed"],
        corrected=row["corrected"],
        shown_at=row["shown_at"],
        fields=tuple(_fields(payload, item, protected=row["subject_is_protected"])),
    )


def _basis(payload: Mapping[str, Any], item: Item) -> str:
    """Return what the decision rests on; where the item has no such field, what the item itself does."""
    field = item.meaning(Means.BASIS)
    said = payload.get(field.code, "") if field else ""
    return _without_numbers(said) or "；".join(f"{basis.text}{basis.article}" for basis in item.basis)


def _severity(key: str, item: Item) -> str:
    field = item.meaning(Means.SEVERITY)
    return rules.label_of(field, key) if field else key


def _fields(payload: Mapping[str, Any], item: Item, *, protected: bool) -> Iterator[FieldView]:
    shown = rules.open_fields(item, protected=protected)
    for field in item.fields:
        if field.code in shown and payload.get(field.code) not in (None, "", []):
            means = field.means.value if field.means else ""
            yield FieldView(field.code, field.name, _words(field, payload[field.code]), means)


def _words(field: Field, value: Any) -> str:
    words = rules.words_of(field, value)
    return _without_numbers(words) if field.type is FieldType.TEXT else words


def _without_numbers(text: str) -> str:
    """Return the text with ID numbers and mobile numbers masked; codes of organisations stay."""
    without_ids = LONG_NUMBER.sub(lambda match: _masked_id(match[0]), text)
    return PHONE_NUMBER.sub(lambda match: mask_phone(match[0]), without_ids)


def _masked_id(number: str) -> str:
    return mask_id_number(number) if id_number_check(number[:-1]) == number[-1].upper() else number
