"""How tasks are written into a plan: one place for import, copy and correction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet

from chengxin.oversight.models import PlanHeading, PlanMilestone, PlanModule, PlanTask, TaskUnit, WorkPlan
from chengxin.oversight.queries.matching import Directory, Match
from chengxin.oversight.rules.plan import Basis, Milestone, Named
from chengxin.oversight.rules.wording import TaskText


@dataclass(frozen=True)
class Responsible:
    """A unit as the table names it, and what it means."""

    named: Named
    match: Match


@dataclass(frozen=True)
class Place:
    """The numbers by which a task stands in a plan; what they are called stands in its text."""

    no: int
    module_no: int
    heading_no: int


def matched(directory: Directory, units: Iterable[Named]) -> list[Responsible]:
    """Return units with what the directory says they mean."""
    return [Responsible(named, directory.match(named)) for named in units]


def write_task(plan: WorkPlan, place: Place, text: TaskText, units: Sequence[Responsible]) -> PlanTask:
    """Write a new task with its units and milestones; module and heading are made if they are not there."""
    module, _new = PlanModule.objects.get_or_create(plan=plan, no=place.module_no, title=text.module)
    heading, _new = PlanHeading.objects.get_or_create(module=module, no=place.heading_no, title=text.heading)
    task = PlanTask.objects.create(
        plan=plan,
        heading=heading,
        no=place.no,
        title=text.title,
        requirement=text.requirement,
        due_on=text.due_on,
        bases=bases_data(text.bases),
        remark=text.remark,
    )
    write_units(task, units)
    write_milestones(task, text.milestones)
    return task


def heading_called(plan: WorkPlan, module: str, heading: str) -> PlanHeading:
    """Return the heading of a plan with this title in the module of that title; what is not there is put last."""
    row = PlanModule.objects.filter(plan=plan, title=module).order_by("no", "id").first()
    if row is None:
        row = PlanModule.objects.create(plan=plan, no=_following(plan.modules.all()), title=module)
    found = PlanHeading.objects.filter(module=row, title=heading).order_by("no", "id").first()
    return found or PlanHeading.objects.create(module=row, no=_following(row.headings.all()), title=heading)


def _following(rows: QuerySet[Any]) -> int:
    last: int | None = rows.aggregate(last=Max("no"))["last"]
    return (last or 0) + 1


def write_units(task: PlanTask, units: Sequence[Responsible]) -> None:
    """Put these units in place of those of a task."""
    TaskUnit.objects.filter(task=task).delete()
    TaskUnit.objects.bulk_create(
        TaskUnit(
            task=task,
            place=place,
            text=one.named.text,
            part=one.named.part,
            unit_id=one.match.unit,
            group_id=one.match.group,
        )
        for place, one in enumerate(units, 1)
    )


def write_milestones(task: PlanTask, milestones: Sequence[Milestone]) -> None:
    """Put these milestones in place of those of a task; one whose text stays remains met if it was."""
    met = {one.text: (one.met_at, one.met_by) for one in PlanMilestone.objects.filter(task=task)}
    PlanMilestone.objects.filter(task=task).delete()
    rows = []
    for place, one in enumerate(milestones, 1):
        met_at, met_by = met.get(one.text, (None, ""))
        rows.append(
            PlanMilestone(task=task, place=place, text=one.text, due_on=one.due_on, met_at=met_at, met_by=met_by)
        )
    PlanMilestone.objects.bulk_create(rows)


def bases_data(bases: Iterable[Basis]) -> list[dict[str, str]]:
    """Return policies as the table of tasks keeps them."""
    return [{"title": one.title, "number": one.number} for one in bases]
