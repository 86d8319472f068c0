"""Counts what came in, submission by submission, so that figures and sequences never read the register again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.conf import settings
from django.db.models import Count

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
AT_ONCE, ROWS_AT_ONCE = 500, 200_000
"""So many submissions, or rows in them, are counted in one transaction; one that is larger stands alone."""

Due = Callable[[date], tuple[date, date] | None]


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
    while waiting := _uncounted():
        done += tally_submissions(actor=actor, now=now, submissions=waiting)
    return done


def _uncounted() -> list[int]:
    """Return the next submissions to count, no more than fit into a transaction."""
    found = Submission.objects.filter(state=State.DONE, tally__isnull=True).order_by("id")
    numbers: list[int] = []
    rows = 0
    for number, accepted in found.values_list("id", "accepted")[:AT_ONCE]:
        rows += accepted
        if numbers and rows > ROWS_AT_ONCE:
            break
        numbers.append(number)
    return numbers


@use_case
def tally_submissions(*, actor: Actor, now: datetime, submissions: Iterable[int]) -> int:
    """Count the decisions and document numbers of submissions that are done; return how many were counted now.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(doings.TALLY)
    found = Submission.objects.filter(id__in=list(submissions), state=State.DONE, tally__isnull=True)
    rows = list(found.select_for_update(of=("self",)).order_by("id"))
    SubmissionTally.objects.bulk_create(SubmissionTally(submission=row, at=now) for row in rows)
    by_load = {row.load_id: row for row in rows if row.load_id is not None}
    DecisionTally.objects.bulk_create(_decisions(actor, by_load))
    NumberTally.objects.bulk_create(_numbers(by_load))
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


def _decisions(actor: Actor, by_load: Mapping[int, Submission]) -> Iterator[DecisionTally]:
    """Yield how many decisions of each month each submission brought that were new here."""
    first = RecordVersion.objects.filter(load__in=by_load, change=Change.FIRST, decided_on__isnull=False)
    counted = first.order_by().values_list("load_id", "decided_on").annotate(n=Count("id"))
    due, timed = _due_days(), _timed(actor)
    sums: dict[tuple[int, date], _Sum] = defaultdict(_Sum)
    for load, decided, count in counted:
        row = by_load[load]
        _add(sums[load, month_of(decided)], count, row.received_on, due(decided) if timed(row.item_version) else None)
    for (load, month), one in sums.items():
        row = by_load[load]
        yield DecisionTally(
            submission=row,
            unit_id=row.unit_id,
            item=row.item,
            month=month,
            received_on=row.received_on,
            **vars(one),
        )


def _add(one: _Sum, count: int, received_on: date, limits: tuple[date, date] | None) -> None:
    one.decisions += count
    if limits is not None:
        one.timed += count
        one.late += count * (received_on > limits[0])
        one.late_national += count * (received_on > limits[1])


def _timed(actor: Actor) -> Callable[[str], bool]:
    """Return the function that says of an item's version whether the law limits the time of its decisions."""

    @cache
    def timed(digest: str) -> bool:
        return item_of_hash(actor, digest, permission=doings.TALLY).family in TIMED

    return timed


def _due_days() -> Due:
    """Return the function that gives the last day for a decision, by the city's calendar and by the national one."""
    law, calendar = law_in_force(settings.DATA), settings.CITY.calendar

    @cache
    def due(decided: date) -> tuple[date, date] | None:
        try:
            found = law.due(CLOCK, decided, calendar=calendar)
        except NoRule:
            return None
        return found.due_on, found.due_on_national

    return due


def _numbers(by_load: Mapping[int, Submission]) -> Iterator[NumberTally]:
    """Yield the numbers of each word and year that each submission brought."""
    first = RecordVersion.objects.filter(load__in=by_load, change=Change.FIRST).exclude(document_number="")
    texts = first.order_by().values_list("load_id", "document_number").distinct()
    found: dict[tuple[int, Series], set[int]] = defaultdict(set)
    for load, text in texts.iterator(chunk_size=10_000):
        read = read_number(text)
        if read is not None:
            found[load, read.series].add(read.number)
    for (load, series), numbers in found.items():
        yield NumberTally(
            submission=by_load[load],
            unit_id=by_load[load].unit_id,
            word=series.word,
            year=series.year,
            ranges=[list(one) for one in ranges_of(numbers)],
        )
