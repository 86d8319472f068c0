"""Reads of matters."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q, QuerySet

from chengxin.checks.models import Check, Matter
from chengxin.checks.rules.doings import SEE_MATTERS
from chengxin.checks.rules.matters import MatterDefinition, definition_from
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import values_within, within

NEWEST = """
SELECT m.id, m.public_id, u.id, u.code, v.id, v.hash, v.definition
FROM checks_matter m
JOIN checks_matterversion v ON v.matter_id = m.id AND v.number = m.number
JOIN units_unit u ON u.id = m.unit_id
WHERE m.public_id = %s AND (%s OR u.id = ANY (%s) OR u.district = ANY (%s))"""
"""Written out, as every check asks it."""


@dataclass(frozen=True)
class NewestMatter:
    """A matter as its newest version has it: the numbers of matter, unit and version, and what the version says."""

    id: int
    public_id: str
    unit: int
    unit_code: str
    version: int
    hash: str
    definition: MatterDefinition


def matters_for(actor: Actor, *, permission: Permission = SEE_MATTERS) -> QuerySet[Matter]:
    """Return the matters of units in the actor's reach, by unit and name."""
    reach = within(actor.scope(permission), unit="unit", district="unit__district")
    return (
        Matter.objects.filter(reach)
        .select_related("unit")
        .prefetch_related("versions")
        .order_by("unit__name_key", "unit", "name", "id")
    )


def matters_open(actor: Actor, on: date, *, permission: Permission = SEE_MATTERS) -> QuerySet[Matter]:
    """Return those that are handled on a day."""
    found = matters_for(actor, permission=permission).filter(since__lte=on)
    return found.filter(Q(until__isnull=True) | Q(until__gte=on))


def matter_for(actor: Actor, public_id: str, *, permission: Permission = SEE_MATTERS, lock: bool = False) -> Matter:
    """Return a matter in reach; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or not in reach.
    """
    found = matters_for(actor, permission=permission).filter(public_id=public_id)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise NotFound
    return row


def definition_now(matter: Matter) -> MatterDefinition:
    """Return what a matter that a scoped query found says now."""
    version = next(one for one in matter.versions.all() if one.number == matter.number)
    return definition_from(version.definition)


def checks_by_matter(actor: Actor, matters: Collection[int], *, since: date) -> dict[int, int]:
    """Return how many checks were made in matters (numbers) in the actor's reach since a day."""
    reach = within(actor.scope(SEE_MATTERS), unit="unit", district="unit__district")
    found = Check.objects.filter(reach, matter__in=matters, on__gte=since, subject__isnull=False)
    counted = found.values_list("matter").annotate(checks=Count("id")).order_by()
    return dict(counted)


def matter_to_check(actor: Actor, public_id: str, *, permission: Permission) -> NewestMatter:
    """Return a matter in reach as it stands now, in one read.

    Raises:
        NotFound: there is none, or not in reach.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [public_id, *values_within(actor.scope(permission))])
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    number, shown_id, unit, unit_code, version, digest, definition = row
    return NewestMatter(number, shown_id, unit, unit_code, version, digest, definition_from(json.loads(definition)))
