"""The whole way of a submission from receipt to publication, as the job and the command walk it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from django.db import connection

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.intake import queries, rules
from chengxin.intake.models import MergedChunk, Submission
from chengxin.intake.rules import Move, State
from chengxin.intake.services import checking, loading
from chengxin.intake.services.enqueueing import enqueue
from chengxin.intake.services.mapping import forget_samples
from chengxin.intake.services.moving import Interrupted, NotNow, move, note
from chengxin.intake.services.reading import forget_work
from chengxin.register.services import CHUNK_ROWS, abandon_load

LOCK = 0x696E_7461_6B65
"""First part of the advisory lock of a unit whose submission is at work ("intake" in ASCII, above 16 bits)."""

STALLED_AFTER = timedelta(minutes=5)

log = structlog.get_logger("chengxin.intake")


def process_submission(
    *, actor: Actor, moment: Callable[[], datetime], submission: int, chunk_rows: int = CHUNK_ROWS
) -> None:
    """Check a submission and load what may go on; safe to run twice and beside itself.

    A unit's submissions are worked on one after the other, in the order in which they came in: of two that tell
    of the same fact the later one stands. One that is not first yet is left; whoever ends the one before enqueues it.

    ``moment`` gives the moment of each step, as a long load ends later than it began; ``chunk_rows`` are merged in one
    transaction, the same number each time a submission is taken up. A fault of ours ends it in the
    state ``failed`` and is raised again; so does, without being raised, what killed too many workers.

    Raises:
        NotPermitted: the actor is not the job.
        NotFound: there is no such submission.
    """
    actor.require(rules.PROCESS)
    row = queries.submission_by_number(actor, submission)
    with _in_turn(actor, row) as its_turn:
        if not its_turn:
            return
        if _kills_workers(row):
            log.error("submission killed its workers", submission=submission)
            forget_work(row)
            _fail(actor=actor, now=moment(), number=submission, fault=rules.WORKERS_DIED)
            return
        try:
            read = checking.check(actor, submission, now=moment())
            loading.load(actor, submission, moment=moment, read=read, chunk_rows=chunk_rows)
            Submission.objects.filter(id=submission).update(begun=0)
        except Interrupted:
            _end_cancelled(actor=actor, now=moment(), number=submission)
        except NotNow:
            log.info("submission moved on meanwhile", submission=submission)
        except Exception as error:
            log.exception("submission failed", submission=submission)
            _fail(actor=actor, now=moment(), number=submission, fault=type(error).__name__)
            raise


def _kills_workers(row: Submission) -> bool:
    """Write down that work on a submission begins, and say whether too many workers died of it where it stands.

    At once and outside of any transaction: whoever dies leaves what it counted.
    """
    row.refresh_from_db(fields=["state", "begun", "begun_at_stage"])
    if State(row.state) not in rules.WORKING:
        return False
    stage = rules.stage_of(State(row.state), MergedChunk.objects.filter(submission=row).count())
    before = row.begun if row.begun_at_stage == stage else 0
    if before >= rules.MOST_DEATHS:
        return True
    Submission.objects.filter(id=row.id).update(begun=before + 1, begun_at_stage=stage)
    return False


def take_up_stalled(*, actor: Actor, now: datetime) -> int:
    """Enqueue submissions that should be at work and have not moved for a while; return how many.

    A worker that died is noticed by the queue; this is for everything else: the database went away while a fault was
    to be written down, or a job got lost. What is at work in truth is not disturbed, as one worker has its lock.

    Raises:
        NotPermitted: the actor is not the job.
    """
    actor.require(rules.PROCESS)
    waiting = queries.stalled_submissions(actor, before=now - STALLED_AFTER)
    for row in waiting:
        enqueue(row)
    return len(waiting)


@contextmanager
def _in_turn(actor: Actor, row: Submission) -> Iterator[bool]:
    """Say whether the submission is its unit's turn and nobody works for the unit; afterwards have the next taken up.

    The look for the next one comes after the lock is gone: whoever was turned away before stands in the table by then,
    and whoever comes later finds the lock free.
    """
    mine = False
    try:
        with _alone(row.unit_id) as mine:
            yield mine and _is_first(actor, row)
    finally:
        if mine:
            following = queries.first_at_work(actor, row.unit_id)
            if following is not None and following.id != row.id:
                enqueue(following)


def _is_first(actor: Actor, row: Submission) -> bool:
    first = queries.first_at_work(actor, row.unit_id)
    return first is None or first.id >= row.id


@contextmanager
def _alone(unit: int) -> Iterator[bool]:
    """Say whether this connection is the only one that works for the unit; a worker that dies lets go."""
    key = lock_of(unit)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def lock_of(unit: int) -> int:
    """Return the key of the advisory lock of a unit whose submission is at work."""
    return (LOCK << 16) ^ unit


@use_case
def _end_cancelled(*, actor: Actor, now: datetime, number: int) -> None:
    row = queries.submission_by_number(actor, number, lock=True)
    end_without(actor, row, now)


def end_without(actor: Actor, row: Submission, now: datetime) -> None:
    """End a submission of which nothing is kept but its raw file; the caller holds the row."""
    move(row, Move.CANCEL)
    row.ended_at = now
    forget_samples(row)
    row.save(update_fields=["state", "ended_at", "mapping"])
    if row.load_id is not None:
        abandon_load(actor=actor, now=now, load=row.load_id)
    note(actor, now, rules.CANCELLED, row)


@use_case
def _fail(*, actor: Actor, now: datetime, number: int, fault: str) -> None:
    row: Submission = queries.submission_by_number(actor, number, lock=True)
    move(row, Move.FAIL)
    row.fault, row.begun = fault[:64], 0
    row.save(update_fields=["state", "fault", "begun"])
    note(actor, now, rules.FAILED, row, fault=row.fault)
