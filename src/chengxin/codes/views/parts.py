"""What several pages of codes share: units and districts in reach, ways back, counts grouped."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chengxin.codes.forms import BY_DISTRICT, BY_KIND, BY_UNIT
from chengxin.codes.models import CodeFault, MonthFault
from chengxin.codes.queries import Cell
from chengxin.codes.rules.doings import SEE_CODES
from chengxin.codes.rules.kinds import (
    FAULT_LABELS,
    OUTCOME_LABELS,
    STATE_LABELS,
    FaultKind,
    FaultState,
    Outcome,
)
from chengxin.codes.rules.rates import CodeCounts, ConversionCounts
from chengxin.foundation.requests import Request
from chengxin.subjects.rules import KIND_LABELS, Kind
from chengxin.ui.pieces import Crumb
from chengxin.units.models import Unit
from chengxin.units.public import district_names
from chengxin.units.queries import day_of, units_for

Counts = TypeVar("Counts", CodeCounts, ConversionCounts)
LOOKS = {FaultState.OPEN: "near", FaultState.CLOSED: "done"}
HEADS = {BY_UNIT: gettext_noop("登记单位"), BY_KIND: gettext_noop("主体类型"), BY_DISTRICT: gettext_noop("区划")}


@dataclass(frozen=True)
class FaultLine:
    """A fault in a list; ``state`` is how it stands or stood."""

    code: str
    name: str
    address: str
    kinds: str
    unit: str
    found_on: date
    look: str
    state: str


@dataclass(frozen=True)
class Reach:
    """Units that this person sees, and all districts of the city, in their own order."""

    units: Mapping[int, Unit]
    districts: Mapping[str, str]

    def unit_name(self, unit: int | None) -> str:
        """Return what a unit is called; of none that nobody is named yet."""
        named = self.units.get(unit or 0)
        return named.name if named else _("还没有指定单位")

    def district_name(self, district: str) -> str:
        """Return what a district is called, its code where it has no name."""
        return self.districts.get(district, district) or _("没有写明")


def reach_of(request: Request) -> Reach:
    """Return what this person sees."""
    today = day_of(request.now)
    units = {one.id: one for one in units_for(request.actor, permission=SEE_CODES)}
    return Reach(units, dict(sorted(district_names(today).items())))


def kind_name(kind: str) -> str:
    """Return what a kind of subject is called."""
    return _(KIND_LABELS[Kind(kind)]) if kind else _("没有写明")


def kinds_words(kinds: Iterable[str]) -> str:
    """Return what kinds of fault are called."""
    return "、".join(_(FAULT_LABELS[FaultKind(kind)]) for kind in kinds)


def narrowed(found: Mapping[Cell, Counts], asked: Mapping[str, str]) -> dict[Cell, Counts]:
    """Return the counts of what is asked for; the unit 0 stands for nobody."""
    unit, kind, district = asked.get("unit", ""), asked.get("kind", ""), asked.get("district", "")
    return {
        cell: counts
        for cell, counts in found.items()
        if (not unit or str(cell.unit or 0) == unit)
        and (not kind or cell.kind == kind)
        and (not district or cell.district == district)
    }


def grouped(found: Mapping[Cell, Counts], by: str, reach: Reach, nothing: Counts) -> list[tuple[str, str, Counts]]:
    """Return (key, name, counts) by unit, kind or district, in their own order and never by size."""
    key_of: Mapping[str, Callable[[Cell], str]] = {
        BY_UNIT: lambda cell: str(cell.unit or 0),
        BY_KIND: lambda cell: cell.kind,
        BY_DISTRICT: lambda cell: cell.district,
    }
    sums: dict[str, Counts] = defaultdict(lambda: nothing)
    for cell, counts in found.items():
        sums[key_of[by](cell)] = sums[key_of[by](cell)] + counts
    order = _order(by, reach, sums)
    return [(key, name, sums[key]) for key, name in order if key in sums]


def _order(by: str, reach: Reach, sums: Iterable[str]) -> list[tuple[str, str]]:
    if by == BY_KIND:
        return [(kind.value, _(label)) for kind, label in KIND_LABELS.items()]
    if by == BY_DISTRICT:
        return [(key, reach.district_name(key)) for key in sorted(sums)]
    named = [(str(one.id), one.name) for one in reach.units.values()]
    return [*named, ("0", _("还没有指定单位"))]


def whole(found: Mapping[Cell, Counts], nothing: Counts) -> Counts:
    """Return all counts together."""
    counted = nothing
    for counts in found.values():
        counted = counted + counts
    return counted


def to_overview() -> Crumb:
    """Return the way back to the first page of codes."""
    return Crumb(_("赋码和转换"), reverse("codes:overview"))


def to_faults() -> Crumb:
    """Return the way back to the work list."""
    return Crumb(_("重错码"), reverse("codes:faults"))


def fault_line(fault: CodeFault, stood: CodeFault | MonthFault, *, unit: str) -> FaultLine:
    """Return the line of a fault as it stands, or as it stood at a month's end."""
    state = FaultState(stood.state)
    return FaultLine(
        code=fault.code,
        name=fault.name,
        address=reverse("codes:fault", args=[fault.public_id]),
        kinds=kinds_words(fault.kinds),
        unit=unit,
        found_on=fault.found_on,
        look=LOOKS[state],
        state=_(OUTCOME_LABELS[Outcome(stood.outcome)] if stood.outcome else STATE_LABELS[state]),
    )
