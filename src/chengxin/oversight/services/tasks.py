"""Corrections of a plan, task by task: of a draft freely, of a published plan with a reason and kept in its history."""

from datetime import datetime

from django.db.models import Max

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid, NotFound
from chengxin.oversight.models import PlanDoubt, PlanMilestone, PlanTask, TaskUnit, WorkPlan
from chengxin.oversight.queries.matching import Directory, Match, directory_for, offered_units
from chengxin.oversight.queries.plans import definition_of, doubt_for, plan_for, task_for, tasks_of
from chengxin.oversight.rules import doings
from chengxin.oversight.rules.board import Doing, PlanState
from chengxin.oversight.rules.history import as_facts, changes
from chengxin.oversight.rules.plan import Named
from chengxin.oversight.rules.wording import TaskText
from chengxin.oversight.services.checking import ChangedMeanwhile, TaskClosed, TextMissing, checked_lines, checked_text
from chengxin.oversight.services.trail import keep_history, note_plan, note_task
from chengxin.oversight.services.writing import (
    Place,
    Responsible,
    bases_data,
    heading_called,
    matched,
    write_milestones,
    write_task,
    write_units,
)
from chengxin.units.models import UnitGroup

LONGEST_TITLE, LONGEST_REQUIREMENT, LONGEST_REMARK = 300, 5000, 500


class NothingChanged(Invalid):
    """A correction of a published task that changes nothing."""

    code = "oversight.nothing-changed"
    says = "内容和原来一样，没有什么可更正的"


class FatalDoubt(Conflict):
    """This doubt goes away by correction only."""

    code = "oversight.fatal-doubt"
    says = "这一处不改不能发布：请更正这项任务，或者放弃草稿，改好文件重新导入"


class NothingMeant(Invalid):
    """Neither a unit nor a group was chosen, or both were."""

    code = "oversight.nothing-meant"
    says = "请选一个单位或一个分组"
    field = "meant"


@use_case
def correct_task(
    *, actor: Actor, now: datetime, year: int, no: int, state: PlanState, seen: int, text: TaskText, reason: str
) -> PlanTask:
    """Correct what a task of a draft or of a published plan says, and return it.

    Texts of units that stay keep what they were matched to. With a draft the doubts about the task are settled; with a
    published plan ``reason`` is obligatory and the history keeps how it stood before.

    Raises:
        NotPermitted: the actor does not keep the plans of the whole city.
        NotFound: there is no such task.
        ChangedMeanwhile: somebody changed it after ``seen``.
        TaskClosed: it is done.
        TextMissing, TextTooLong: of a text that is obligatory.
        NothingChanged: a published task stays as it is.
    """
    actor.require_everywhere(doings.KEEP_PLAN)
    task = _held(actor, year, no, state, seen)
    words = _reason(state, reason)
    before = definition_of(task)
    _rewrite(task, checked(text), directory_for(actor, year))
    task = task_for(actor, year, no, state=state)
    found = changes(before, definition_of(task))
    if state is PlanState.PUBLISHED:
        if not found:
            raise NothingChanged
        keep_history(actor, now, task, Doing.CORRECTED, words)
    about = PlanDoubt.objects.filter(plan=task.plan, task_no=no, settled_at__isnull=True)
    about.update(settled_at=now, settled_by=actor.name)
    note_task(actor, now, doings.TASK_CORRECTED, task, state=state.value, reason=words, changes=as_facts(found))
    return task


@use_case
def add_task(*, actor: Actor, now: datetime, year: int, state: PlanState, text: TaskText, reason: str) -> PlanTask:
    """Add a task to a draft or to a published plan; it gets the number after the last one.

    Raises:
        NotPermitted: the actor does not keep the plans of the whole city.
        NotFound: there is no such plan.
        TextMissing, TextTooLong: as ``correct_task``.
    """
    actor.require_everywhere(doings.KEEP_PLAN)
    plan = plan_for(actor, year, state=state, lock=True)
    words = _reason(state, reason)
    asked = checked(text)
    heading = heading_called(plan, asked.module, asked.heading)
    last = plan.tasks.aggregate(last=Max("no"))["last"] or 0
    place = Place(last + 1, heading.module.no, heading.no)
    write_task(plan, place, asked, matched(directory_for(actor, year), asked.units))
    task = task_for(actor, year, place.no, state=state)
    if state is PlanState.PUBLISHED:
        keep_history(actor, now, task, Doing.ADDED, words)
    note_task(actor, now, doings.TASK_ADDED, task, state=state.value, reason=words)
    return task


@use_case
def remove_task(*, actor: Actor, now: datetime, year: int, no: int, seen: int) -> WorkPlan:
    """Take a task out of a draft, and return the plan; the trail keeps what it said.

    Raises:
        NotPermitted: the actor does not keep the plans of the whole city.
        NotFound: there is no such task in a draft.
        ChangedMeanwhile: somebody changed it after ``seen``.
    """
    actor.require_everywhere(doings.KEEP_PLAN)
    task = _held(actor, year, no, PlanState.DRAFT, seen)
    units = "、".join(one.text for one in task.units.all())
    note_task(actor, now, doings.TASK_REMOVED, task, requirement=task.requirement[:1000], units=units[:1000])
    about = PlanDoubt.objects.filter(plan=task.plan, task_no=no, settled_at__isnull=True)
    about.update(settled_at=now, settled_by=actor.name)
    TaskUnit.objects.filter(task=task).delete()
    PlanMilestone.objects.filter(task=task).delete()
    task.delete()
    return task.plan


