"""Drafts of the unit an actor reports for: what was begun and not sent."""

from django.db.models import QuerySet

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.intake import rules
from chengxin.intake.models import Draft


def drafts_for(actor: Actor) -> QuerySet[Draft]:
    """Return the open drafts of units in the actor's reach, last changed first."""
    if not actor.may(rules.SEND):
        return Draft.objects.none()
    reach = within(actor.scope(rules.SEND), unit="unit_id", district="unit__district")
    found = Draft.objects.filter(reach, submission__isnull=True).select_related("unit")
    return found.order_by("-changed_at", "-id")


def draft_for(actor: Actor, public_id: str, *, lock: bool = False) -> Draft:
    """Return an open draft; ``lock`` holds its row.

    Raises:
        NotFound: there is none, it was sent, or it lies outside the actor's reach.
    """
    found = drafts_for(actor).filter(public_id=public_id)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise NotFound
    return row
