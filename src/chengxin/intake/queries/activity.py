"""What a unit sent and has open, item by item."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Coalesce

from chengxin.foundation.actor import Actor
from chengxin.intake import rules
from chengxin.intake.queries.drafts import drafts_for
from chengxin.intake.queries.following import open_rows
from chengxin.intake.queries.submissions import submissions_for
from chengxin.intake.rules import State


@dataclass(frozen=True)
class Activity:
    """One item of one unit: rows taken in since a day and ever, what came last, what is open.

    ``taken`` and ``ever`` count accepted rows, ``returned`` rows that came back since a moment and that are
    still to mend; ``to_settle`` submissions that wait for the unit, ``drafts`` records typed and not sent. ``last``
    is None where nothing came yet.
    """

    taken: int = 0
    ever: int = 0
    last: datetime | None = None
    returned: int = 0
    to_settle: int = 0
    drafts: int = 0

    @property
    def is_open(self) -> bool:
        """Whether somebody has to come back to it."""
        return bool(self.returned or self.to_settle or self.drafts)


def activity_of(actor: Actor, unit: int, *, since: date, mended_since: datetime) -> Mapping[str, Activity]:
    """Return what a unit in the actor's reach sent and has open, by the item's key; items without any are left out."""
    sent = submissions_for(actor, permission=rules.SEND).filter(unit=unit).order_by()
    done = Q(state=State.DONE)
    waiting = Q(state__in=[State.TO_CONFIRM, State.FAILED])
    counted = sent.values("item").annotate(
        taken=Coalesce(Sum("accepted", filter=done & Q(received_on__gte=since)), 0),
        ever=Coalesce(Sum("accepted", filter=done), 0),
        last=Max("received_at"),
        to_settle=Count("id", filter=waiting, distinct=True),
    )
    returned: Counter[str] = Counter()
    for one in open_rows(actor, since=mended_since):
        returned[one.submission.item] += one.rows if one.submission.unit_id == unit else 0
    drafts = dict(drafts_for(actor).filter(unit=unit).order_by().values_list("item").annotate(Count("id")))
    found = {
        row["item"]: Activity(
            taken=row["taken"],
            ever=row["ever"],
            last=row["last"],
            returned=returned[row["item"]],
            to_settle=row["to_settle"],
            drafts=drafts.pop(row["item"], 0),
        )
        for row in counted
    }
    return found | {item: Activity(drafts=count) for item, count in drafts.items()}
