"""Submissions within the actor's reach: those of the units and districts it acts for."""

from datetime import datetime

from django.db.models import Q, QuerySet

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.intake import rules
from chengxin.intake.models import AT_WORK, SeverityGroup, Submission
from chengxin.intake.rules import WORKING, State
from chengxin.units.models import Succession, Unit


def submissions_for(actor: Actor, *, permission: Permission = rules.SEE_SUBMISSIONS) -> QuerySet[Submission]:
    """Return the submissions of units in the actor's reach, newest first."""
    if not actor.may(permission):
        return Submission.objects.none()
    reach = within(actor.scope(permission), unit="unit_id", district="unit__district")
    return Submission.objects.filter(reach).select_related("unit", "file", "load").order_by("-id")


def submission_for(
    actor: Actor, public_id: str, *, permission: Permission = rules.SEE_SUBMISSIONS, lock: bool = False
) -> Submission:
    """Return the submission; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = submissions_for(actor, permission=permission).filter(public_id=public_id)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise NotFound
    return row


def submission_by_number(actor: Actor, number: int, *, lock: bool = False) -> Submission:
    """Return the submission a job works on.

    Raises:
        NotFound: there is none, or the actor does not process submissions.
    """
    found = submissions_for(actor, permission=rules.PROCESS).filter(id=number)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise NotFound
    return row


def at_work_with(actor: Actor, unit: Unit, item: str, sha256: str) -> Submission | None:
    """Return the submission of the same file for the same item that is not ended yet, None if there is none."""
    found = submissions_for(actor, permission=rules.SEND)
    return found.filter(unit=unit, item=item, sha256=sha256, state__in=AT_WORK).first()


def submissions_waiting(actor: Actor) -> QuerySet[Submission]:
    """Return the submissions that somebody who reports has to come back to, newest first.

    Those at work, those with severities to confirm, those a fault of ours stopped; ``open_rows`` has those with rows to
    mend.
    """
    return submissions_for(actor, permission=rules.SEND).filter(state__in=[*AT_WORK, State.FAILED.value])


def stalled_submissions(actor: Actor, *, before: datetime) -> list[Submission]:
    """Return the submissions that the platform should work on and whose phase began, or that came in, before then."""
    working = sorted(state.value for state in WORKING)
    silent = Q(phase_began_at__lt=before) | Q(phase_began_at__isnull=True, received_at__lt=before)
    return list(submissions_for(actor, permission=rules.PROCESS).filter(silent, state__in=working))


def first_at_work(actor: Actor, unit: int) -> Submission | None:
    """Return the earliest submission of a unit that the platform has something to do for, None if there is none."""
    working = sorted(state.value for state in WORKING)
    found = submissions_for(actor, permission=rules.PROCESS).filter(unit_id=unit, state__in=working)
    return found.order_by("id").first()


def groups_of(submission: Submission) -> QuerySet[SeverityGroup]:
    """Return the severities to confirm of a submission that a scoped query found, the largest group first."""
    return submission.severity_groups.filter(attempt=submission.attempt).order_by("-rows", "key")


def predecessors_of(unit: Unit) -> list[int]:
    """Return the ids of all units whose duties this one took over, directly or by way of others."""
    found: set[int] = set()
    step = [unit.id]
    while step:
        earlier = Succession.objects.filter(successor__in=step).values_list("predecessor_id", flat=True)
        step = [number for number in set(earlier) if number not in found and number != unit.id]
        found.update(step)
    return sorted(found)