@use_case
def match_text(
    *, actor: Actor, now: datetime, year: int, state: PlanState, text: str, unit: int | None, group: int | None
) -> WorkPlan:
    """Say which unit or group a text of the table means, in all tasks of the plan that name it; the text stays.

    Raises:
        NotPermitted: the actor does not keep the plans of the whole city.
        NotFound: there is no such plan, text, unit of that year or group.
        NothingMeant: neither or both are given.
    """
    actor.require_everywhere(doings.KEEP_PLAN)
    plan = plan_for(actor, year, state=state, lock=True)
    name = _meant(actor, year, unit, group)
    rows = TaskUnit.objects.filter(task__plan=plan, text=text)
    tasks = sorted(set(rows.values_list("task__no", flat=True)))
    if not rows.update(unit=unit, group=group):
        raise NotFound
    for task in tasks_of(actor, plan).filter(no__in=tasks) if state is PlanState.PUBLISHED else ():
        keep_history(actor, now, task, Doing.MATCHED, f"{text[:200]}：{name}")
    note_plan(actor, now, doings.UNIT_MATCHED, plan, text=text[:200], meant=name, tasks=tasks)
    return plan


@use_case
def settle_doubt(*, actor: Actor, now: datetime, doubt: int) -> PlanDoubt:
    """Say that a doubt about a draft was looked at and nothing is wrong.

    Raises:
        NotPermitted: the actor does not keep the plans of the whole city.
        NotFound: there is no such doubt, or it is settled.
        FatalDoubt: with it no plan is published; it takes a correction.
    """
    actor.require_everywhere(doings.KEEP_PLAN)
    row = doubt_for(actor, doubt, lock=True)
    if row.fatal:
        raise FatalDoubt
    row.settled_at, row.settled_by = now, actor.name
    row.save(update_fields=["settled_at", "settled_by"])
    note_plan(actor, now, doings.DOUBT_SETTLED, row.plan, doubt=row.code, task=row.task_no, says=row.says[:300])
    return row


def checked(text: TaskText) -> TaskText:
    """Return what a task says, trimmed.

    Raises:
        TextMissing, TextTooLong: of module, heading, title, requirement or units.
    """
    if not text.units:
        raise TextMissing(what="责任单位", field="units")
    return TaskText(
        module=checked_text(text.module, what="模块", field="module", limit=LONGEST_TITLE),
        heading=checked_text(text.heading, what="重点任务", field="heading", limit=LONGEST_TITLE),
        title=checked_text(text.title, what="任务", field="title", limit=LONGEST_TITLE),
        requirement=checked_lines(text.requirement, what="要求", field="requirement", limit=LONGEST_REQUIREMENT),
        units=text.units,
        due_on=text.due_on,
        milestones=text.milestones,
        bases=text.bases,
        remark=" ".join(text.remark.split())[:LONGEST_REMARK],
    )


def _held(actor: Actor, year: int, no: int, state: PlanState, seen: int) -> PlanTask:
    task = task_for(actor, year, no, state=state, lock=True)
    if task.number != seen:
        raise ChangedMeanwhile
    if task.closed_at is not None:
        raise TaskClosed
    return task


def _reason(state: PlanState, reason: str) -> str:
    """Return why a published plan is changed; a draft needs no reason."""
    return checked_text(reason, what="更正的理由", field="reason") if state is PlanState.PUBLISHED else ""


def _rewrite(task: PlanTask, text: TaskText, directory: Directory) -> None:
    task.title, task.requirement, task.due_on, task.remark = text.title, text.requirement, text.due_on, text.remark
    task.bases, task.number = bases_data(text.bases), task.number + 1
    task.heading = heading_called(task.plan, text.module, text.heading)
    task.save(update_fields=["heading", "title", "requirement", "due_on", "remark", "bases", "number"])
    known = {_one_line(one.text): Match(one.unit_id, one.group_id) for one in task.units.all()}
    write_units(task, [_responsible(named, known, directory) for named in text.units])
    write_milestones(task, text.milestones)


def _responsible(named: Named, known: dict[str, Match], directory: Directory) -> Responsible:
    before = known.get(_one_line(named.text), Match())
    return Responsible(named, before if before.found else directory.match(named))


def _one_line(text: str) -> str:
    """Return a text as it comes back from a form."""
    return " ".join(text.split())


def _meant(actor: Actor, year: int, unit: int | None, group: int | None) -> str:
    """Return the name of what a text is matched to."""
    if (unit is None) == (group is None):
        raise NothingMeant
    if group is not None:
        name = UnitGroup.objects.filter(id=group).values_list("name", flat=True).first()
    else:
        name = next((one.name for one in offered_units(actor, year) if one.id == unit), None)
    if name is None:
        raise NotFound
    return name
