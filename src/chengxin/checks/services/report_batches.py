"""Authorised reports for a list of codes: ordered by an officer, made one by one by a job, fetched together.

Each report is a transaction of its own: what was made stays made when the worker dies, and is not made twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chengxin.audit.services import record, use_case
from chengxin.checks.adapters.batch import BatchRow, read_table
from chengxin.checks.models import ReportBatch
from chengxin.checks.queries.reports import batch_for
from chengxin.checks.rules.answers import GROUND_LABELS, Ground
from chengxin.checks.rules.doings import WORKBOOK
from chengxin.checks.rules.reports import BATCH_ORDERED, LONGEST_WORDS, MAKE_REPORTS
from chengxin.checks.services.checking import PersonNotChecked, require_no_person
from chengxin.checks.services.reports import PurposeMissing, Row, make_authorised_report
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.queue import defer
from chengxin.foundation.refusals import NotPermitted, Refusal
from chengxin.units.queries import day_of, unit_for
from chengxin.vault.adapters.inspection import inspect
from chengxin.vault.rules import clean_name
from chengxin.vault.services import Upload

JOB = "checks.make-reports"
STALLED_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class ReportWish:
    """For what and on what ground reports are made; by consent the basis is each subject's own."""

    ground: Ground
    purpose: str
    basis: str


@use_case
def order_reports(*, actor: Actor, now: datetime, wish: ReportWish, upload: Upload) -> ReportBatch:
    """Order authorised reports of the organisations in a workbook (at most 1,000 rows); a job makes them.

    Raises:
        NotPermitted: the actor may not, or has no unit.
        PurposeMissing: purpose or, by duty, basis is blank or too long.
        FileRefused, NoCodeColumn, TooManyRows, NoRows: of the workbook, which is read and not kept.
    """
    actor.require(MAKE_REPORTS)
    if actor.unit is None:
        raise NotPermitted
    unit = unit_for(actor, actor.unit, permission=MAKE_REPORTS)
    purpose, basis = (" ".join(words.split()) for words in (wish.purpose, wish.basis))
    needed = (purpose, basis) if wish.ground is Ground.DUTY else (purpose,)
    if not all(needed) or max(len(purpose), len(basis)) > LONGEST_WORDS:
        raise PurposeMissing
    name = clean_name(upload.name, on=day_of(now))
    inspect(upload.content, name=name, purpose=WORKBOOK)
    upload.content.seek(0)
    rows = read_table(upload.content).rows
    codes, refused = _sorted_out(rows, day_of(now))
    batch = ReportBatch.objects.create(
        public_id=new_opaque_id(),
        unit=unit,
        name=name,
        ground=wish.ground.value,
        purpose=purpose,
        basis=basis,
        rows=len(rows),
        codes=codes,
        refused=refused,
        at=now,
        by_name=actor.shown_name,
        moved_at=now,
    )
    record(
        actor=actor,
        now=now,
        action=BATCH_ORDERED,
        object_kind="report-batch",
        object_id=batch.public_id,
        object_label=batch.name,
        purpose=purpose,
        basis=basis or GROUND_LABELS[wish.ground],
        facts={"rows": len(rows), "ground": wish.ground.value},
    )
    enqueue(batch)
    return batch


def _sorted_out(rows: Sequence[BatchRow], today: date) -> tuple[list[tuple[int, str]], dict[str, str]]:
    """Return the codes by line, and why a row is none: a person's number is not even kept."""
    codes: list[tuple[int, str]] = []
    refused: dict[str, str] = {}
    for row in rows:
        try:
            require_no_person(row.code, today)
        except PersonNotChecked as refusal:
            refused[str(row.line)] = refusal.sentence()
        else:
            codes.append((row.line, row.code))
    return codes, refused


def enqueue(batch: ReportBatch) -> None:
    """Have the job make what is not made yet; once, however often it is asked."""
    defer(JOB, queue="bulk", lock=f"{JOB}.{batch.public_id}", batch=batch.public_id)


def make_reports(*, actor: Actor, moment: Callable[[], datetime], batch: str) -> int:
    """Make the reports of a batch that are not made yet; return how many were made now.

    Raises:
        NotPermitted: the actor is not the job.
        NotFound: there is no such batch.
    """
    actor.require(MAKE_REPORTS)
    row = batch_for(actor, batch, permission=MAKE_REPORTS)
    unit = row.unit
    # The look stands in the trail for the unit that ordered it; the platform only carried it out.
    maker = replace(actor, unit=unit.id, unit_name=unit.name, district=unit.district)
    dealt_with = {*row.reports.values_list("line", flat=True), *map(int, row.refused)}
    made = sum(_made(maker, moment(), row, line, code) for line, code in row.codes if line not in dealt_with)
    row.finished_at = row.moved_at = moment()
    row.save(update_fields=["finished_at", "moved_at"])
    return made


def _made(actor: Actor, now: datetime, batch: ReportBatch, line: int, code: str) -> bool:
    """Make one report, or write down why not; say whether it was made."""
    try:
        make_authorised_report(
            actor=actor,
            now=now,
            unit=batch.unit_id,
            subject=code,
            ground=Ground(batch.ground),
            purpose=batch.purpose,
            basis=batch.basis,
            row=Row(batch, line),
        )
    except Refusal as refusal:
        batch.refused[str(line)] = refusal.sentence()
    batch.moved_at = now
    batch.save(update_fields=["refused", "moved_at"])
    return str(line) not in batch.refused


def take_up_reports(*, actor: Actor, now: datetime) -> int:
    """Enqueue batches that are not finished and have not moved for a while; return how many.

    Raises:
        NotPermitted: the actor is not the job.
    """
    actor.require(MAKE_REPORTS)
    waiting = list(ReportBatch.objects.filter(finished_at__isnull=True, moved_at__lt=now - STALLED_AFTER))
    for row in waiting:
        enqueue(row)
    return len(waiting)
