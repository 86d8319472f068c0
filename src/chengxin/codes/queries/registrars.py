"""Which unit answers for a code: by the department that gave it and the district."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from chengxin.codes.models import Registrar
from chengxin.codes.rules.doings import SEE_CODES
from chengxin.foundation.actor import Actor, Scope

NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class Registrars:
    """The units in force, by department and district; the empty district is the whole city."""

    units: Mapping[tuple[str, str], int]

    def of(self, code: str, district: str) -> int | None:
        """Return the id of the unit that answers for a code in a district; None if nobody is named."""
        department = code[:1]
        return self.units.get((department, district)) or self.units.get((department, ""))

    def organisations_of(self, unit: int | None) -> Q:
        """Return the filter for organisations for whose codes a unit answers; None: those nobody answers for."""
        found = NOTHING
        for (department, district), named in self.units.items():
            if unit is None or named == unit:
                found |= self._part(department, district)
        return ~found if unit is None else found

    def departments_of(self, units: Collection[int], district: str) -> frozenset[str]:
        """Return the departments for whose codes one of the units answers in a district."""
        departments = {department for department, _district in self.units}
        return frozenset(one for one in departments if self.of(one, district) in units)

    def registered_by(self, units: Collection[int], *, departments: str, district: str) -> Q:
        """Return the filter for rows that name several departments as one text, for which the units answer.

        ``departments`` and ``district`` are the lookups of that text and of the division code.
        """
        found = NOTHING
        for (department, place), named in self.units.items():
            if named not in units:
                continue
            part = Q(**{f"{departments}__contains": department})
            apart = [other for known, other in self.units if known == department and other]
            found |= part & (Q(**{district: place}) if place else ~Q(**{f"{district}__in": apart}))
        return found

    def within(self, scope: Scope) -> Q:
        """Return the filter for organisations inside a scope, by district or by the unit that answers for the code."""
        if scope.everything:
            return Q()
        found = Q(district__in=sorted(scope.districts))
        for unit in scope.units:
            found |= self.organisations_of(unit)
        return found

    def _part(self, department: str, district: str) -> Q:
        codes = Q(unified_code__startswith=department)
        if district:
            return codes & Q(district=district)
        apart = [other for known, other in self.units if known == department and other]
        return codes & ~Q(district__in=apart)


def registrars(actor: Actor) -> Registrars:
    """Return who answers for which codes; nobody for an actor who may not see codes."""
    found = registrars_in_force(actor).values_list("department", "district", "unit_id")
    return Registrars({(department, district): unit for department, district, unit in found})


def registrars_in_force(actor: Actor) -> QuerySet[Registrar]:
    """Return the rows in force, by department and district; they are no secret among those who see codes."""
    found = Registrar.objects.filter(until_on__isnull=True).select_related("unit").order_by("department", "district")
    return found if actor.may(SEE_CODES) else found.none()
