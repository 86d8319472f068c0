"""Reads of the public views, through the portal's own connection: one record, pages, counts."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connections

from chengxin.catalog.rules import Family, Item, Means
from chengxin.foundation.refusals import NotFound
from chengxin.register.public.masking import view_of
from chengxin.register.public.shapes import EVERYTHING, Filters, RecordGone, RecordPage, RecordView, Summary, Tally
from chengxin.register.rules import BadPosition

DATABASE = "public"
MOST = 100
COUNT_LIMIT = 10_000
"""Counted exactly up to here; beyond it is said that there are more."""
LOOKED_AT = 100
"""So many records of one subject and item are looked at for a summary."""
POSITION = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})", re.ASCII)

SUMMARIES = """
SELECT s.subject, i.item, found.records, found.newest_on
FROM unnest(%(subjects)s::text[]) AS s (subject)
CROSS JOIN unnest(%(items)s::text[]) AS i (item)
CROSS JOIN LATERAL (
    SELECT count(*) AS records, max(decided_on) AS newest_on
    FROM (SELECT p.decided_on FROM public_records p
          WHERE p.subject = s.subject AND p.record_item = i.item LIMIT %(looked_at)s + 1) p
) found
WHERE found.records > 0"""

HAVING = """
SELECT s.subject FROM unnest(%(subjects)s::text[]) AS s (subject)
WHERE EXISTS (SELECT FROM public_records p WHERE p.subject = s.subject AND p.record_item = ANY (%(items)s))"""

# From one name to the next along an index of names, so that a million records of three hundred bodies are not read.
DECIDING_BODIES = """
WITH RECURSIVE bodies AS (
    (SELECT deciding_body FROM public_records WHERE item = %(item)s AND decided_on IS NOT NULL
     ORDER BY deciding_body LIMIT 1)
    UNION ALL
    SELECT following.deciding_body FROM bodies CROSS JOIN LATERAL (
        SELECT p.deciding_body FROM public_records p
        WHERE p.item = %(item)s AND p.decided_on IS NOT NULL AND p.deciding_body > bodies.deciding_body
        ORDER BY p.deciding_body LIMIT 1) following
)
SELECT deciding_body FROM bodies WHERE deciding_body <> ''"""


def record(public_id: str, items: Mapping[str, Item]) -> RecordView:
    """Return one record.

    Raises:
        RecordGone: it was public once and is no more, or the items that are public now do not hold its own.
        NotFound: there was never such a record.
    """
    found = list(_read("SELECT * FROM public_records WHERE public_id = %(id)s", {"id": public_id}))
    if found and found[0]["item"] in items:
        return view_of(found[0], items[found[0]["item"]])
    if list(_read("SELECT 1 FROM public_known_records WHERE public_id = %(id)s", {"id": public_id})):
        raise RecordGone
    raise NotFound


def records_of(subject: str, items: Mapping[str, Item], *, after: str = "", limit: int = 20) -> RecordPage:
    """Return records about a subject (public id), of these items.

    Raises:
        BadPosition: ``after`` is no position that a page gave.
    """
    conditions = ["subject = %(subject)s", "record_item = ANY (%(items)s)"]
    values = {"subject": subject, "items": sorted(items)}
    return _page(conditions, values, items, after, limit, day="coalesce(decided_on, date '0001-01-01')")


def counts_of(subject: str) -> dict[str, int]:
    """Return how many records about a subject (public id) are public now, by item."""
    counted = _read(
        "SELECT item, count(*) AS records FROM public_records WHERE subject = %(subject)s GROUP BY item",
        {"subject": subject},
    )
    return {row["item"]: row["records"] for row in counted}


def summaries_of(subjects: Collection[str], items: Collection[str]) -> dict[str, Summary]:
    """Return what is public about subjects (public ids) of these items; a subject without any is left out."""
    values = {"subjects": list(subjects), "items": sorted(items), "looked_at": LOOKED_AT}
    tallies: dict[str, dict[str, Tally]] = {}
    newest: dict[str, list[date]] = {}
    for row in _read(SUMMARIES, values):
        tally = Tally(min(row["records"], LOOKED_AT), exact=row["records"] <= LOOKED_AT)
        tallies.setdefault(row["subject"], {})[row["item"]] = tally
        if row["newest_on"] is not None:
            newest.setdefault(row["subject"], []).append(row["newest_on"])
    return {
        subject: Summary(
            tallies=counted,
            newest_on=max(newest.get(subject, ()), default=None)
            if all(tally.exact for tally in counted.values())
            else None,
        )
        for subject, counted in tallies.items()
    }


def having(subjects: Collection[str], items: Collection[str]) -> frozenset[str]:
    """Return which of the subjects (public ids) have a record of one of the items that is public now."""
    found = _read(HAVING, {"subjects": list(subjects), "items": sorted(items)})
    return frozenset(row["subject"] for row in found)


def latest(item: Item, filters: Filters = EVERYTHING, *, after: str = "", limit: int = 20) -> RecordPage:
    """Return records of an item, newest decision first; those without a day of decision are left out.

    A licence leaves the table when its own validity is over; the law gives its publicity no end.

    Raises:
        BadPosition: ``after`` is no position that a page gave.
    """
    conditions, values = _narrowed(item, filters)
    # The bare column: an index has this order, so a page stops early however many records there are.
    return _page(conditions, values, {item.key: item}, after, limit, day="decided_on")


def count_latest(item: Item, filters: Filters = EVERYTHING, *, limit: int = COUNT_LIMIT) -> Tally:
    """Return how many records ``latest`` has in all, exactly if they are no more than the limit."""
    conditions, values = _narrowed(item, filters)
    where = " AND ".join(conditions)
    statement = f"SELECT count(*) AS records FROM (SELECT FROM public_records WHERE {where} LIMIT %(most)s) found"  # noqa: S608  conditions are constants below
    number = next(_read(statement, {**values, "most": limit + 1}))["records"]
    return Tally(min(number, limit), exact=number <= limit)


def deciding_bodies(item: Item) -> tuple[str, ...]:
    """Return the names of the bodies that decided records of the item which are public now, in the order of names."""
    return tuple(row["deciding_body"] for row in _read(DECIDING_BODIES, {"item": item.key}))


def _narrowed(item: Item, filters: Filters) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions of a table and their values."""
    conditions = ["item = %(item)s", "decided_on IS NOT NULL"]
    if filters.decided_from:
        conditions.append("decided_on >= %(decided_from)s")
    if filters.decided_to:
        conditions.append("decided_on <= %(decided_to)s")
    if filters.deciding_body:
        conditions.append("deciding_body = %(deciding_body)s")
    if filters.district:
        conditions.append("starts_with(subject_district, %(district)s)")
    validity = item.meaning(Means.VALID_UNTIL) if item.family is Family.LICENCE else None
    if validity:
        conditions.append("coalesce(payload ->> %(validity)s, '') NOT BETWEEN '0' AND (today - 1)::text")
    return conditions, {"item": item.key, "validity": validity.code if validity else "", **vars(filters)}


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
    return RecordPage(tuple(view_of(row, items[row["item"]]) for row in shown), position)


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
