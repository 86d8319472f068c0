"""Reads the kinds of lists and the measures that come with the product: ``data/catalog/kinds/*.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from chengxin.catalog.adapters.standard import standard_folder
from chengxin.catalog.rules.item import Basis, SubjectKind
from chengxin.catalog.rules.list_kinds import BasisLevel, EntryField, ListKind, ListTerm, ListType, Standards
from chengxin.catalog.rules.measures import Force, Measure, MeasureKind, MeasureTerm, OrderedBy

FOLDER = "kinds"


@cache
def standard_list_kinds() -> dict[str, ListKind]:
    """Return the kinds of lists by key."""
    return {one["key"]: list_kind_from(one) for one in _read("list-kinds.toml", "kind")}


@cache
def standard_measures() -> dict[str, Measure]:
    """Return the measures by key."""
    return {one["key"]: measure_from(one) for one in _read("measures.toml", "measure")}


def list_kind_from(told: Mapping[str, Any]) -> ListKind:
    """Return a kind of list from plain data.

    Raises:
        KeyError, ValueError, TypeError: the data is not that of a kind.
    """
    term = told["term"]
    return ListKind(
        **{
            **told,
            "type": ListType(told["type"]),
            "basis": tuple(Basis(**one) for one in told["basis"]),
            "basis_level": BasisLevel(told["basis_level"]),
            "standards": Standards(**told["standards"]) if told.get("standards") else None,
            "term": ListTerm(term.get("months"), term.get("most_months"), Basis(**term["basis"])),
            "listing_bodies": tuple(told["listing_bodies"]),
            "public_fields": frozenset(EntryField(one) for one in told["public_fields"]),
            "persons": Basis(**told["persons"]) if told.get("persons") else None,
            "units": tuple(told.get("units", ())),
        }
    )


def measure_from(told: Mapping[str, Any]) -> Measure:
    """Return a measure from plain data.

    Raises:
        KeyError, ValueError, TypeError: the data is not that of a measure.
    """
    term = told["term"]
    return Measure(
        **{
            **told,
            "kind": MeasureKind(told["kind"]),
            "force": Force(told["force"]),
            "ordered_by": OrderedBy(told["ordered_by"]),
            "basis": Basis(**told["basis"]),
            "term": MeasureTerm(term.get("months"), term["words"], Basis(**term["basis"])),
            "implementing": tuple(told["implementing"]),
            "list_kinds": tuple(told.get("list_kinds", ())),
            "items": tuple(told.get("items", ())),
            "subjects": tuple(SubjectKind(one) for one in told["subjects"]),
            "units": tuple(told.get("units", ())),
        }
    )


def _read(name: str, table: str) -> list[dict[str, Any]]:
    told = tomllib.loads((standard_folder() / FOLDER / name).read_text(encoding="utf-8"))
    entries: list[dict[str, Any]] = told[table]
    return entries
