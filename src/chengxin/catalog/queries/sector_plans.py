"""Reads of the plans for joint incentives and restrictions: which lead unit has one, and what it says."""

from django.db.models import QuerySet

from chengxin.catalog import rules
from chengxin.catalog.models import SectorPlan
from chengxin.catalog.rules.sector_plans import WRITE_SECTOR_PLAN, PlanState
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within


def sector_plans_for(actor: Actor) -> QuerySet[SectorPlan]:
    """Return the plans: how far each is may be known to all who see the catalogue, by day and name of the unit."""
    if not actor.may(rules.SEE_CATALOG):
        return SectorPlan.objects.none()
    return SectorPlan.objects.select_related("unit", "file").order_by("due_on", "unit__name", "id")


def sector_plans_to_write(actor: Actor) -> QuerySet[SectorPlan]:
    """Return the plans within the actor's reach for writing them."""
    reach = within(actor.scope(WRITE_SECTOR_PLAN), unit="unit_id", district="unit__district")
    return sector_plans_for(actor).filter(reach)


def sector_plan_for(actor: Actor, plan: str) -> SectorPlan:
    """Return a plan by its public id; what is not issued is shown to those who may write it.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    row = sector_plans_for(actor).filter(public_id=plan).first()
    if row is None or (row.state != PlanState.ISSUED and not may_write(actor, row)):
        raise NotFound
    return row


def sector_plan_to_write(actor: Actor, plan: str) -> SectorPlan:
    """Return a plan the actor may write, to be looked at.

    Raises:
        NotFound: there is none, or it is out of reach.
    """
    row = sector_plans_to_write(actor).filter(public_id=plan).first()
    if row is None:
        raise NotFound
    return row


def sector_plan_held(actor: Actor, plan: str) -> SectorPlan:
    """Return a plan the actor may write, its row held until the transaction ends.

    Raises:
        NotFound: there is none, or it is out of reach.
    """
    row = sector_plans_to_write(actor).select_for_update(of=("self",)).filter(public_id=plan).first()
    if row is None:
        raise NotFound
    return row


def may_write(actor: Actor, row: SectorPlan) -> bool:
    """Say whether the actor may write this plan."""
    return sector_plans_to_write(actor).filter(id=row.id).exists()
