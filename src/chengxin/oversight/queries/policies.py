"""What holds for a month: cut-off day, reminders, formulas. Open to all who see the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from chengxin.foundation.actor import Actor
from chengxin.oversight.models import ReportingPolicy
from chengxin.oversight.rules.rates import CUTOFF_DAY, REMIND_DAYS, CompliantOf, DueBy, Formula, TimelyOf
from chengxin.oversight.rules.reporting import due_day
from chengxin.oversight.rules.reporting_doings import SEE_REPORTING, TALLY


@dataclass(frozen=True)
class Policy:
    """What holds for a month; ``row`` is None for what comes with the platform."""

    cutoff_day: int
    remind_days: int
    formula: Formula
    row: ReportingPolicy | None

    def due_on(self, month: date) -> date:
        """Return the last day for the month's declaration."""
        return due_day(month, self.cutoff_day)


DEFAULT = Policy(CUTOFF_DAY, REMIND_DAYS, Formula(), None)


@dataclass(frozen=True)
class Policies:
    """All that was ever set, so that each month finds its own."""

    rows: Sequence[ReportingPolicy]

    def of(self, month: date) -> Policy:
        """Return what holds for a month: the latest beginning at or before it, and of equal ones the last set."""
        fitting = [row for row in self.rows if row.from_month <= month]
        if not fitting:
            return DEFAULT
        row = max(fitting, key=lambda one: (one.from_month, one.number))
        formula = Formula(CompliantOf(row.compliant_of), TimelyOf(row.timely_of), DueBy(row.due_by))
        return Policy(row.cutoff_day, row.remind_days, formula, row)


def policies_for(actor: Actor) -> QuerySet[ReportingPolicy]:
    """Return what was set, the last first."""
    found = ReportingPolicy.objects.order_by("-number")
    return found if actor.may(SEE_REPORTING) or actor.may(TALLY) else found.none()


def policies(actor: Actor) -> Policies:
    """Return what holds for each month."""
    return Policies(list(policies_for(actor)))
