"""How the things of this room are named in the trail, and how a published task's history is written."""

from datetime import datetime

from chengxin.audit.rules import Action
from chengxin.audit.services import record
from chengxin.foundation.actor import Actor
from chengxin.oversight.models import Evidence, PlanTask, TaskHistory, WorkPlan
from chengxin.oversight.queries.plans import definition_of
from chengxin.oversight.rules.board import Doing


def note_plan(actor: Actor, now: datetime, action: Action, plan: WorkPlan, **facts: object) -> None:
    """Write the trail entry of an action on a plan."""
    _note(actor, now, action, ("work-plan", str(plan.year), plan.title), facts)


def note_task(actor: Actor, now: datetime, action: Action, task: PlanTask, **facts: object) -> None:
    """Write the trail entry of an action on a task."""
    label = f"{task.plan.year}年第{task.no}项：{task.title[:100]}"
    _note(actor, now, action, ("plan-task", f"{task.plan.year}/{task.no}", label), facts)


def note_evidence(actor: Actor, now: datetime, action: Action, evidence: Evidence, **facts: object) -> None:
    """Write the trail entry of an action on evidence."""
    task = evidence.task
    label = f"{task.plan.year}年第{task.no}项，{evidence.unit.name}"
    _note(actor, now, action, ("evidence", evidence.public_id, label), facts)


def _note(actor: Actor, now: datetime, action: Action, named: tuple[str, str, str], facts: dict[str, object]) -> None:
    kind, identity, label = named
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind=kind,
        object_id=identity,
        object_label=label,
        facts=facts,
    )


def keep_history(actor: Actor, now: datetime, task: PlanTask, doing: Doing, words: str = "") -> None:
    """Add to the history of a task what was done and how it stands now; the caller holds the task."""
    last = TaskHistory.objects.filter(task=task).order_by("-number").values_list("number", flat=True).first()
    TaskHistory.objects.create(
        task=task,
        number=(last or 0) + 1,
        doing=doing,
        words=words,
        definition=definition_of(task),
        at=now,
        by=actor.name,
    )
