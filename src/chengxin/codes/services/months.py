"""The figures of a month are written down after its end, with the faults behind them."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from chengxin.audit.services import record, use_case
from chengxin.codes.models import CodeFault, CodeMonth, MonthCount, MonthFault
from chengxin.codes.queries.rates import NO_FAULT, counts_now
from chengxin.codes.rules.doings import KEEP_CODES, MONTH_CLOSED
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict
from chengxin.units.queries import day_of


class MonthClosed(Conflict):
    """The figures of the month stand."""

    code = "codes.month-closed"
    says = "{month}的数已经存过"


def close_months(*, actor: Actor, now: datetime) -> int:
    """Write down the figures of the month before if they are not yet, and return how many months were. Safe twice.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(KEEP_CODES)
    month = (day_of(now).replace(day=1) - timedelta(days=1)).replace(day=1)
    if CodeMonth.objects.filter(month=month).exists():
        return 0
    close_month(actor=actor, now=now, month=month)
    return 1


@use_case
def close_month(*, actor: Actor, now: datetime, month: date) -> CodeMonth:
    """Write down what is counted now as the figures of a month that is over.

    Raises:
        NotPermitted: the actor may not.
        MonthClosed: it was done.
    """
    actor.require(KEEP_CODES)
    try:
        with transaction.atomic():
            closing = CodeMonth.objects.create(month=month, at=now)
    except IntegrityError:
        raise MonthClosed(month=f"{month:%Y-%m}") from None
    counts = counts_now(actor)
    MonthCount.objects.bulk_create(
        MonthCount(closing=closing, unit_id=cell.unit, kind=cell.kind, district=cell.district, **vars(one))
        for cell, one in counts.items()
    )
    faults = CodeFault.objects.exclude(outcome__in=NO_FAULT).order_by("id")
    MonthFault.objects.bulk_create(
        [
            MonthFault(closing=closing, fault=row, unit_id=row.unit_id, state=row.state, outcome=row.outcome)
            for row in faults
        ],
        batch_size=5_000,
    )
    record(
        actor=actor,
        now=now,
        action=MONTH_CLOSED,
        object_kind="code-month",
        object_id=f"{month:%Y-%m}",
        facts={"cells": len(counts), "faults": len(faults)},
    )
    return closing
