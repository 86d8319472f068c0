"""Loads the demonstration's records step by step; what was made is not made again.

Each step is committed by itself, so a load that was killed goes on where it stopped. Two at once take turns.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from pathlib import Path

from django.db import connection

from chengxin.audit.models import AuditEntry
from chengxin.config.demonstration.acting import make, stage_of
from chengxin.config.demonstration.marking import mark
from chengxin.config.demonstration.plan import Plan, Sending, Step, planned
from chengxin.config.demonstration.sources import read_sources
from chengxin.config.demonstration.words import read_words
from chengxin.foundation.actor import system_actor
from chengxin.intake.models import Submission
from chengxin.intake.rules import WORKING, State
from chengxin.register.services import take_down_all_expired
from chengxin.units import queries
from chengxin.units.models import User

LOCK = 0x7265636F
"""Key of the advisory lock of a load of records."""

UNDONE = frozenset({*WORKING, State.FAILED})


def load_records(*, now: datetime, folder: Path, say: Callable[[str], None]) -> int:
    """Load the records that the folder's files tell of and return how many steps were made now, 0 if all were there.

    The cast must be there, else nothing is loaded. ``say`` hears a line for each year.

    Raises:
        DemonstrationMissing: a file of the cast is missing.
        FileNotFoundError: some files of records are there and one is missing.
    """
    plan = current_plan(folder)
    if plan is None:
        return 0
    with alone():
        missing = missing_steps(plan)
        if missing:
            _load(plan, folder, missing, now, say)
    return len(missing)


def current_plan(folder: Path) -> Plan | None:
    """Return what happened up to the day on which the cast took office; None without a cast, or without records.

    Raises:
        DemonstrationMissing: a file of the cast is missing.
        FileNotFoundError: some files of records are there and one is missing.
    """
    words = read_words(folder)
    first = User.objects.filter(is_demonstration=True).order_by("id").first()
    if words is None or first is None:
        return None
    units = {row.code: row.name for row in read_sources(folder).units}
    return planned(words, units, queries.day_of(first.created_at))


def missing_steps(plan: Plan) -> list[Step]:
    """Return the steps that were not made: a file by when it came in, a doing by its entry in the trail."""
    moments = [step.moment for step in plan.steps]
    came = Submission.objects.filter(received_at__in=moments).exclude(state__in=UNDONE)
    noted = AuditEntry.objects.filter(at__in=[step.moment for step in plan.steps if not isinstance(step.act, Sending)])
    made = set(came.values_list("received_at", flat=True)) | set(noted.values_list("at", flat=True))
    return [step for step in plan.steps if step.moment not in made]


def _load(plan: Plan, folder: Path, missing: list[Step], now: datetime, say: Callable[[str], None]) -> None:
    say("正在装入演示数据的记录，约需一分钟，页面可以先看……")
    stage, done = stage_of(plan, folder), len(plan.steps) - len(missing)
    mark().touch()
    for year, steps in groupby(missing, key=lambda step: step.moment.year):
        for step in steps:
            make(stage, step)
            done += 1
        say(f"演示数据：{year}年的记录已装入（{done}/{len(plan.steps)}）")
    take_down_all_expired(actor=system_actor("demo"), now=now)
    mark().unlink(missing_ok=True)


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock of the load for this connection; it is let go if the connection ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
