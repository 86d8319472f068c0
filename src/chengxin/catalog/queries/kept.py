"""Reads of kinds of lists and measures for the desk: as they are in force, ended or drafted, with their history."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from chengxin.catalog.models import ListKindRow, ListKindVersion, MeasureRow, MeasureVersion
from chengxin.catalog.queries.items import items_in_force, keeps
from chengxin.catalog.queries.kinds import (
    UnknownListKind,
    UnknownMeasure,
    instruments_of_law,
    list_kind_row,
    list_kinds_known,
    measure_row,
)
from chengxin.catalog.rules import SEE_CATALOG
from chengxin.catalog.rules.kind_definitions import list_kind_from, measure_from
from chengxin.catalog.rules.kind_publishing import EVERYWHERE, any_stands
from chengxin.catalog.rules.list_kinds import ListKind
from chengxin.catalog.rules.measures import Measure
from chengxin.foundation.actor import Actor
from chengxin.law.current import law_in_force
from chengxin.units.queries import units_for


@dataclass(frozen=True)
class Shelf:
    """What is kept: kinds of lists, or measures; ``name`` begins the names of its addresses."""

    name: str
    is_measures: bool
    rows: type[ListKindRow] | type[MeasureRow]
    row: Callable[..., ListKindRow | MeasureRow]
    read: Callable[[Any], ListKind | Measure]


LIST_KINDS = Shelf("list-kind", False, ListKindRow, list_kind_row, list_kind_from)  # noqa: FBT003  of two shelves
MEASURES = Shelf("measure", True, MeasureRow, measure_row, measure_from)  # noqa: FBT003  of two shelves


@dataclass(frozen=True)
class Standing:
    """A kind or a measure as it stands on a day.

    ``entry`` is the version of the day, the first one where none is asked yet, the draft of a new one, or the one
    that was given up; drafts are shown only to who keeps the catalogue.
    """

    key: str
    entry: ListKind | Measure
    in_force: bool
    draft: ListKind | Measure | None
    draft_number: int
    draft_by: str
    may_restore: bool
    versions: tuple[ListKindVersion | MeasureVersion, ...]


def standings_kept(actor: Actor, shelf: Shelf, *, on: date) -> list[Standing]:
    """Return everything on a shelf that the actor may see, by key, as it stands on a day."""
    actor.require(SEE_CATALOG)
    found = shelf.rows.objects.order_by("key").prefetch_related("versions")
    standings = [_standing(actor, shelf, row, on) for row in found]
    return [one for one in standings if one is not None]


def standing_kept(actor: Actor, shelf: Shelf, key: str, *, on: date) -> Standing:
    """Return one thing of a shelf as it stands on a day.

    Raises:
        UnknownListKind, UnknownMeasure: there is none, or only a draft that the actor may not see.
    """
    row = shelf.row(actor, key)
    found = _standing(actor, shelf, row, on)
    if found is None:
        raise UnknownMeasure if shelf.is_measures else UnknownListKind
    return found


def _standing(actor: Actor, shelf: Shelf, row: Any, on: date) -> Standing | None:
    versions = tuple(sorted(row.versions.all(), key=lambda one: (one.in_force_from, one.number)))
    keeper = keeps(actor)
    draft = shelf.read(row.draft) if keeper and row.draft is not None else None
    asked = [one for one in versions if one.in_force_from <= on] or list(versions[:1])
    given_up = shelf.read(row.discarded) if keeper and row.draft is None and row.discarded is not None else None
    entry = shelf.read(asked[-1].definition) if asked else draft or given_up
    if entry is None:
        return None
    bases = (entry.basis,) if isinstance(entry, Measure) else entry.basis
    return Standing(
        key=row.key,
        entry=entry,
        in_force=bool(asked) and entry.is_in_force(on) and any_stands(bases, instruments_of_law(actor), on),
        draft=draft,
        draft_number=row.draft_number,
        draft_by=row.draft_by if draft else "",
        may_restore=given_up is not None,
        versions=versions,
    )


def names_kept(actor: Actor, *, on: date) -> dict[str, Mapping[str, str]]:
    """Return what is called how in kinds and measures: of each part that names by code or key, names by these."""
    actor.require(SEE_CATALOG)
    law = law_in_force(settings.DATA)
    return {
        "units": dict(units_for(actor).values_list("code", "name")),
        "list_kinds": {one.key: one.name for one in list_kinds_known(actor, on=on)},
        "items": {one.key: one.name for one in items_in_force(actor, on=on).values()},
        "field": {key: law.words.name("list-field", key) for key in law.words.every("list-field")},
        "region": {EVERYWHERE: "全国", settings.CITY.calendar: "只在本地"},
    }
