"""Turns an actor's scope into a filter, so that a query can not forget it."""

from django.db.models import Q

from chengxin.foundation.actor import Scope


def within(scope: Scope, *, unit: str, district: str = "") -> Q:
    """Return the filter for rows inside the scope.

    ``unit`` names the lookup of the unit's id, ``district`` that of its division code; without the latter a scope by
    district matches nothing.
    """
    if scope.everything:
        return Q()
    inside = Q(**{f"{unit}__in": sorted(scope.units)})
    if district and scope.districts:
        inside |= Q(**{f"{district}__in": sorted(scope.districts)})
    return inside


def values_within(scope: Scope) -> tuple[bool, list[int], list[str]]:
    """Return the same as values of a statement that is written out: whether all is inside, else units and districts.

    The statement says ``(%s OR unit.id = ANY (%s) OR unit.district = ANY (%s))``.
    """
    return scope.everything, sorted(scope.units), sorted(scope.districts)
