"""Reads of plans and their tasks. All staff read what is published; drafts are for who keeps the plans."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.roles import Role
from chengxin.oversight.models import PlanDoubt, PlanTask, TaskHistory, TaskUnit, WorkPlan
from chengxin.oversight.rules.board import PlanState
from chengxin.oversight.rules.doings import KEEP_PLAN, SEE_PLAN
from chengxin.oversight.rules.plan import Basis, Milestone, Named, Part
from chengxin.oversight.rules.wording import TaskText
from chengxin.units.models import Appointment, Unit
from chengxin.units.queries import in_force
from chengxin.units.rules import Level

PARTS_OF_TASK = ("units__unit", "units__group", "milestones")


def plans_for(actor: Actor) -> QuerySet[WorkPlan]:
    """Return the plans the actor may read, newest year first: published ones, and drafts if it keeps the plans."""
    open_to = Q(pk__in=())
    if actor.may(SEE_PLAN):
        open_to |= Q(state=PlanState.PUBLISHED)
    if keeps(actor):
        open_to |= Q(state__in=[PlanState.PUBLISHED, PlanState.DRAFT])
    return WorkPlan.objects.filter(open_to).order_by("-year", "state")


def keeps(actor: Actor) -> bool:
    """Say whether the actor keeps the plans of the whole city."""
    return actor.scope(KEEP_PLAN).everything


def plan_for(actor: Actor, year: int, *, state: PlanState = PlanState.PUBLISHED, lock: bool = False) -> WorkPlan:
    """Return the plan of a year.

    Raises:
        NotFound: there is none in this state, or the actor may not read it.
    """
    found = plans_for(actor).filter(year=year, state=state)
    plan = (found.select_for_update() if lock else found).first()
    if plan is None:
        raise NotFound
    return plan


def current_plan(actor: Actor, on: date) -> WorkPlan | None:
    """Return the published plan of the year, or the one of the last year that has any."""
    published = plans_for(actor).filter(state=PlanState.PUBLISHED)
    return published.filter(year=on.year).first() or published.first()


def tasks_of(actor: Actor, plan: WorkPlan) -> QuerySet[PlanTask]:
    """Return the tasks of a plan the actor may read, by number, with everything that is said of them."""
    found = PlanTask.objects.filter(plan__in=plans_for(actor).order_by(), plan=plan)
    return found.select_related("heading__module", "plan").prefetch_related(*PARTS_OF_TASK).order_by("no")


def task_for(
    actor: Actor, year: int, no: int, *, state: PlanState = PlanState.PUBLISHED, lock: bool = False
) -> PlanTask:
    """Return a task of the year's plan.

    Raises:
        NotFound: there is none, or the actor may not read the plan.
    """
    found = tasks_of(actor, plan_for(actor, year, state=state)).filter(no=no)
    task = (found.select_for_update(of=("self",)) if lock else found).first()
    if task is None:
        raise NotFound
    return task


def doubts_of(actor: Actor, plan: WorkPlan) -> QuerySet[PlanDoubt]:
    """Return what still is doubtful about a draft, what can not be published first."""
    found = PlanDoubt.objects.filter(plan=plan, settled_at__isnull=True).order_by("-fatal", "task_no", "id")
    return found if keeps(actor) else found.none()


def doubt_for(actor: Actor, doubt_id: int, *, lock: bool = False) -> PlanDoubt:
    """Return a doubt about a draft that is not settled.

    Raises:
        NotFound: there is none, or the actor does not keep the plans.
    """
    found = PlanDoubt.objects.filter(id=doubt_id, plan__state=PlanState.DRAFT, settled_at__isnull=True)
    doubt = (found.select_for_update(of=("self",)) if lock else found).select_related("plan").first()
    if doubt is None or not keeps(actor):
        raise NotFound
    return doubt


def unmatched_texts(actor: Actor, plan: WorkPlan) -> list[str]:
    """Return the texts of units in a plan that match nothing, each once; nothing for who does not keep the plans."""
    rows = TaskUnit.objects.filter(task__plan=plan, unit__isnull=True, group__isnull=True)
    return list(rows.order_by("text").values_list("text", flat=True).distinct()) if keeps(actor) else []


def office_on(actor: Actor, on: date) -> Unit | None:
    """Return the unit at which the city's credit office sits on a day; nothing for who does not keep the plans."""
    seats = Appointment.objects.filter(in_force(on), in_force(on, "unit__"), role=Role.CREDIT_OFFICE)
    seat = seats.filter(unit__level=Level.CITY).select_related("unit").order_by("id").first()
    return seat.unit if seat is not None and keeps(actor) else None


def history_of(actor: Actor, task: PlanTask) -> QuerySet[TaskHistory]:
    """Return what happened to a task the actor may read, the latest first."""
    found = TaskHistory.objects.filter(task=task).order_by("-number")
    return found if actor.may(SEE_PLAN) else found.none()


def text_of(task: PlanTask) -> TaskText:
    """Return what a task says."""
    return TaskText(
        module=task.heading.module.title,
        heading=task.heading.title,
        title=task.title,
        requirement=task.requirement,
        units=tuple(Named(one.text, Part(one.part)) for one in in_order(task.units.all())),
        due_on=task.due_on,
        milestones=tuple(Milestone(one.text, one.due_on) for one in in_order(task.milestones.all())),
        bases=tuple(Basis(one["title"], one["number"]) for one in task.bases),
        remark=task.remark,
    )


def definition_of(task: PlanTask) -> dict[str, Any]:
    """Return a task as its history keeps it: plain data that can be read without anything else."""
    return {
        "module": task.heading.module.title,
        "heading": task.heading.title,
        "title": task.title,
        "requirement": task.requirement,
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "remark": task.remark,
        "bases": task.bases,
        "milestones": [
            {
                "text": one.text,
                "due_on": one.due_on.isoformat() if one.due_on else None,
                "met_at": one.met_at.isoformat() if one.met_at else None,
            }
            for one in in_order(task.milestones.all())
        ],
        "units": [
            {
                "text": one.text,
                "part": one.part,
                "unit": one.unit.code if one.unit else "",
                "group": one.group.key if one.group else "",
            }
            for one in in_order(task.units.all())
        ],
        "closed_at": task.closed_at.isoformat() if task.closed_at else None,
    }


def in_order(rows: Iterable[Any]) -> list[Any]:
    """Return the parts of a task in the order in which the table has them."""
    return sorted(rows, key=lambda row: row.place)
