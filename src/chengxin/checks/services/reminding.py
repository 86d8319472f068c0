"""Reminding units of checks in which nobody has said whether the measures were applied: one notice a unit and week."""

from datetime import datetime, timedelta

from django.db.models import Count, Max, Min

from chengxin.audit.services import record, use_case
from chengxin.checks.models import Check
from chengxin.checks.rules.doings import CHECKS_REMINDED, FOLLOW_CHECKS, OPEN_CHECKS_NOTICE
from chengxin.foundation.actor import Actor
from chengxin.notices.services import About, Recipient, Wish, send_notice
from chengxin.units.queries import day_of

PATIENCE = timedelta(days=5)
"""A check may be open so long before its unit is reminded: a decision takes its time."""
AGAIN = timedelta(days=7)


def remind_of_open(*, actor: Actor, now: datetime) -> int:
    """Remind each unit of its checks that are open for long, and return how many units were. Safe to run twice.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(FOLLOW_CHECKS)
    late = Check.objects.filter(closed_at__isnull=True, at__lt=now - PATIENCE)
    found = late.values("unit").order_by("unit").annotate(count=Count("id"), oldest=Min("at"), last=Max("reminded_at"))
    due = [row for row in found if row["last"] is None or row["last"] <= now - AGAIN]
    for row in due:
        remind_unit(actor=actor, now=now, unit=row["unit"], count=row["count"], oldest=row["oldest"])
    return len(due)


@use_case
def remind_unit(*, actor: Actor, now: datetime, unit: int, count: int, oldest: datetime) -> None:
    """Remind one unit and write down that it was.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(FOLLOW_CHECKS)
    Check.objects.filter(unit=unit, closed_at__isnull=True, at__lt=now - PATIENCE).update(reminded_at=now)
    send_notice(
        actor=actor,
        now=now,
        template=OPEN_CHECKS_NOTICE,
        values={"count": str(count), "oldest": f"{day_of(oldest):%Y-%m-%d}"},
        recipient=Recipient(unit=unit),
        sender_unit=unit,
        about=About("checks", "unit", str(unit)),
        wish=Wish(),
    )
    record(
        actor=actor,
        now=now,
        action=CHECKS_REMINDED,
        object_kind="unit",
        object_id=str(unit),
        facts={"checks": count},
    )
