"""What waits for somebody, gathered from the rooms."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from chengxin.foundation.actor import Actor
from chengxin.notices import queries as notices

LONGEST_LIST = 50


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for somebody; without ``due_on`` it has no limit."""

    public_id: str
    title: str
    kind: str
    sender: str
    due_on: date | None


def waiting_for(actor: Actor) -> tuple[Waiting, ...]:
    """Return the unread notices of the inbox, the most urgent first; one more than is shown means: there are more."""
    unread = notices.unread_for(actor).order_by(F("due_on").asc(nulls_last=True), "created_at", "id")
    return tuple(
        Waiting(
            public_id=notice.public_id,
            title=notice.subject,
            kind=notice.label,
            sender=notice.sender_unit.name,
            due_on=notice.due_on,
        )
        for notice in unread[: LONGEST_LIST + 1]
    )
