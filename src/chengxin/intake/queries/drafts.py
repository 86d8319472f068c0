"""Drafts of the unit an actor reports for: what was begun and not sent, or came to nothing when it was."""

from django.db.models import Q, QuerySet

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.intake import rules
from chengxin.intake.models import Draft
from chengxin.intake.rules import State

CAME_TO_NOTHING = Q(submission__state__in=[State.UNREADABLE, State.CANCELLED, State.WITHDRAWN]) | Q(
    submission__state=State.DONE, submission__accepted=0, submission__returned__gt=0
)
"""A draft whose submission ended so is open again: what was typed is mended, not typed anew."""


def drafts_for(actor: Actor) -> QuerySet[Draft]:
    """Return the open drafts of units in the actor's reach, last changed first."""
    if not actor.may(rules.SEND):
        return Draft.objects.none()
    reach = within(actor.scope(rules.SEND), unit="unit_id", district="unit__district")
    is_open = Q(submission__isnull=True) | CAME_TO_NOTHING
    found = Draft.objects.filter(reach, is_open).select_related("unit", "submission")
    return found.order_by("-changed_at", "-id")


def draft_for(actor: Actor, public_id: str, *, lock: bool = False) -> Draft:
    """Return an open draft; ``lock`` holds its row.

    Raises:
        NotFound: there is none, it is with the platform or in the register, or it lies outside the actor's reach.
    """
    found = drafts_for(actor).filter(public_id=public_id)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise NotFound
    return row
