"""Which units declare which items in a month, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from chengxin.catalog.queries import items_in_force
from chengxin.catalog.rules import Item, Means
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.intake.rules import State
from chengxin.oversight.models import Assignment
from chengxin.oversight.rules.months import moved
from chengxin.oversight.rules.reporting import WHY_LABELS, Why
from chengxin.oversight.rules.reporting_doings import SEE_REPORTING
from chengxin.units.models import Unit
from chengxin.units.queries import units_for

ONE_DAY = timedelta(days=1)
# One look into the index for each unit and item: whoever reports row by row has as many submissions as records.
REPORTED = """
SELECT u.id, i.key
FROM unnest(%s::bigint[]) AS u(id) CROSS JOIN unnest(%s::text[]) AS i(key)
WHERE EXISTS (
    SELECT FROM intake_submission s
    WHERE s.unit_id = u.id AND s.item = i.key AND s.state = %s AND s.received_on <= %s
)
"""


@dataclass(frozen=True)
class Obligation:
    """A unit declares an item; ``basis`` says on what ground."""

    unit: Unit
    item: str
    item_name: str
    why: Why
    basis: str

    @property
    def key(self) -> tuple[int, str]:
        """What tells it from others of its month."""
        return self.unit.id, self.item


def declared_items(actor: Actor, month: date) -> dict[str, Item]:
    """Return the items of which decisions are declared: those in force at the month's end that have a decision day."""
    every = items_in_force(actor, on=moved(month, 1) - ONE_DAY, permission=SEE_REPORTING)
    return {key: item for key, item in every.items() if item.meaning(Means.DECIDED_ON) is not None}


def assignments_for(actor: Actor, *, permission: Permission = SEE_REPORTING) -> QuerySet[Assignment]:
    """Return what was assigned to units in the actor's reach, by unit."""
    reach = within(actor.scope(permission), unit="unit_id", district="unit__district")
    found = Assignment.objects.filter(reach).select_related("unit")
    return found.order_by("unit__name_key", "item", "valid_from") if actor.may(permission) else found.none()


def assignment_for(actor: Actor, assignment_id: int, *, permission: Permission, lock: bool = False) -> Assignment:
    """Return an assignment.

    Raises:
        NotFound: there is none, or its unit lies outside the actor's reach.
    """
    found = assignments_for(actor, permission=permission).filter(id=assignment_id)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise NotFound
    return row


def obligations_for(actor: Actor, month: date, unit: int | None = None) -> list[Obligation]:
    """Return what the units in the actor's reach declare for a month, by unit and item; ``unit`` keeps one.

    Where the catalogue names providers, these; else whom the office assigned the item, or who reported it by then.
    """
    last = moved(month, 1) - ONE_DAY
    units = units_for(actor, on=last, permission=SEE_REPORTING)
    if unit is not None:
        units = units.filter(id=unit)
    known = {one.id: one for one in units}
    items = declared_items(actor, month)
    assigned = _assigned(known, month, last)
    reported = _reported(known, [key for key, item in items.items() if not item.providers], last)
    return [
        Obligation(one, key, item.name, why, assigned.get((one.id, key), WHY_LABELS[why]))
        for one in known.values()
        for key, item in items.items()
        if (why := _why(one, item, assigned, reported)) is not None
    ]


def _why(unit: Unit, item: Item, assigned: dict[tuple[int, str], str], reported: set[tuple[int, str]]) -> Why | None:
    if (unit.id, item.key) in assigned:
        return Why.ASSIGNED
    if item.providers:
        return Why.NAMED if unit.code in item.providers else None
    return Why.REPORTED if (unit.id, item.key) in reported else None


def _assigned(known: dict[int, Unit], month: date, last: date) -> dict[tuple[int, str], str]:
    in_month = Q(valid_from__lte=last) & (Q(valid_until__isnull=True) | Q(valid_until__gt=month))
    rows = Assignment.objects.filter(in_month, unit__in=known).values_list("unit_id", "item", "basis")
    return {(unit, item): basis for unit, item, basis in rows}


def _reported(known: dict[int, Unit], items: Iterable[str], last: date) -> set[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(REPORTED, [list(known), list(items), State.DONE.value, last])
        return set(cursor.fetchall())
