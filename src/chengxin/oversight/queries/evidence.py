"""Reads of evidence: a unit reads its own, offices and auditors read that of the units in their reach."""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.scoping import within
from chengxin.oversight.models import Evidence, PlanTask
from chengxin.oversight.rules.board import EvidenceState
from chengxin.oversight.rules.doings import GIVE_EVIDENCE, REVIEW_TASKS, SEE_EVIDENCE


def evidence_in_reach(actor: Actor) -> QuerySet[Evidence]:
    """Return the evidence the actor may read, the latest first."""
    reach = within(actor.scope(SEE_EVIDENCE), unit="unit_id", district="unit__district")
    found = Evidence.objects.filter(reach).select_related("unit", "file", "task__plan")
    return found.order_by("-given_at", "-id")


def evidence_of(actor: Actor, task: PlanTask) -> QuerySet[Evidence]:
    """Return what was handed in for a task and the actor may read, the latest first."""
    return evidence_in_reach(actor).filter(task=task)


def own_evidence_for(actor: Actor, evidence_id: str, *, lock: bool = False) -> Evidence:
    """Return evidence of the unit the actor acts for.

    Raises:
        NotFound: there is none, or it is another unit's.
    """
    if actor.unit is None or not actor.may(GIVE_EVIDENCE):
        raise NotFound
    return _one(evidence_in_reach(actor).filter(public_id=evidence_id, unit_id=actor.unit), lock=lock)


def evidence_to_review(actor: Actor) -> QuerySet[Evidence]:
    """Return the evidence that waits for the actor's word, the oldest first."""
    found = Evidence.objects.filter(state=EvidenceState.WAITING).select_related("unit", "task__plan")
    found = found.order_by("given_at", "id")
    return found if actor.scope(REVIEW_TASKS).everything else found.none()


def reviewed_evidence_for(actor: Actor, evidence_id: str, *, lock: bool = False) -> Evidence:
    """Return evidence that is the actor's to review or was reviewed.

    Raises:
        NotFound: there is none, or the actor does not review.
    """
    found = evidence_in_reach(actor).filter(public_id=evidence_id)
    return _one(found if actor.scope(REVIEW_TASKS).everything else found.none(), lock=lock)


def returned_evidence(actor: Actor, year: int) -> QuerySet[Evidence]:
    """Return what was returned to the unit the actor acts for, of open tasks of a year, and not made good since."""
    if actor.unit is None or not actor.may(GIVE_EVIDENCE):
        return Evidence.objects.none()
    of_task = Evidence.objects.filter(task=OuterRef("task"), unit=OuterRef("unit"), given_at__gt=OuterRef("given_at"))
    later = of_task.exclude(state=EvidenceState.WITHDRAWN)
    found = evidence_in_reach(actor).filter(unit_id=actor.unit, state=EvidenceState.RETURNED)
    return found.filter(~Exists(later), task__closed_at__isnull=True, task__plan__year=year)


def counted(tasks: Iterable[PlanTask]) -> dict[int, tuple[int, int]]:
    """Return, for each task by id, how much evidence was accepted and how much waits. Only numbers, open to all."""
    state = Count("id", filter=Q(state=EvidenceState.ACCEPTED)), Count("id", filter=Q(state=EvidenceState.WAITING))
    rows = Evidence.objects.filter(task__in=[task.id for task in tasks]).values("task_id")
    found = rows.annotate(accepted=state[0], waiting=state[1]).values_list("task_id", "accepted", "waiting")
    return {task: (accepted, waiting) for task, accepted, waiting in found}


def _one(found: QuerySet[Evidence], *, lock: bool) -> Evidence:
    evidence = (found.select_for_update(of=("self",)) if lock else found).first()
    if evidence is None:
        raise NotFound
    return evidence
