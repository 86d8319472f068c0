"""The figures of units in a month as a letter shows them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from chengxin.foundation.actor import Actor
from chengxin.oversight.queries.completeness import Line, lines_for
from chengxin.oversight.queries.policies import policies
from chengxin.oversight.queries.rates import Asked, figures_for
from chengxin.oversight.queries.sequences import series_for
from chengxin.oversight.rules.rates import Counts, Formula, Rates, rates_of
from chengxin.units.models import Unit
from chengxin.units.queries import units_for


@dataclass(frozen=True)
class UnitFigures:
    """One unit in a month: what came in, how much was declared and is open, which numbers nobody has explained."""

    unit: Unit
    counts: Counts
    rates: Rates
    declared: int
    undeclared: int
    open_differences: int
    open_numbers: int

    @property
    def texts(self) -> list[str]:
        """The figures as texts: unit, rows, the three rates, declared items, open differences, open numbers.

        What has no data is empty.
        """
        return [
            self.unit.name,
            f"{self.counts.rows:,}",
            self.rates.compliant.shown,
            self.rates.timely.shown,
            self.rates.late.shown,
            f"{self.declared}/{self.declared + self.undeclared}",
            str(self.open_differences),
            str(self.open_numbers),
        ]


def unit_figures(actor: Actor, month: date, units: Collection[int]) -> list[UnitFigures]:
    """Return the figures of units in the actor's reach, in the directory's order."""
    formula = policies(actor).of(month).formula
    figures = figures_for(actor, Asked(month, month))
    counted: dict[int, Counts] = defaultdict(Counts)
    for cell in figures.cells():
        counted[cell.unit] += figures.counted(cell)
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in lines_for(actor, month):
        lines[line.obligation.unit.id].append(line)
    numbers: dict[int, int] = defaultdict(int)
    for series in series_for(actor, month.year):
        numbers[series.unit.id] += sum(gap.size for gap in series.unanswered)
    return [
        _figures(one, counted[one.id], lines[one.id], numbers[one.id], formula)
        for one in units_for(actor).filter(id__in=units)
    ]


def _figures(unit: Unit, counts: Counts, lines: list[Line], numbers: int, formula: Formula) -> UnitFigures:
    return UnitFigures(
        unit=unit,
        counts=counts,
        rates=rates_of(counts, formula),
        declared=sum(line.declaration is not None for line in lines),
        undeclared=sum(line.declaration is None for line in lines),
        open_differences=sum(line.asks for line in lines),
        open_numbers=numbers,
    )
