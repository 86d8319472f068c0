"""What came in, month by month, of units in reach: counts from which the rates are computed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from chengxin.foundation.actor import Actor
from chengxin.foundation.scoping import within
from chengxin.intake.models import Submission
from chengxin.intake.rules import State
from chengxin.oversight.models import DecisionTally, MonthClosing, RateSnapshot
from chengxin.oversight.rules.months import moved
from chengxin.oversight.rules.rates import Counts
from chengxin.oversight.rules.reporting_doings import SEE_REPORTING

ROWS = ("rows", "accepted", "unchanged", "returned")
R = TypeVar("R", Submission, DecisionTally, RateSnapshot)
DECISIONS = ("decisions", "timed", "late", "late_national")


@dataclass(frozen=True, order=True)
class Cell:
    """What is counted together: a month of receipt, a unit, an item."""

    month: date
    unit: int
    item: str


@dataclass(frozen=True)
class Asked:
    """Which months, both included, and which unit, district or item; None and empty keep all."""

    first: date
    last: date
    unit: int | None = None
    district: str = ""
    item: str = ""


@dataclass(frozen=True)
class Figures:
    """Counts as they stand now, and those that were written down for months that are closed."""

    now: dict[Cell, Counts]
    closed: dict[Cell, Counts]
    closed_months: frozenset[date]

    def counted(self, cell: Cell) -> Counts:
        """Return what counts: of a closed month what was written down."""
        return (self.closed if cell.month in self.closed_months else self.now).get(cell, Counts())

    def changed(self, cell: Cell) -> bool:
        """Say whether a closed month has changed since."""
        return cell.month in self.closed_months and self.now.get(cell, Counts()) != self.closed.get(cell, Counts())

    def cells(self) -> list[Cell]:
        """Return everything that is counted, or was."""
        return sorted({*self.now, *self.closed})


def figures_for(actor: Actor, asked: Asked) -> Figures:
    """Return the counts of the months asked for, of units in the actor's reach."""
    if not actor.may(SEE_REPORTING):
        return Figures({}, {}, frozenset())
    closings = dict(
        MonthClosing.objects.filter(month__gte=asked.first, month__lte=asked.last).values_list("id", "month")
    )
    return Figures(_now(actor, asked), _closed(actor, asked, closings), frozenset(closings.values()))


def submissions_behind(actor: Actor, asked: Asked) -> QuerySet[Submission]:
    """Return the submissions that are counted, the latest first."""
    found = Submission.objects.filter(
        state=State.DONE, received_on__gte=asked.first, received_on__lt=moved(asked.last, 1)
    )
    found = _narrowed(actor, found, asked).select_related("unit", "file").order_by("-received_on", "-id")
    return found if actor.may(SEE_REPORTING) else found.none()


def _now(actor: Actor, asked: Asked) -> dict[Cell, Counts]:
    received = {"received_on__gte": asked.first, "received_on__lt": moved(asked.last, 1)}
    done = Submission.objects.filter(state=State.DONE, **received)
    tallied = DecisionTally.objects.filter(submission__state=State.DONE, **received)
    found: dict[Cell, Counts] = defaultdict(Counts)
    for cell, numbers in _summed(_narrowed(actor, done, asked), ROWS):
        found[cell] += Counts(**numbers)
    for cell, numbers in _summed(_narrowed(actor, tallied, asked), DECISIONS):
        found[cell] += Counts(**numbers)
    return dict(found)


def _narrowed(actor: Actor, found: QuerySet[R], asked: Asked) -> QuerySet[R]:
    found = found.filter(within(actor.scope(SEE_REPORTING), unit="unit_id", district="unit__district"))
    if asked.unit is not None:
        found = found.filter(unit=asked.unit)
    if asked.district:
        found = found.filter(unit__district=asked.district)
    return found.filter(item=asked.item) if asked.item else found


def _summed(found: QuerySet[R], names: Sequence[str]) -> Iterator[tuple[Cell, dict[str, int]]]:
    sums = {f"n_{name}": Sum(name) for name in names}
    by_month = found.order_by().annotate(counted_in=TruncMonth("received_on")).values("counted_in", "unit_id", "item")
    for month, unit, item, *numbers in by_month.annotate(**sums).values_list("counted_in", "unit_id", "item", *sums):
        yield Cell(month, unit, item), dict(zip(names, numbers, strict=True))


def _closed(actor: Actor, asked: Asked, closings: dict[int, date]) -> dict[Cell, Counts]:
    rows = _narrowed(actor, RateSnapshot.objects.filter(closing__in=closings), asked)
    return {
        Cell(closings[row.closing_id], row.unit_id, row.item): Counts(
            **{name: getattr(row, name) for name in (*ROWS, *DECISIONS)}
        )
        for row in rows
    }
