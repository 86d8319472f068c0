"""Reads of the directory: units, their succession, groups and liaisons."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.units import rules
from chengxin.units.models import Liaison, Membership, Succession, Unit, UnitGroup
from chengxin.units.queries.periods import in_force


def units_for(actor: Actor, *, on: date | None = None, permission: Permission = rules.SEE_UNITS) -> QuerySet[Unit]:
    """Return the units inside the actor's reach, by name; ``on`` keeps those in force that day.

    The directory of units is open to all staff, so with ``SEE_UNITS`` there is no limit but being staff.
    """
    if not actor.may(permission):
        return Unit.objects.none()
    found = Unit.objects.select_related("parent").order_by("name_key", "id")
    if permission is not rules.SEE_UNITS:
        found = found.filter(within(actor.scope(permission), unit="id", district="district"))
    return found.filter(in_force(on)) if on else found


def unit_for(actor: Actor, unit_id: int, *, permission: Permission = rules.SEE_UNITS, lock: bool = False) -> Unit:
    """Return the unit.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = units_for(actor, permission=permission).filter(id=unit_id)
    unit = (found.select_related(None).select_for_update() if lock else found).first()
    if unit is None:
        raise NotFound
    return unit


def successions_of(actor: Actor, unit: Unit) -> QuerySet[Succession]:
    """Return what the unit took over and what was taken over from it, oldest first."""
    if not actor.may(rules.SEE_UNITS):
        return Succession.objects.none()
    found = Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit))
    return found.select_related("predecessor", "successor").order_by("valid_from", "id")


def groups_for(actor: Actor) -> QuerySet[UnitGroup]:
    """Return the groups, by name; like the directory they are open to all staff."""
    found = UnitGroup.objects.order_by("name", "id")
    return found if actor.may(rules.SEE_UNITS) else found.none()


def memberships_for(actor: Actor) -> QuerySet[Membership]:
    """Return who was in which group when, by the units' names."""
    found = Membership.objects.select_related("group", "unit").order_by("unit__name_key", "valid_from", "id")
    return found if actor.may(rules.SEE_UNITS) else found.none()


def membership_for(actor: Actor, membership_id: int, *, permission: Permission = rules.SEE_UNITS) -> Membership:
    """Return the membership.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    membership = memberships_for(actor).filter(id=membership_id).first() if actor.may(permission) else None
    if membership is None:
        raise NotFound
    return membership


def liaisons_for(actor: Actor, *, permission: Permission = rules.SEE_UNITS) -> QuerySet[Liaison]:
    """Return the contacts of units, newest first; all staff may call a colleague."""
    found = Liaison.objects.select_related("unit").order_by("-valid_from", "-id")
    if not actor.may(permission):
        return found.none()
    if permission is rules.SEE_UNITS:
        return found
    return found.filter(within(actor.scope(permission), unit="unit_id", district="unit__district"))


def liaison_for(
    actor: Actor, liaison_id: int, *, permission: Permission = rules.NAME_LIAISON, lock: bool = False
) -> Liaison:
    """Return the contact.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = liaisons_for(actor, permission=permission).filter(id=liaison_id)
    liaison = (found.select_for_update(of=("self",)) if lock else found).first()
    if liaison is None:
        raise NotFound
    return liaison


def successor_names(units: Iterable[Unit]) -> dict[int, list[str]]:
    """Return, for each unit by id, the names of those that took over from it."""
    found: dict[int, list[str]] = {}
    rows = Succession.objects.filter(predecessor__in=[unit.id for unit in units]).order_by("valid_from", "id")
    for unit_id, name in rows.values_list("predecessor_id", "successor__name"):
        names = found.setdefault(unit_id, [])
        if name not in names:
            names.append(name)
    return found
