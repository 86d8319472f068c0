"""Whom a row that waits for its subject concerns: its own unit, the offices, and who registers such organisations."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from chengxin.codes.queries import Registrars, registrars
from chengxin.foundation.actor import Actor, Scope
from chengxin.foundation.scoping import within
from chengxin.intake import rules
from chengxin.intake.models import IdentifyingStep, UnidentifiedRow
from chengxin.intake.rules.identifying import Fate


@dataclass(frozen=True)
class Concern:
    """How far one actor's concern with such rows goes: ``named`` are the registering units in force."""

    scope: Scope
    named: Registrars

    def owns(self, row: UnidentifiedRow) -> bool:
        """Say whether the row is of a unit in the actor's reach, so that all of it may be seen."""
        return self.scope.covers(unit=row.unit_id, district=row.unit.district)

    def is_asked(self, row: UnidentifiedRow) -> bool:
        """Say whether the row waits for a unit of the actor, which may have registered its subject."""
        departments = self.named.departments_of(self.scope.units, row.district)
        return row.fate == Fate.OPEN and not departments.isdisjoint(row.departments)

    def waiting(self) -> Q:
        """Return the filter for rows that the actor may decide now."""
        return Q(fate=Fate.OPEN) & (self._own() | self._asked() if self._is_limited else Q())

    def seen(self) -> Q:
        """Return the filter for rows the actor may see: also those that a unit of the actor decided for another one."""
        if not self._is_limited:
            return Q()
        steps = IdentifyingStep.objects.filter(row=OuterRef("pk"), by_unit__in=self.scope.units)
        return self._own() | Q(fate=Fate.OPEN) & self._asked() | Q(Exists(steps))

    @property
    def _is_limited(self) -> bool:
        return not self.scope.everything

    def _own(self) -> Q:
        return within(self.scope, unit="unit_id", district="unit__district")

    def _asked(self) -> Q:
        return self.named.registered_by(self.scope.units, departments="departments", district="district")


def concern_of(actor: Actor) -> Concern:
    """Return the actor's concern; an actor who may not identify subjects has none."""
    return Concern(actor.scope(rules.IDENTIFY), registrars(actor))
