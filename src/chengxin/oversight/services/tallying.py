"""Counts what came in, submission by submission, so that figures and sequences never read the register again."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, QuerySet

from chengxin.audit.services import record, use_case
from chengxin.catalog.queries import item_of_hash
from chengxin.catalog.rules import Family
from chengxin.foundation.actor import Actor
from chengxin.intake.models import Submission
from chengxin.intake.rules import State
from chengxin.law.current import law_in_force
from chengxin.law.refusals import NoRule
from chengxin.oversight.models import DecisionTally, NumberTally, SubmissionTally
from chengxin.oversight.rules import reporting_doings as doings
from chengxin.oversight.rules.months import month_of
from chengxin.oversight.rules.sequences import Series, ranges_of, read_number
from chengxin.register.models import RecordVersion
from chengxin.register.rules import Change

CLOCK = "double-publicity"
TIMED = frozenset({Family.PENALTY, Family.LICENCE})
AT_ONCE = 200
"""So many submissions are counted in one transaction."""


@dataclass
class _Sum:
    """Decisions of a month."""

    decisions: int = 0
    timed: int = 0
    late: int = 0
    late_national: int = 0


def tally_all(*, actor: Actor, now: datetime) -> int:
    """Count all submissions that were not, some at a time, and return how many. Safe to run twice.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(doings.TALLY)
    done = 0
    while waiting := list(_uncounted()[:AT_ONCE]):
        done += tally_submissions(actor=actor, now=now, submissions=waiting)
    return done


def _uncounted() -> "QuerySet[Submission, int]":
    found = Submission.objects.filter(state=State.DONE, tally__isnull=True)
    return found.order_by("id").values_list("id", flat=True)


@use_case
def tally_submissions(*, actor: Actor, now: datetime, submissions: Iterable[int]) -> int:
    """Count the decisions and document numbers of submissions that are done; return how many were counted now.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(doings.TALLY)
    found = Submission.objects.filter(id__in=list(submissions), state=State.DONE, tally__isnull=True)
    rows = list(found.select_for_update(of=("self",)).order_by("id"))
    for row in rows:
        SubmissionTally.objects.create(submission=row, at=now)
        _count_decisions(actor, row)
        _read_numbers(row)
    record(
        actor=actor,
        now=now,
        action=doings.TALLIED,
        object_kind="submissions",
        object_id=rows[-1].public_id if rows else "",
        object_label=f"{len(rows)}次报送",
        facts={"submissions": len(rows)},
    )
    return len(rows)


def _count_decisions(actor: Actor, row: Submission) -> None:
    first = RecordVersion.objects.filter(load=row.load_id, change=Change.FIRST, decided_on__isnull=False)
    days = dict(first.order_by().values_list("decided_on").annotate(n=Count("id")))
    timed = item_of_hash(actor, row.item_version, permission=doings.TALLY).family in TIMED
    due = _due_days() if timed else lambda _decided: None
    sums: dict[date, _Sum] = defaultdict(_Sum)
    for decided, count in days.items():
        one, limits = sums[month_of(decided)], due(decided)
        one.decisions += count
        if limits is not None:
            one.timed += count
            one.late += count * (row.received_on > limits[0])
            one.late_national += count * (row.received_on > limits[1])
    DecisionTally.objects.bulk_create(
        DecisionTally(
            submission=row,
            unit_id=row.unit_id,
            item=row.item,
            month=month,
            received_on=row.received_on,
            **vars(one),
        )
        for month, one in sums.items()
    )


def _due_days() -> Callable[[date], tuple[date, date] | None]:
    law, calendar = law_in_force(settings.DATA), settings.CITY.calendar

    def due(decided: date) -> tuple[date, date] | None:
        try:
            found = law.due(CLOCK, decided, calendar=calendar)
        except NoRule:
            return None
        return found.due_on, found.due_on_national

    return due


def _read_numbers(row: Submission) -> None:
    first = RecordVersion.objects.filter(load=row.load_id, change=Change.FIRST).exclude(document_number="")
    found: dict[Series, set[int]] = defaultdict(set)
    for text in first.order_by().values_list("document_number", flat=True).distinct().iterator(chunk_size=10_000):
        read = read_number(text)
        if read is not None:
            found[read.series].add(read.number)
    NumberTally.objects.bulk_create(
        NumberTally(
            submission=row,
            unit_id=row.unit_id,
            word=series.word,
            year=series.year,
            ranges=[list(one) for one in ranges_of(numbers)],
        )
        for series, numbers in found.items()
    )
