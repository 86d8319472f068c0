"""What the public sees of lists: entries in publication, read as the portal's role, masked as their records are."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connections

from chengxin.foundation.refusals import Invalid, NotFound

DATABASE = "public"
MOST = 50
MOST_ANNOUNCED = 500
CURSOR = re.compile(r"\d{1,18}", re.ASCII)


class BadCursor(Invalid):
    """The text is no cursor that a page gave."""

    code = "lists.bad-cursor"
    says = "读取位置不正确，请从头读取"
    field = "after"


@dataclass(frozen=True)
class EntryView:
    """One entry as the public reads it: who and on which list, on what basis, when, until when and why, how to object.

    ``id`` and ``record`` are opaque ids of the entry and of its record, at which an objection is filed;
    ``until`` is the last day shown. ``reason`` and what else the kind does not let be shown is empty.
    """

    id: str
    kind: str
    kind_name: str
    track: str
    record: str
    subject: str
    name: str
    code: str
    protected: bool
    reason: str
    ground: str
    basis: str
    decision_number: str
    listing_body: str
    listed_on: date
    until: date | None
    why_until: str
    disputed: bool


@dataclass(frozen=True)
class EntryPage:
    """A page of entries, the last published first; ``next`` is the cursor of the following one or empty."""

    rows: tuple[EntryView, ...]
    next: str


def public_entries(kind: str, cursor: str = "", *, limit: int = 20) -> EntryPage:
    """Return the entries of a kind (key) that are published now.

    Raises:
        BadCursor: the cursor is none.
    """
    if cursor and not CURSOR.fullmatch(cursor):
        raise BadCursor
    most = min(limit, MOST)
    values = {"kind": kind, "before": int(cursor) if cursor else None, "limit": most + 1}
    rows = list(
        _read(
            "SELECT * FROM public_list_entries WHERE kind = %(kind)s"
            " AND (%(before)s::bigint IS NULL OR position < %(before)s) ORDER BY position DESC LIMIT %(limit)s",
            values,
        )
    )
    following = str(rows[most - 1]["position"]) if len(rows) > most else ""
    return EntryPage(tuple(_view(row) for row in rows[:most]), following)


def entries_published(kind: str, first: date, last: date) -> tuple[EntryView, ...]:
    """Return the entries of a kind that were published on these days and stand now: what an announcement says."""
    rows = _read(
        "SELECT * FROM public_list_entries WHERE kind = %(kind)s"
        " AND (published_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN %(first)s AND %(last)s"
        " ORDER BY published_at, position LIMIT %(most)s",
        {"kind": kind, "first": first, "last": last, "most": MOST_ANNOUNCED},
    )
    return tuple(_view(row) for row in rows)


def public_entry(entry_id: str) -> EntryView:
    """Return an entry that is published now.

    Raises:
        NotFound: there is none, or it is published no more.
    """
    for row in _read("SELECT * FROM public_list_entries WHERE public_id = %(id)s", {"id": entry_id}):
        return _view(row)
    raise NotFound


def _view(row: Mapping[str, Any]) -> EntryView:
    said = json.loads(row["payload"])
    return EntryView(
        id=row["public_id"],
        kind=row["kind"],
        kind_name=row["kind_name"],
        track=row["track"],
        record=row["record"],
        subject=row["subject"],
        name=row["subject_name"],
        code=row["subject_code"] or "",
        protected=row["subject_is_protected"],
        reason=said.get("MD_SY", ""),
        ground=f"{said.get('MD_YJJG', '')}{said.get('MD_YJWSH', '')}",
        basis=said.get("MD_YJ", ""),
        decision_number=row["document_number"],
        listing_body=row["deciding_body"],
        listed_on=row["decided_on"],
        until=row["ends_on"],
        why_until=row["reason"],
        disputed=row["disputed"],
    )


def _read(query: str, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(query, values)
        names = [column.name for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))
