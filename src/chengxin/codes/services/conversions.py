"""Old registrations as a registering unit reports them: still without a code, converted, or struck off."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection

from chengxin.audit.services import record, use_case
from chengxin.codes.models import CodeEvent, OldRegistration
from chengxin.codes.rules.doings import CONVERSIONS_TAKEN, KEEP_CODES
from chengxin.codes.rules.kinds import EventKind
from chengxin.foundation.actor import Actor
from chengxin.subjects.services.bulk import keep_numbers, match_organisations

CONVERSION = pl.Schema(
    {
        "row": pl.UInt32,
        "old_kind": pl.String,
        "old_number": pl.String,
        "name": pl.String,
        "kind": pl.String,
        "district": pl.String,
        "registering_body": pl.String,
        "ended": pl.Boolean,
        "code": pl.String,
        "converted_on": pl.Date,
    }
)
"""A row of a report: the old number (tidied), whose it is, and the code that took its place, null if none did."""
LOCK = 0x636F6E76
"""Advisory lock: of two units that tell of the same number at once, the second sees the first."""
CHANGING = ("name", "kind", "district", "registering_body", "ended", "organisation_id", "converted_on")
COLUMNS = [name.removesuffix("_id") for name in CHANGING]


@dataclass(frozen=True)
class Taken:
    """Which rows were taken, which said what is known, which another unit keeps, which contradict what is known.

    ``contradicting``: the number was converted to another code before. ``misfits``: rows whose code belongs to another
    name (``row``, ``name``, ``known_name``, ``name_fits``).
    """

    taken: tuple[int, ...]
    unchanged: tuple[int, ...]
    elsewhere: tuple[int, ...]
    contradicting: tuple[int, ...]
    misfits: pl.DataFrame


@use_case
def take_over_conversions(
    *, actor: Actor, now: datetime, frame: pl.DataFrame, unit: int, inherited: frozenset[int], told_on: date
) -> Taken:
    """Take over old registrations and their conversion, as ``CONVERSION`` has them, and return what became of each row.

    ``inherited`` are units whose duties this one took over. A row without a code says that the subject waits; it never
    takes a code away. Each number once; safe to run twice.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(KEEP_CODES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    told = frame.match_to_schema(CONVERSION)
    found = _matched(told)
    misfits = found.filter(~pl.col("name_fits"))
    left_out = set(misfits["row"])
    known = _known(told)
    sorted_out = _Sorting(unit, inherited | {unit}, told_on, now)
    ids = dict(found.select("row", "organisation_id").iter_rows())
    for row in told.filter(~pl.col("row").is_in(misfits["row"].implode())).iter_rows(named=True):
        sorted_out.put(row, known.get((row["old_kind"], row["old_number"])), ids.get(row["row"]))
    sorted_out.write()
    taken = Taken(
        taken=tuple(sorted_out.taken),
        unchanged=tuple(sorted_out.unchanged),
        elsewhere=tuple(sorted_out.elsewhere),
        contradicting=tuple(sorted_out.contradicting),
        misfits=misfits,
    )
    counts = {name: len(getattr(taken, name)) for name in ("taken", "unchanged", "elsewhere", "contradicting")}
    record(
        actor=actor,
        now=now,
        action=CONVERSIONS_TAKEN,
        object_kind="old-registrations",
        facts=counts | {"misfits": len(left_out)},
    )
    return taken


def _matched(told: pl.DataFrame) -> pl.DataFrame:
    """Return ``row``, ``organisation_id`` and how the name fits, of the rows with a code; new ones are created."""
    coded = told.filter(pl.col("code").is_not_null())
    rows = coded.select("code", "name", "district")
    return coded.select("row").hstack(match_organisations(rows)) if len(coded) else _nothing()


def _nothing() -> pl.DataFrame:
    shape = {"row": pl.UInt32, "name": pl.String, "organisation_id": pl.Int64, "known_name": pl.String}
    return pl.DataFrame(schema=shape | {"name_fits": pl.Boolean})


def _known(told: pl.DataFrame) -> dict[tuple[str, str], OldRegistration]:
    rows = OldRegistration.objects.filter(old_number__in=told["old_number"].to_list())
    return {(row.old_kind, row.old_number): row for row in rows}


class _Sorting:
    """Sorts rows by what becomes of them and keeps what is to be written."""

    def __init__(self, unit: int, own: frozenset[int], told_on: date, now: datetime) -> None:
        """Begin with nothing."""
        self.unit, self.own, self.told_on, self.now = unit, own, told_on, now
        self.taken: list[int] = []
        self.unchanged: list[int] = []
        self.elsewhere: list[int] = []
        self.contradicting: list[int] = []
        self.new: list[OldRegistration] = []
        self.changed: list[OldRegistration] = []
        self.events: list[CodeEvent] = []

    def put(self, row: dict[str, Any], known: OldRegistration | None, organisation: int | None) -> None:
        """Decide about a row."""
        number = row["row"]
        if known is not None and known.unit_id not in self.own:
            self.elsewhere.append(number)
        elif known is not None and organisation and known.organisation_id not in {None, organisation}:
            self.contradicting.append(number)
        elif known is None:
            self.new.append(self._made(row, organisation))
            self.taken.append(number)
        else:
            self._compare(row, known, organisation)
        if organisation and number in self.taken[-1:]:
            self._convert(row, organisation)

    def _compare(self, row: dict[str, Any], known: OldRegistration, organisation: int | None) -> None:
        told = self._made(row, organisation or known.organisation_id)
        if organisation is None:
            told.converted_on = known.converted_on
        if all(getattr(told, name) == getattr(known, name) for name in CHANGING):
            self.unchanged.append(row["row"])
            return
        for name in CHANGING:
            setattr(known, name, getattr(told, name))
        known.unit_id, known.told_on = self.unit, self.told_on
        self.changed.append(known)
        self.taken.append(row["row"])

    def _made(self, row: dict[str, Any], organisation: int | None) -> OldRegistration:
        return OldRegistration(
            unit_id=self.unit,
            old_kind=row["old_kind"],
            old_number=row["old_number"],
            name=row["name"][:200],
            kind=row["kind"],
            district=(row["district"] or "")[:12],
            registering_body=(row["registering_body"] or "")[:200],
            ended=bool(row["ended"]) and organisation is None,
            organisation_id=organisation,
            converted_on=row["converted_on"] if organisation else None,
            told_on=self.told_on,
            recorded_at=self.now,
        )

    def _convert(self, row: dict[str, Any], organisation: int) -> None:
        self.events.append(
            CodeEvent(
                kind=EventKind.CONVERTED,
                organisation_id=organisation,
                code=row["code"],
                happened_on=row["converted_on"],
                told_on=self.told_on,
                unit_id=self.unit,
                old_kind=row["old_kind"],
                old_number=row["old_number"],
                recorded_at=self.now,
            )
        )

    def write(self) -> None:
        """Write what was sorted."""
        OldRegistration.objects.bulk_create(self.new, batch_size=5_000)
        OldRegistration.objects.bulk_update(self.changed, [*COLUMNS, "unit", "told_on"], batch_size=1_000)
        CodeEvent.objects.bulk_create(self.events, batch_size=5_000, ignore_conflicts=True)
        keep_numbers([(one.organisation_id, one.old_kind, one.old_number) for one in self.events])
