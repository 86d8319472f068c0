"""Kinds of lists as a listing asks for them: may it list on a day, and who."""

import hashlib
import json
from dataclasses import asdict
from datetime import date

from django.conf import settings

from chengxin.catalog.queries.kinds import UnknownListKind, list_kind, list_kinds_on
from chengxin.catalog.rules.list_kinds import ListKind
from chengxin.foundation.actor import Actor
from chengxin.law.current import law_in_force
from chengxin.units.models import Unit


def has_basis(actor: Actor, key: str, *, on: date) -> bool:
    """Say whether a kind of list may list by decisions of the day: the kind is in force, and the law permits it."""
    try:
        kind = list_kind(actor, key, on=on)
    except UnknownListKind:
        return False
    return law_permits(kind, on)


def law_permits(kind: ListKind, on: date) -> bool:
    """Say whether the law has a basis on the day for lists of this type, in this field, in this city."""
    law = law_in_force(settings.DATA)
    return law.list_basis(kind.type.value, kind.field, on=on, region=settings.CITY.calendar).permitted


def may_list(kind: ListKind, unit: Unit) -> bool:
    """Say whether the unit lists on this kind: nobody does where others decide."""
    return not kind.decided_elsewhere and unit.code in kind.units


def kinds_of(actor: Actor, unit: Unit, *, on: date) -> tuple[ListKind, ...]:
    """Return the kinds on which the unit may list by decisions of the day, by key."""
    every = list_kinds_on(actor, on=on)
    return tuple(kind for kind in every if may_list(kind, unit) and law_permits(kind, on))


def hash_of_kind(kind: ListKind) -> str:
    """Return the SHA-256 (hexadecimal) of a kind as it stands."""
    told = asdict(kind) | {"public_fields": sorted(kind.public_fields)}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
