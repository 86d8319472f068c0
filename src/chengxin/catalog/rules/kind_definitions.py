"""Kinds of lists and measures as plain data: what versions keep, what files say, and the hash of both."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from chengxin.catalog.rules.item import Basis, SubjectKind
from chengxin.catalog.rules.list_kinds import BasisLevel, EntryField, ListKind, ListTerm, ListType, Standards
from chengxin.catalog.rules.measures import Force, Measure, MeasureKind, MeasureTerm, OrderedBy

OF_THE_CITY = "units"
"""What the city says of a definition that comes with the product; a release never changes it."""


def plain(value: Any) -> Any:
    """Return a definition, or a part of one, as JSON holds it: days as text, sets in order."""
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(plain(one) for one in value)
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def hash_of_plain(told: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hexadecimal) of a definition in canonical JSON."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def own_hash(told: Mapping[str, Any]) -> str:
    """Return the hash of a definition without what the city says of it."""
    return hash_of_plain({name: value for name, value in told.items() if name != OF_THE_CITY})


def list_kind_from(told: Mapping[str, Any]) -> ListKind:
    """Return a kind of list from plain data; days may be text.

    Raises:
        KeyError, ValueError, TypeError: the data is not that of a kind.
    """
    term, standards = told["term"], told.get("standards")
    return ListKind(
        **{
            **told,
            "type": ListType(told["type"]),
            "basis": tuple(Basis(**one) for one in told["basis"]),
            "basis_level": BasisLevel(told["basis_level"]),
            "standards": Standards(**{**standards, "issued_on": _day(standards["issued_on"])}) if standards else None,
            "term": ListTerm(term.get("months"), term.get("most_months"), Basis(**term["basis"])),
            "listing_bodies": tuple(told["listing_bodies"]),
            "public_fields": frozenset(EntryField(one) for one in told["public_fields"]),
            "persons": Basis(**told["persons"]) if told.get("persons") else None,
            **_days_and_units(told),
        }
    )


def measure_from(told: Mapping[str, Any]) -> Measure:
    """Return a measure from plain data; days may be text.

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
            **_days_and_units(told),
        }
    )


def _days_and_units(told: Mapping[str, Any]) -> dict[str, Any]:
    last = told.get("last_day")
    return {
        "in_force_from": _day(told["in_force_from"]),
        "last_day": _day(last) if last else None,
        "units": tuple(told.get("units", ())),
    }


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
