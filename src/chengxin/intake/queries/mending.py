"""Returned rows that somebody mends in the browser."""

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound
from chengxin.intake import rules
from chengxin.intake.models import MendingDraft
from chengxin.intake.queries.submissions import submission_for


def mending_draft_for(actor: Actor, submission: str, *, lock: bool = False) -> MendingDraft:
    """Return what was begun and not sent of a submission's returned rows; ``lock`` holds its row.

    Raises:
        NotFound: nothing was begun, it was sent, or the submission lies outside the actor's reach.
    """
    row = submission_for(actor, submission, permission=rules.SEND)
    found = MendingDraft.objects.filter(submission=row, sent__isnull=True).select_related("submission__unit")
    draft = (found.select_for_update(of=("self",)) if lock else found).first()
    if draft is None:
        raise NotFound
    return draft
