"""Joint actions: the list, and one with its entry, its tasks and what happened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.actor import Permission
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.measures import queries, services
from chengxin.measures.models import Application, JointAction, Task, TaskMove
from chengxin.measures.rules.doings import ANSWER_TASKS, DECIDE_MEASURES, RUN_ACTIONS, SEE_TASKS
from chengxin.measures.rules.entries import ORDERED_LABELS
from chengxin.measures.rules.states import (
    ACTION_LABELS,
    GROUND_LABELS,
    MOVE_LABELS,
    ActionState,
    Ground,
    Move,
    TaskState,
    can,
)
from chengxin.measures.views.parts import TaskLine, task_line, to_actions
from chengxin.ui.listing import slice_of
from chengxin.ui.pieces import Crumb, Pager
from chengxin.units.queries import day_of

ACTION_LOOKS = {ActionState.INITIATED: "idle", ActionState.UNDER_WAY: "near", ActionState.ENDED: "done"}


@dataclass(frozen=True)
class ActionLine:
    """A line of the list of joint actions."""

    address: str
    subject: str
    code: str
    kind: str
    body: str
    opened_on: date
    tasks: int
    look: str
    state: str


@dataclass(frozen=True)
class ActionsPage:
    """The list."""

    title: str
    lines: tuple[ActionLine, ...]
    pager: Pager
    opens: bool


@dataclass(frozen=True)
class Button:
    """A way on from a task."""

    words: str
    address: str


@dataclass(frozen=True)
class AppliedLine:
    """A measure in one matter."""

    on: date
    matter: str
    content: str
    effect: str
    case: str
    amount: Decimal | None
    decided_by: str
    until: date | None
    by: str
    withdrawn: str
    withdraw: str


@dataclass(frozen=True)
class TaskBlock:
    """A task with everything about it."""

    name: str
    line: TaskLine
    basis: str
    due_basis: str
    buttons: tuple[Button, ...]
    applied: tuple[AppliedLine, ...]


@dataclass(frozen=True)
class MoveLine:
    """What happened."""

    at: datetime
    what: str
    measure: str
    unit: str
    who: str
    words: str
    expected_on: date | None


@dataclass(frozen=True)
class ActionPage:
    """A joint action with everything that is known of it."""

    title: str
    code: str
    subject: str
    kind: str
    body: str
    number: str
    listed_on: date
    until: date | None
    basis: str
    look: str
    state: str
    opened_on: date
    ended_on: date | None
    end_reason: str
    blocks: tuple[TaskBlock, ...]
    ordered: tuple[tuple[str, str, str], ...]
    moves: tuple[MoveLine, ...]
    send: str
    end: str
    steps: tuple[Crumb, ...]


@require_safe
@staff(SEE_TASKS)
def actions(request: Request) -> HttpResponse:
    """List the joint actions in reach."""
    found = queries.actions_for(request.actor).annotate(number_of_tasks=Count("tasks"))
    part = slice_of(request, found, _("件"))
    shown = ActionsPage(
        title=_("{n}件联合奖惩").format(n=f"{part.total:,}") if part.total else _("还没有联合奖惩"),
        lines=tuple(_action_line(row, vars(row)["number_of_tasks"]) for row in part.rows),
        pager=part.pager,
        opens=request.actor.may(RUN_ACTIONS),
    )
    return render(request, "measures/actions.html", {"page": shown})


@require_safe
@staff(SEE_TASKS)
def action(request: Request, action: str) -> HttpResponse:
    """Show a joint action; the look is on record."""
    row = services.look_at_action(actor=request.actor, now=request.now, action=action)
    return render(request, "measures/action.html", {"page": _page(request, row)})


def _action_line(row: JointAction, tasks: int) -> ActionLine:
    state = ActionState(row.state)
    return ActionLine(
        address=reverse("measures:action", args=[row.public_id]),
        subject=row.subject_name,
        code=row.subject_code,
        kind=row.kind_name,
        body=row.body,
        opened_on=row.opened_on,
        tasks=tasks,
        look=ACTION_LOOKS[state],
        state=_(ACTION_LABELS[state]),
    )


def _page(request: Request, row: JointAction) -> ActionPage:
    actor, state = request.actor, ActionState(row.state)
    tasks = list(queries.tasks_for(actor).filter(action=row))
    runs = state is not ActionState.ENDED and _reaches(request, row)
    made = list(queries.applications_of(actor, tasks))
    return ActionPage(
        title=row.subject_name,
        code=row.subject_code,
        subject=reverse("desk:subject", args=[row.subject.public_id]),
        kind=row.kind_name,
        body=row.body,
        number=row.number,
        listed_on=row.listed_on,
        until=row.until,
        basis=row.basis,
        look=ACTION_LOOKS[state],
        state=_(ACTION_LABELS[state]),
        opened_on=row.opened_on,
        ended_on=row.ended_on,
        end_reason=row.end_reason,
        blocks=tuple(_block(request, task, made) for task in tasks),
        ordered=tuple(_ordered(request, row)),
        moves=tuple(_move(one) for one in queries.moves_of(actor, tasks)),
        send=reverse("measures:send", args=[row.public_id]) if runs else "",
        end=reverse("measures:end", args=[row.public_id]) if runs else "",
        steps=(to_actions(),),
    )


def _reaches(request: Request, row: JointAction) -> bool:
    return request.actor.scope(RUN_ACTIONS).covers(unit=row.unit_id, district=row.district)


def _ordered(request: Request, row: JointAction) -> Iterator[tuple[str, str, str]]:
    """Yield the measures that others order: name, who orders, article."""
    for one in queries.ordered_measures(request.actor, row, on=day_of(request.now)):
        yield one.name, _(ORDERED_LABELS[one.ordered_by]), f"{one.basis.text}{one.basis.article}"


def _block(request: Request, task: Task, made: Sequence[Application]) -> TaskBlock:
    return TaskBlock(
        name=f"task-{task.public_id}",
        line=task_line(task, day_of(request.now)),
        basis=task.measure_basis,
        due_basis=task.due_basis,
        buttons=tuple(_buttons(request, task)),
        applied=tuple(_applied(request, one, task) for one in made if one.task_id == task.id),
    )


def _may(request: Request, task: Task, permission: Permission) -> bool:
    return request.actor.scope(permission).covers(unit=task.unit_id, district=task.unit.district)


def _buttons(request: Request, task: Task) -> Iterator[Button]:
    """Yield what this person can do about the task now."""
    ways = (
        (Move.ACCEPT, ANSWER_TASKS, _("接收"), "measures:accept"),
        (Move.APPLY, DECIDE_MEASURES, _("登记采取的措施"), "measures:apply"),
        (Move.DECLINE, DECIDE_MEASURES, _("说明不采取的理由"), "measures:decline"),
        (Move.CONFIRM_STOP, ANSWER_TASKS, _("确认停止"), "measures:stopped"),
        (Move.STILL_APPLIED, ANSWER_TASKS, _("尚未停止"), "measures:still-applied"),
        (Move.REMIND, RUN_ACTIONS, _("提醒"), "measures:remind"),
    )
    for move, permission, words, address in ways:
        if can(TaskState(task.state), move) and _may(request, task, permission):
            yield Button(words, reverse(address, args=[task.public_id]))


def _applied(request: Request, one: Application, task: Task) -> AppliedLine:
    gone = getattr(one, "withdrawal", None)
    withdraws = gone is None and can(TaskState(task.state), Move.WITHDRAW) and _may(request, task, DECIDE_MEASURES)
    return AppliedLine(
        on=one.applied_on,
        matter=one.matter,
        content=one.content,
        effect=one.effect,
        case=one.case_words,
        amount=one.amount,
        decided_by=one.decided_by,
        until=one.until,
        by=one.by_name,
        withdrawn=gone.reason if gone else "",
        withdraw=reverse("measures:withdraw", args=[one.public_id]) if withdraws else "",
    )


def _move(one: TaskMove) -> MoveLine:
    ground = _(GROUND_LABELS[Ground(one.ground)]) if one.ground else ""
    return MoveLine(
        at=one.at,
        what=_(MOVE_LABELS[Move(one.move)]),
        measure=one.task.measure_name,
        unit=one.task.unit.name,
        who="，".join(filter(None, (one.unit_name, one.by_name))),
        words="：".join(filter(None, (ground, one.words))),
        expected_on=one.expected_on,
    )
