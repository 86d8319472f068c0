"""Joint actions, their tasks, what units did about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from chengxin.catalog.queries import items_in_force
from chengxin.catalog.queries.kinds import measures_on
from chengxin.catalog.rules import Family
from chengxin.catalog.rules.measures import Measure
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.roles import Role
from chengxin.foundation.scoping import within
from chengxin.measures.models import Application, JointAction, Task, TaskMove
from chengxin.measures.rules.doings import RUN_ACTIONS, SEE_TASKS
from chengxin.measures.rules.entries import EntryFacts, is_for_units, measures_for
from chengxin.measures.rules.states import OPEN, ActionState, Answer, Move, TaskState
from chengxin.register.models import RecordVersion
from chengxin.register.queries import versions_for
from chengxin.units.models import Appointment, Unit
from chengxin.units.queries import in_force
from chengxin.units.rules import Level


@dataclass(frozen=True)
class TaskFilter:
    """Which tasks are asked for; what is empty keeps all. ``month`` is the first day of the month of sending.

    ``answer`` is one of ``Answer``, whatever happened to the task since. ``subject`` is a part of the name or the
    whole code of who is listed; ``due_until`` the last due date.
    """

    state: str = ""
    unit: int | None = None
    kind: str = ""
    measure: str = ""
    month: date | None = None
    answer: str = ""
    late_on: date | None = None
    subject: str = ""
    due_until: date | None = None


EVERY = TaskFilter()
_APPLIED = Exists(Application.objects.filter(task=OuterRef("pk"), withdrawal__isnull=True))
_DECLINED = Exists(TaskMove.objects.filter(task=OuterRef("pk"), move=Move.DECLINE))
ANSWERED = {
    Answer.APPLIED: Q(_APPLIED),
    Answer.DECLINED: Q(_DECLINED),
    Answer.NONE: ~Q(_APPLIED) & ~Q(_DECLINED),
}
"""How a unit answered, told by what it wrote down and not by the state, which a stop order overwrites."""


def tasks_for(actor: Actor, asked: TaskFilter = EVERY, *, permission: Permission = SEE_TASKS) -> QuerySet[Task]:
    """Return the tasks in reach, what is due first on top: those of the actor's units, and of actions they listed."""
    scope = actor.scope(permission)
    mine = within(scope, unit="unit_id", district="unit__district")
    found = Task.objects.filter(mine | within(scope, unit="action__unit_id", district="action__district"))
    exact = {
        "state": asked.state,
        "unit": asked.unit,
        "action__kind_name": asked.kind,
        "measure": asked.measure,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if asked.month:
        found = found.filter(sent_on__year=asked.month.year, sent_on__month=asked.month.month)
    if asked.answer:
        found = found.filter(ANSWERED[Answer(asked.answer)])
    if asked.subject:
        found = found.filter(Q(action__subject_name__icontains=asked.subject) | Q(action__subject_code=asked.subject))
    if asked.due_until:
        found = found.filter(due_on__lte=asked.due_until)
    if asked.late_on:
        found = found.filter(state__in=OPEN, due_on__lt=asked.late_on)
    asks = Case(When(state__in=[*OPEN, TaskState.STOPPING], then=0), default=1)
    return found.select_related("action", "unit").order_by(asks, "due_on", "id")


def tasks_on_board(actor: Actor, asked: TaskFilter, *, most: int) -> QuerySet[Task]:
    """Return of each state the ``most`` tasks that are due first; of the states that ask nothing, the newest."""
    asks = Q(state__in=[*OPEN, TaskState.STOPPING])
    found = tasks_for(actor, asked).order_by().annotate(newest=Case(When(asks, then=0), default=-F("id")))
    place = Window(RowNumber(), partition_by="state", order_by=("newest", "due_on", "id"))
    return found.annotate(place=place).filter(place__lte=most).order_by("newest", "due_on", "id")


def task_for(actor: Actor, public_id: str, *, permission: Permission = SEE_TASKS, lock: bool = False) -> Task:
    """Return a task. With another permission than to see it, it must be asked of a unit in the actor's reach.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = tasks_for(actor, permission=permission).filter(public_id=public_id)
    if permission is not SEE_TASKS and permission is not RUN_ACTIONS:
        found = found.filter(within(actor.scope(permission), unit="unit_id", district="unit__district"))
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise NotFound
    return row


def actions_for(actor: Actor, *, permission: Permission = SEE_TASKS) -> QuerySet[JointAction]:
    """Return the joint actions in reach, the newest first: listed in the reach, or asking one of its units."""
    scope = actor.scope(permission)
    found = within(scope, unit="unit_id", district="district")
    if permission is SEE_TASKS and not scope.everything:
        asked = Task.objects.filter(within(scope, unit="unit_id", district="unit__district"), action=OuterRef("pk"))
        found |= Q(Exists(asked))
    rows = JointAction.objects.filter(found) if actor.may(permission) else JointAction.objects.none()
    return rows.select_related("subject", "unit", "office").order_by("-id")


def action_for(actor: Actor, public_id: str, *, permission: Permission = SEE_TASKS, lock: bool = False) -> JointAction:
    """Return a joint action.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    found = actions_for(actor, permission=permission).filter(public_id=public_id)
    row = (found.select_for_update(of=("self",)) if lock else found).first()
    if row is None:
        raise NotFound
    return row


def applications_of(actor: Actor, tasks: Sequence[Task]) -> QuerySet[Application]:
    """Return what was applied for these tasks, withdrawn ones too, in the order in which it was written down."""
    found = Application.objects.filter(task__in=tasks).select_related("task__unit", "withdrawal")
    return found.order_by("id") if actor.may(SEE_TASKS) else found.none()


def moves_of(actor: Actor, tasks: Sequence[Task]) -> QuerySet[TaskMove]:
    """Return what happened to these tasks, the last first."""
    found = TaskMove.objects.filter(task__in=tasks).select_related("task__unit")
    return found.order_by("-at", "-id") if actor.may(SEE_TASKS) else found.none()


def waiting_tasks(actor: Actor) -> QuerySet[Task]:
    """Return the tasks of the actor's own unit that ask something of it."""
    if actor.unit is None:
        return Task.objects.none()
    asks = [*OPEN, TaskState.STOPPING]
    return tasks_for(actor).filter(unit_id=actor.unit, state__in=asks).select_related("unit", "action__office")


def waiting_about(actor: Actor, entries: Collection[str], measures: Collection[str]) -> QuerySet[Task]:
    """Return the tasks of the actor's own unit that wait for an answer about entries (opaque ids) and measures (keys).

    An actor without the permission gets none.
    """
    if not actor.may(SEE_TASKS):
        return Task.objects.none()
    return waiting_tasks(actor).filter(state__in=OPEN, action__entry__in=entries, measure__in=measures)


def own_tasks(actor: Actor, state: str = "", *, after: tuple[date, str] | None = None) -> QuerySet[Task]:
    """Return the tasks that the actor's own unit is asked, what is due first on top.

    The order, by due date and opaque id, never changes; ``after`` is the place in it after which to go on.
    """
    if actor.unit is None:
        return Task.objects.none()
    found = tasks_for(actor, TaskFilter(state=state)).filter(unit_id=actor.unit)
    if after is not None:
        due_on, public_id = after
        found = found.filter(Q(due_on__gt=due_on) | Q(due_on=due_on, public_id__gt=public_id))
    return found.order_by("due_on", "public_id")


def own_task(actor: Actor, public_id: str) -> Task:
    """Return a task that the actor's own unit is asked.

    Raises:
        NotFound: there is none, or another unit is asked.
    """
    row = own_tasks(actor).filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def own_application(actor: Actor, task: str, public_id: str) -> Application:
    """Return what was applied for a task that the actor's own unit is asked.

    Raises:
        NotFound: there is no such thing of this task, or another unit is asked.
    """
    row = Application.objects.filter(task=own_task(actor, task), public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def facts_kept(row: JointAction) -> EntryFacts:
    """Return what a joint action kept of its entry."""
    return EntryFacts(
        entry=row.entry,
        item=row.item,
        kind=row.kind,
        kind_name=row.kind_name,
        subject=row.subject.public_id,
        subject_name=row.subject_name,
        subject_code=row.subject_code,
        body=row.body,
        unit=row.unit_id,
        number=row.number,
        listed_on=row.listed_on,
        until=row.until,
        basis=row.basis,
    )


def triggered_measures(actor: Actor, row: JointAction, *, on: date) -> tuple[Measure, ...]:
    """Return the published measures in force on the day that the entry of the action triggers."""
    return measures_for(facts_kept(row), measures_on(actor, on=on), on=on)


def ordered_measures(actor: Actor, row: JointAction, *, on: date) -> tuple[Measure, ...]:
    """Return those that a court or a listing body orders: units show them and apply nothing."""
    return tuple(one for one in triggered_measures(actor, row, on=on) if not is_for_units(one))


def sending_office(actor: Actor, on: date) -> Unit | None:
    """Return the city's credit office, in whose name the platform sends; nothing for who runs no joint actions."""
    seats = Appointment.objects.filter(in_force(on), in_force(on, "unit__"), role=Role.CREDIT_OFFICE)
    seat = seats.filter(unit__level=Level.CITY).select_related("unit").order_by("id").first()
    return seat.unit if seat is not None and actor.may(RUN_ACTIONS) else None


def actions_under_way(actor: Actor) -> QuerySet[JointAction]:
    """Return the joint actions that are not ended, the oldest first."""
    return actions_for(actor, permission=RUN_ACTIONS).exclude(state=ActionState.ENDED).order_by("id")


def count_by_state(actor: Actor, asked: TaskFilter) -> dict[str, int]:
    """Return how many of the tasks asked for stand in each state, whatever state is asked for."""
    found = tasks_for(actor, replace(asked, state="", late_on=None)).order_by()
    return dict(found.values_list("state").annotate(number=Count("id")))


def entries_to_open(actor: Actor, *, on: date) -> QuerySet[RecordVersion]:
    """Return the entries of lists in the register that stand on the day and have no joint action, the newest first."""
    items = [item.key for item in items_in_force(actor, on=on).values() if item.family is Family.LISTING]
    has = JointAction.objects.filter(entry=OuterRef("record__public_id"))
    found = versions_for(actor, permission=RUN_ACTIONS).filter(
        ~Exists(has), item__in=items, publish=True, decided_on__isnull=False, record__takedown__isnull=True
    )
    return found.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def task_of_application(actor: Actor, application: str, *, permission: Permission) -> Task:
    """Return the task for which a measure was applied.

    Raises:
        NotFound: there is none, or it lies outside the actor's reach.
    """
    made = Application.objects.filter(public_id=application).select_related("task").first()
    if made is None:
        raise NotFound
    return task_for(actor, made.task.public_id, permission=permission)
