"""Reads of delegations (委托)."""

from django.db.models import QuerySet

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.units import rules
from chengxin.units.models import Delegation


def delegations_for(actor: Actor, *, permission: Permission = rules.SEE_DELEGATIONS) -> QuerySet[Delegation]:
    """Return the delegations of units inside the actor's reach, newest first.

    To look (``SEE_DELEGATIONS``) both sides count; to give and end, only the unit that gives.
    """
    scope = actor.scope(permission)
    reach = within(scope, unit="principal_id", district="principal__district")
    if permission is rules.SEE_DELEGATIONS and not scope.everything:
        reach |= within(scope, unit="deputy_id", district="deputy__district")
    return Delegation.objects.filter(reach).select_related("principal", "deputy").order_by("-valid_from", "-id")


def delegation_for(
    actor: Actor, delegation_id: int, *, permission: Permission = rules.DELEGATE, lock: bool = False
) -> Delegation:
    """Return the delegation.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = delegations_for(actor, permission=permission).filter(id=delegation_id)
    delegation = (found.select_for_update(of=("self",)) if lock else found).first()
    if delegation is None:
        raise NotFound
    return delegation
