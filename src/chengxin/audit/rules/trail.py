"""How the trail is searched, and what a line of it shows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

USUAL_DAYS = 30
"""How far back a search goes when nobody said so."""


@dataclass(frozen=True)
class TrailFilter:
    """Which entries are wanted: days ``since`` to ``until``, both included, in the city's time; empty text means any.

    ``actor`` is a login, client or job, or a person's name; ``unit`` a part of a unit's name; ``action`` a code;
    ``thing`` an object's id or a part of its name; ``outcome`` done or refused.
    """

    since: date
    until: date
    actor: str = ""
    unit: str = ""
    action: str = ""
    thing: str = ""
    outcome: str = ""

    def facts(self) -> dict[str, object]:
        """Return what was asked for, as facts of the entry that records the look."""
        asked = {name: value for name, value in vars(self).items() if isinstance(value, str) and value}
        return {"since": self.since, "until": self.until, **asked}


def usual_filter(today: date) -> TrailFilter:
    """Return the filter of somebody who has not said anything yet."""
    return TrailFilter(since=today - timedelta(days=USUAL_DAYS), until=today)


@dataclass(frozen=True)
class TrailLine:
    """One entry as a row: words as they are shown."""

    id: int
    at: datetime
    actor: str
    unit: str
    origin: str
    action: str
    thing: str
    purpose: str
    basis: str
    outcome: str


@dataclass(frozen=True)
class TrailPage:
    """Rows, newest first, and the cursor of the next page (empty on the last)."""

    lines: tuple[TrailLine, ...]
    following: str


@dataclass(frozen=True)
class TrailEntry:
    """One entry in full: its row, ``facts`` as name and value, the request's number, and where the ledger holds it.

    ``sealed`` is the batch and the index of the leaf, None while the sealer has not come by.
    """

    line: TrailLine
    actor_id: str
    acting_from: str
    facts: tuple[tuple[str, str], ...]
    request: str
    sealed: tuple[int, int] | None
