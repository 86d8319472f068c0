"""What anybody may see of codes: given, converted, given up, back; read from one public view only.

Never a natural person: a name that may be one's shows its first character, and is not found by its text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connections

from chengxin.codes.rules.kinds import EVENT_LABELS, EventKind
from chengxin.foundation.identifiers import tidy
from chengxin.foundation.refusals import Invalid
from chengxin.subjects.rules import KIND_LABELS, OLD_NUMBER_LABELS, Kind, OldNumberKind

DATABASE = "public"
PAGE_ROWS, FILE_ROWS = 20, 100_000
COUNT_LIMIT = 10_000
"""Counted exactly up to here; beyond it is said that there are more."""
POSITION = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})", re.ASCII)
CODE_PART = re.compile(r"[0-9A-Z]{6,18}")
LONGEST_TEXT = 100


class BadCursor(Invalid):
    """A position in the list that is not ours."""

    code = "codes.bad-cursor"
    says = "页码不对，请从第一页重新翻"


@dataclass(frozen=True)
class EventFilters:
    """What is asked for; empty keeps all. Days are those of the report; ``text``: a name's part or a code's start."""

    kind: str = ""
    told_from: date | None = None
    told_to: date | None = None
    district: str = ""
    unit: str = ""
    text: str = ""


@dataclass(frozen=True)
class EventView:
    """One event as everybody may see it; a day that is not known is None, a text empty."""

    kind: str
    kind_label: str
    code: str
    name: str
    public_id: str
    subject_kind: str
    district: str
    unit: str
    happened_on: date | None
    told_on: date
    old_number: str
    old_kind: str


@dataclass(frozen=True)
class EventPage:
    """A page of events, the last told first, and the position of the next page, empty after the last."""

    events: tuple[EventView, ...]
    following: str


@dataclass(frozen=True)
class EventCount:
    """How many there are: exactly, or at least so many."""

    number: int
    exact: bool


def code_events(filters: EventFilters, *, after: str = "", limit: int = PAGE_ROWS) -> EventPage:
    """Return a page of events.

    Raises:
        BadCursor: the position is not ours.
    """
    where, values = _where(filters)
    if after:
        day, number = _position(after)
        where.append("(told_on, id) < (%(day)s, %(number)s)")
        values |= {"day": day, "number": number}
    statement = f"SELECT * FROM public_codes_events {_said(where)} ORDER BY told_on DESC, id DESC LIMIT %(limit)s"  # noqa: S608  conditions are ours, what was asked stands in values
    rows = list(_rows(statement, values | {"limit": limit + 1}))
    shown = rows[:limit]
    following = f"{shown[-1]['told_on']}.{shown[-1]['id']}" if len(rows) > limit else ""
    return EventPage(tuple(_view(row) for row in shown), following)


def count_code_events(filters: EventFilters) -> EventCount:
    """Return how many events there are, exactly up to 10,000."""
    where, values = _where(filters)
    statement = f"SELECT count(*) AS number FROM (SELECT FROM public_codes_events {_said(where)} LIMIT %(most)s) found"  # noqa: S608  as above
    number = int(next(iter(_rows(statement, values | {"most": COUNT_LIMIT + 1})))["number"])
    return EventCount(min(number, COUNT_LIMIT), exact=number <= COUNT_LIMIT)


def event_units() -> list[str]:
    """Return the names of the units that told of events."""
    rows = _rows("SELECT DISTINCT unit FROM public_codes_events WHERE unit <> '' ORDER BY unit", {})
    return [str(row["unit"]) for row in rows]


def _where(filters: EventFilters) -> tuple[list[str], dict[str, Any]]:
    text = filters.text.strip().replace("\0", "")[:LONGEST_TEXT]
    code = tidy(text)[0]
    parts = (
        ("kind = %(kind)s", bool(filters.kind)),
        ("told_on >= %(told_from)s", filters.told_from is not None),
        ("told_on <= %(told_to)s", filters.told_to is not None),
        ("district = %(district)s", bool(filters.district)),
        ("unit = %(unit)s", bool(filters.unit)),
        ("code LIKE %(code)s || '%%'", bool(CODE_PART.fullmatch(code))),
        ("position(%(text)s IN name) > 0", bool(text) and not CODE_PART.fullmatch(code)),
    )
    return [part for part, asked in parts if asked], vars(filters) | {"text": text, "code": code}


def _said(where: list[str]) -> str:
    return f"WHERE {' AND '.join(where)}" if where else ""


def _position(after: str) -> tuple[date, int]:
    found = POSITION.fullmatch(after)
    try:
        if found is None:
            raise BadCursor
        return date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        raise BadCursor from None


def _rows(statement: str, values: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(statement, values)
        columns = [column.name for column in cursor.description]
        yield from [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _view(row: Mapping[str, Any]) -> EventView:
    return EventView(
        kind=row["kind"],
        kind_label=EVENT_LABELS[EventKind(row["kind"])],
        code=row["code"],
        name=row["name"],
        public_id=row["public_id"],
        subject_kind=KIND_LABELS[Kind(row["subject_kind"])],
        district=row["district"],
        unit=row["unit"],
        happened_on=row["happened_on"],
        told_on=row["told_on"],
        old_number=row["old_number"],
        old_kind=OLD_NUMBER_LABELS[OldNumberKind(row["old_kind"])] if row["old_kind"] else "",
    )
