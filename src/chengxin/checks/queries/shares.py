"""How far checking goes (“全面推行”): matters that check among all matters, decisions checked among all decisions.

Counted, never typed in. A decision is a record of a matter's item that the unit reported; it is checked if the unit
checked its subject in a matter of this item, on the day of the decision or in the ``DAYS_BEFORE`` days before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from chengxin.checks.models import Check, Matter
from chengxin.checks.queries.matters import matters_open
from chengxin.checks.rules.doings import SEE_MATTERS
from chengxin.foundation.actor import Actor
from chengxin.foundation.scoping import within
from chengxin.register.queries import versions_for

DAYS_BEFORE = timedelta(days=90)
"""A check holds for a decision so long: an approval takes its time."""
DAYS_COUNTED = timedelta(days=365)


@dataclass(frozen=True)
class Share:
    """The figures of one unit; ``measured`` says that a matter of it names the item of its decisions."""

    unit: int
    name: str
    matters: int
    must_check: int
    checking: int
    checks: int
    waiting: int
    measured: bool
    decisions: int
    checked: int


def shares_for(actor: Actor, *, on: date) -> tuple[Share, ...]:
    """Return the figures of each unit in the actor's reach that has matters, over the year up to the day."""
    since = on - DAYS_COUNTED
    matters: dict[int, list[Matter]] = {}
    for one in matters_open(actor, on):
        matters.setdefault(one.unit_id, []).append(one)
    made = _made(actor, since)
    decided = _decided(actor, since, on)
    return tuple(
        _share(unit, found, made.get(unit, (0, 0, 0)), decided.get(unit, (0, 0))) for unit, found in matters.items()
    )


def _share(unit: int, matters: list[Matter], made: tuple[int, int, int], decided: tuple[int, int]) -> Share:
    return Share(
        unit=unit,
        name=matters[0].unit.name,
        matters=len(matters),
        must_check=sum(one.must_check for one in matters),
        checking=made[0],
        checks=made[1],
        waiting=made[2],
        measured=any(one.item for one in matters),
        decisions=decided[0],
        checked=decided[1],
    )


def _made(actor: Actor, since: date) -> Mapping[int, tuple[int, int, int]]:
    """Return by unit: in how many matters it checked, how often, and how many of these wait to be closed."""
    reach = within(actor.scope(SEE_MATTERS), unit="unit", district="unit__district")
    found = Check.objects.filter(reach, on__gte=since, subject__isnull=False).values("unit").order_by()
    counted = found.annotate(
        matters=Count("matter", distinct=True), made=Count("id"), open=Count("id", filter=Q(closed_at__isnull=True))
    )
    return {row["unit"]: (row["matters"], row["made"], row["open"]) for row in counted}


def _decided(actor: Actor, since: date, on: date) -> Mapping[int, tuple[int, int]]:
    """Return by unit how many decisions its matters' items hold, and how many of them were checked before."""
    asked = Matter.objects.filter(unit=OuterRef("source_unit"), item=OuterRef("item"))
    checks = Check.objects.filter(
        unit=OuterRef("source_unit"),
        subject=OuterRef("subject"),
        matter__item=OuterRef("item"),
        on__lte=OuterRef("decided_on"),
        on__gte=OuterRef("decided_on") - DAYS_BEFORE,
    )
    found = versions_for(actor, permission=SEE_MATTERS).filter(Exists(asked), decided_on__range=(since, on))
    counted = (
        found.annotate(was_checked=Exists(checks))
        .values("source_unit")
        .order_by()
        .annotate(decisions=Count("id"), checked=Count("id", filter=Q(was_checked=True)))
    )
    return {row["source_unit"]: (row["decisions"], row["checked"]) for row in counted}
