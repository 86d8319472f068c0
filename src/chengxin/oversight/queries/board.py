"""The board: each task of a plan as it stands on a day. Numbers are computed, none is typed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chengxin.foundation.actor import Actor
from chengxin.oversight.models import PlanTask, TaskUnit, WorkPlan
from chengxin.oversight.queries.evidence import counted
from chengxin.oversight.queries.plans import in_order, plans_for, tasks_of
from chengxin.oversight.queries.responsible import NOBODY, responsible_on
from chengxin.oversight.rules.board import Dated, PlanState, Standing, binding_since, dates_of, pressing, standing_of
from chengxin.oversight.rules.doings import GIVE_EVIDENCE
from chengxin.oversight.rules.plan import Part
from chengxin.units.models import Liaison
from chengxin.units.queries import day_of, in_force, liaisons_for

NOTHING_YET = (0, 0)


@dataclass(frozen=True)
class NamedUnit:
    """Who is responsible: the text of the table, and the unit (``unit``) or group (``group``) that is meant, by id."""

    text: str
    part: Part
    unit: int | None
    group: int | None
    name: str

    @property
    def known(self) -> bool:
        """Whether it is known who is meant."""
        return self.unit is not None or self.group is not None


@dataclass(frozen=True)
class TaskFacts:
    """A task on a day. ``answering`` are the units that answer for it, by id; ``presses`` what makes it urgent."""

    year: int
    no: int
    title: str
    module_no: int
    module: str
    heading: str
    requirement: str
    remark: str
    due_on: date | None
    next_on: Dated | None
    presses: Dated | None
    standing: Standing
    units: tuple[NamedUnit, ...]
    answering: frozenset[int]
    accepted: int
    waiting: int


@dataclass(frozen=True)
class Contact:
    """Whom to call about a unit's tasks."""

    unit: str
    name: str
    phone: str


def facts_of(tasks: Iterable[PlanTask], on: date) -> tuple[TaskFacts, ...]:
    """Return tasks with their units and milestones as they stand on a day."""
    every = list(tasks)
    answering, evidence = responsible_on(every, on), counted(every)
    return tuple(_facts(task, on, answering.get(task.id, NOBODY), evidence.get(task.id, NOTHING_YET)) for task in every)


def board_for(actor: Actor, plan: WorkPlan, on: date) -> tuple[TaskFacts, ...]:
    """Return the tasks of a plan the actor may read, by number, as they stand on a day."""
    return facts_of(tasks_of(actor, plan), on)


def _facts(task: PlanTask, on: date, answering: frozenset[int], evidence: tuple[int, int]) -> TaskFacts:
    accepted, waiting = evidence
    milestones = in_order(task.milestones.all())
    dates = dates_of(task.due_on, ((one.text, one.due_on, one.met_at is not None) for one in milestones))
    closed = task.closed_at is not None
    since = day_of(task.plan.published_at) if task.plan.published_at else None
    return TaskFacts(
        year=task.plan.year,
        no=task.no,
        title=task.title,
        module_no=task.heading.module.no,
        module=task.heading.module.title,
        heading=task.heading.title,
        requirement=task.requirement,
        remark=task.remark,
        due_on=task.due_on,
        next_on=None if closed else next(iter(dates), None),
        presses=None if closed else pressing(binding_since(dates, since), on),
        standing=standing_of(dates, closed=closed, begun=bool(accepted or waiting), on=on, published_on=since),
        units=tuple(named_unit(one) for one in in_order(task.units.all())),
        answering=answering,
        accepted=accepted,
        waiting=waiting,
    )


def named_unit(row: TaskUnit) -> NamedUnit:
    """Return who is responsible, as shown."""
    name = row.unit.name if row.unit else row.group.name if row.group else ""
    return NamedUnit(row.text, Part(row.part), row.unit_id, row.group_id, name)


def contacts_on(actor: Actor, units: Iterable[int], on: date) -> dict[int, Contact]:
    """Return the contact of each unit, the one named last; a unit without one is missing."""
    found: dict[int, Contact] = {}
    rows: Iterable[Liaison] = liaisons_for(actor).filter(in_force(on), unit_id__in=set(units))
    for row in rows:
        found.setdefault(row.unit_id, Contact(row.unit.short_name, row.name, row.phone))
    return found


def tasks_waiting(actor: Actor, on: date) -> tuple[TaskFacts, ...]:
    """Return the late and near tasks of the unit the actor acts for, if it may hand in anything."""
    if not actor.may(GIVE_EVIDENCE) or actor.unit is None:
        return ()
    plan = plans_for(actor).filter(state=PlanState.PUBLISHED, year=on.year).first()
    every = board_for(actor, plan, on) if plan else ()
    urgent = {Standing.LATE, Standing.NEAR}
    return tuple(one for one in every if one.standing in urgent and actor.unit in one.answering and not one.waiting)
