"""What the public may know of the catalogue: the items whose records are public, the editions and what is in them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from json import loads
from typing import Any

from django.conf import settings
from django.db import connections

from chengxin.catalog.queries.kinds import read_once
from chengxin.catalog.rules import Item, Stage, Timeline
from chengxin.catalog.rules.definition import read_definition
from chengxin.catalog.rules.editions import Part
from chengxin.catalog.rules.kind_definitions import list_kind_from, measure_from
from chengxin.catalog.rules.kind_publishing import Days, measures_standing
from chengxin.catalog.rules.list_kinds import ListKind
from chengxin.catalog.rules.measures import Measure
from chengxin.law.current import law_in_force

DATABASE = "public"
IN_FORCE = """
SELECT hash, definition::text FROM (
    SELECT DISTINCT ON (key) hash, definition FROM public_catalog_items
    WHERE in_force_from <= %(on)s ORDER BY key, in_force_from DESC, number DESC) newest
WHERE definition ->> 'disclosure' = 'public' AND coalesce(definition ->> 'collected', 'true') = 'true'"""
EDITIONS = """
SELECT key, title, remark, in_force_from, consulted_at, consultation_ends_on, state = 'consultation'
FROM public_catalog_editions ORDER BY in_force_from DESC NULLS FIRST"""
STAGES = """
SELECT i.hash, i.definition::text, i.in_force_from, coalesce((
    SELECT e.title FROM public_catalog_edition_items p JOIN public_catalog_editions e ON e.key = p.edition
    WHERE p.key = i.key AND p.hash = i.hash AND p.part <> 'kept' LIMIT 1), '')
FROM public_catalog_items i WHERE i.key = %s ORDER BY i.in_force_from, i.number"""
OF_EDITION = """
SELECT key, hash, definition::text FROM public_catalog_edition_items
WHERE edition = %(edition)s AND part <> %(removed)s AND definition IS NOT NULL ORDER BY key"""

COMMENTS = """
SELECT receipt, edition, title, item, item_name, given_at, outcome, words, answer, answered_at
FROM public_catalog_comments WHERE {what} ORDER BY id"""
NEWEST = """
SELECT DISTINCT ON (key) hash, definition::text FROM {view}
WHERE in_force_from <= %s ORDER BY key, in_force_from DESC, number DESC"""
KINDS = NEWEST.format(view="public_catalog_list_kinds")
MEASURES = NEWEST.format(view="public_catalog_measures")
CONSULTATION = "SELECT key, title, consultation_ends_on, is_open FROM public_catalog_consultations WHERE key = %s"


@dataclass(frozen=True)
class CommentView:
    """A comment of the public; ``words``, ``outcome`` and ``answer`` are empty until the office has answered it."""

    receipt: str
    edition: str
    title: str
    item: str
    item_name: str
    given_at: datetime
    outcome: str
    words: str
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True)
class Consultation:
    """An edition that was ever laid open; ``is_open``: the office has not ended it, though ``until`` may be over."""

    key: str
    title: str
    until: date
    is_open: bool


@dataclass(frozen=True)
class EditionView:
    """An edition as anybody may know it. ``in_consultation``: it is laid open for comments until a day."""

    key: str
    title: str
    remark: str
    in_force_from: date | None
    consulted_at: datetime | None
    consultation_ends_on: date | None
    in_consultation: bool


def items_in_force(on: date) -> dict[str, Item]:
    """Return the public items in force on a day, by key, whose records are collected."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(IN_FORCE, {"on": on})
        found = [_item(digest, definition) for digest, definition in cursor.fetchall()]
    return {item.key: item for item in found if item.is_in_force(on) and item.is_public and item.collected}


def items_to_report(on: date) -> dict[str, Item]:
    """Return the public items in force on a day, by key, that units report: none that a procedure makes."""
    return {key: item for key, item in items_in_force(on).items() if not item.by_procedure}


def timeline_of(key: str) -> Timeline:
    """Return an item through time, by its versions: which one judges a day, and why none does."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(STAGES, [key])
        rows = cursor.fetchall()
    return Timeline(tuple(Stage(since, _item(digest, words), title) for digest, words, since, title in rows))


def editions() -> list[EditionView]:
    """Return the editions that were adopted, the latest first, and before them the one laid open for comments."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(EDITIONS)
        return [EditionView(*row) for row in cursor.fetchall()]


def consultation(key: str) -> Consultation | None:
    """Return the consultation on an edition, None if there was none or it was given up."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(CONSULTATION, [key])
        row = cursor.fetchone()
    return Consultation(*row) if row else None


def answered_comments(edition: str) -> list[CommentView]:
    """Return the public's comments on an edition that are answered and published, in the order they came."""
    return _comments("edition = %s AND outcome <> '' AND words <> ''", edition)


def comment_of(receipt: str) -> CommentView | None:
    """Return the comment with this receipt number, None if there is none."""
    return next(iter(_comments("receipt = %s", receipt)), None)


def _comments(what: str, value: str) -> list[CommentView]:
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(COMMENTS.format(what=what), [value])
        return [CommentView(*row) for row in cursor.fetchall()]


def edition_items(edition: str) -> Mapping[str, Item]:
    """Return the items an edition holds, by key: what may be recorded at all, shown to the public or not."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(OF_EDITION, {"edition": edition, "removed": Part.REMOVED.value})
        rows = cursor.fetchall()
    return {key: _item(digest or definition, definition) for key, digest, definition in rows}


def list_kinds(on: date) -> tuple[ListKind, ...]:
    """Return the published kinds of lists there are on a day, those that ended before among them, by key."""
    found: tuple[ListKind, ...] = tuple(_kept(KINDS, on, list_kind_from))
    return tuple(kind for kind in found if kind.in_force_from <= on)


def measures(on: date) -> tuple[Measure, ...]:
    """Return the published measures whose articles are in force on a day, by key."""
    known = law_in_force(settings.DATA).instruments
    instruments = {key: Days(row.in_force_from, row.last_day_in_force) for key, row in known.items()}
    return measures_standing(_kept(MEASURES, on, measure_from), instruments, on)


def _kept(query: str, on: date, read: Callable[[dict[str, Any]], Any]) -> Iterator[Any]:
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(query, [on])
        rows = cursor.fetchall()
    return (read_once(read, digest, definition) for digest, definition in rows)


@lru_cache(maxsize=256)
def _item(_digest: str, definition: str) -> Item:
    return read_definition(loads(definition))
