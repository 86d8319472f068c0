"""Which unit or group of the directory a table means by a text."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from chengxin.foundation.actor import Actor
from chengxin.oversight.queries.responsible import heirs_on
from chengxin.oversight.rules.doings import KEEP_PLAN
from chengxin.oversight.rules.plan import GROUPS, Named
from chengxin.units.models import Unit, UnitGroup
from chengxin.units.queries import units_for
from chengxin.units.rules import Level

CITY_WORD = "市"


@dataclass(frozen=True)
class Match:
    """What a text means: a unit or a group by id, or neither."""

    unit: int | None = None
    group: int | None = None

    @property
    def found(self) -> bool:
        """Whether anything is meant."""
        return self.unit is not None or self.group is not None


@dataclass(frozen=True)
class Directory:
    """The names of units and groups in a year. ``names`` are of units in force, ``former`` lead to their heirs."""

    names: Mapping[str, frozenset[int]]
    endings: Mapping[str, frozenset[int]]
    former: Mapping[str, frozenset[int]]
    groups: Mapping[str, int]

    def match(self, named: Named) -> Match:
        """Return what a table means; a text that fits several units is left open."""
        if named.group is not None and named.group.value in self.groups:
            return Match(group=self.groups[named.group.value])
        text = plain(named.text)
        if text in self.groups:
            return Match(group=self.groups[text])
        for names in (self.names, self.endings, self.former):
            found = names.get(text, frozenset())
            if len(found) == 1:
                return Match(unit=next(iter(found)))
        return Match()


def plain(text: str) -> str:
    """Return a name without gaps, its signs of the usual width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def directory_for(actor: Actor, year: int) -> Directory:
    """Return the names of a year; empty for who does not keep the plans.

    A unit of the city is also found by its name from 市 on, and without that word by its short name.
    """
    every = list(units_for(actor, permission=KEEP_PLAN).select_related(None))
    living = {unit.id for unit in every if in_year(unit, year)}
    ended = [unit for unit in every if unit.id not in living and unit.valid_from.year <= year]
    heirs = heirs_on(date(year, 12, 31))
    groups = UnitGroup.objects.all() if actor.may(KEEP_PLAN) else UnitGroup.objects.none()
    return Directory(
        names=_by_name((name, unit.id) for unit in every if unit.id in living for name in _names(unit)),
        endings=_by_name((name, unit.id) for unit in every if unit.id in living for name in _endings(unit)),
        former=_by_name(
            (name, heir)
            for unit in ended
            for name in (*_names(unit), *_endings(unit))
            for heir in heirs.get(unit.id, frozenset()) & living
        ),
        groups={name: group.id for group in groups for name in _group_names(group)},
    )


def in_year(unit: Unit, year: int) -> bool:
    """Say whether a unit was there at any time of a year."""
    begins, following = date(year, 1, 1), date(year + 1, 1, 1)
    return unit.valid_from < following and (unit.valid_until is None or unit.valid_until > begins)


def offered_units(actor: Actor, year: int) -> list[Unit]:
    """Return the units of a year that a text may be matched to, by name."""
    first, following = date(year, 1, 1), date(year + 1, 1, 1)
    there = Q(valid_from__lt=following) & (Q(valid_until__isnull=True) | Q(valid_until__gt=first))
    return list(units_for(actor, permission=KEEP_PLAN).filter(there))


def _names(unit: Unit) -> set[str]:
    return {plain(unit.name), plain(unit.short_name)}


def _endings(unit: Unit) -> set[str]:
    if unit.level != Level.CITY:
        return set()
    name, short = plain(unit.name), plain(unit.short_name)
    ending = name[name.find(CITY_WORD) :] if CITY_WORD in name else ""
    return {one for one in (ending, f"{CITY_WORD}{short}", short.removeprefix(CITY_WORD)) if one} - _names(unit)


def _group_names(group: UnitGroup) -> set[str]:
    return {group.key, plain(group.name), *(label for key, label in GROUPS.items() if key.value == group.key)}


def _by_name(pairs: Iterable[tuple[str, int]]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for name, unit in pairs:
        found.setdefault(name, set()).add(unit)
    return {name: frozenset(units) for name, units in found.items()}
