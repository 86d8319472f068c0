"""What was declared for a month beside what arrived, and what the units said where the two differ."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet, Sum

from chengxin.foundation.actor import Actor
from chengxin.foundation.scoping import within
from chengxin.intake.rules import State
from chengxin.oversight.models import DecisionTally, Declaration, DifferenceAnswer
from chengxin.oversight.queries.obligations import Obligation, obligations_for
from chengxin.oversight.queries.policies import policies
from chengxin.oversight.rules.reporting import DifferenceKind
from chengxin.oversight.rules.reporting_doings import SEE_REPORTING

Key = tuple[int, str]
R = TypeVar("R", Declaration, DifferenceAnswer)


@dataclass(frozen=True)
class Line:
    """One item of one unit in a month: what it declared last, how often, what arrived, what it said."""

    obligation: Obligation
    month: date
    due_on: date
    declaration: Declaration | None
    received: int
    answer: DifferenceAnswer | None

    @property
    def differs(self) -> bool:
        """Whether another number was declared than arrived."""
        return self.declaration is not None and self.declaration.count != self.received

    @property
    def answered(self) -> DifferenceKind | None:
        """What the unit said of exactly these two numbers; None: nothing yet."""
        said, declared = self.answer, self.declaration
        if said is None or declared is None or (said.declared, said.received) != (declared.count, self.received):
            return None
        return DifferenceKind(said.kind)

    @property
    def asks(self) -> bool:
        """Whether the unit still has to say why, or to report what it promised."""
        return self.differs and self.answered is not DifferenceKind.EXPLAINED


def lines_for(actor: Actor, month: date, unit: int | None = None) -> list[Line]:
    """Return what the units in the actor's reach declare for a month, by unit and item."""
    obligations = obligations_for(actor, month, unit)
    units = {one.unit.id for one in obligations}
    declared = {(row.unit_id, row.item): row for row in _last(Declaration.objects.filter(month=month, unit__in=units))}
    answers = DifferenceAnswer.objects.filter(month=month, unit__in=units)
    answered = {(row.unit_id, row.item): row for row in _last(answers)}
    received = received_in(month, units)
    due_on = policies(actor).of(month).due_on(month)
    return [
        Line(one, month, due_on, declared.get(one.key), received.get(one.key, 0), answered.get(one.key))
        for one in obligations
    ]


def _last(rows: QuerySet[R]) -> QuerySet[R]:
    return rows.order_by("unit", "item", "-number").distinct("unit", "item")


def received_in(month: date, units: Collection[int]) -> dict[Key, int]:
    """Return how many decisions of a month arrived, by unit and item."""
    counted = DecisionTally.objects.filter(month=month, unit__in=units, submission__state=State.DONE)
    sums = counted.order_by().values_list("unit_id", "item").annotate(n=Sum("decisions"))
    return {(unit, item): n for unit, item, n in sums}


def declarations_of(actor: Actor, month: date, item: str, unit: int) -> QuerySet[Declaration]:
    """Return every version of a unit's declaration, the last first."""
    reach = within(actor.scope(SEE_REPORTING), unit="unit_id", district="unit__district")
    found = Declaration.objects.filter(reach, month=month, item=item, unit=unit).order_by("-number")
    return found if actor.may(SEE_REPORTING) else found.none()
