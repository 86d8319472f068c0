"""Moving a task: what every service of this room does alike. Parts of use cases, none themselves."""

from datetime import date, datetime

from chengxin.audit.rules import Action
from chengxin.audit.services import record
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.measures.models import JointAction, Task, TaskMove
from chengxin.measures.rules.states import TASK_LABELS, Ground, Move, TaskState, after
from chengxin.notices.rules import NoticeTemplate
from chengxin.notices.services import About, Recipient, Wish, send_notice
from chengxin.units.models import Unit
from chengxin.units.queries import day_of

LONGEST_WORDS = 500
LONGEST_REASON = 300


class MoveNotPossible(Conflict):
    """The task stands otherwise by now."""

    code = "measures.move-not-possible"
    says = "这项任务现在是“{state}”，不能这样办理"


class WordsMissing(Invalid):
    """Nobody said why or what, or at too great length."""

    code = "measures.words-missing"
    says = "请写明{what}，不超过{limit}个字"
    field = "words"


class DayInFuture(Invalid):
    """A day that has not come."""

    code = "measures.day-in-future"
    says = "日期不能晚于今天（{today}）"
    field = "on"


def required(words: str, what: str, limit: int = LONGEST_REASON) -> str:
    """Return the words without surrounding space.

    Raises:
        WordsMissing: there are none, or too many.
    """
    said = words.strip()
    if not said or len(said) > limit:
        raise WordsMissing(what=what, limit=limit)
    return said


def require_past(day: date, now: datetime) -> None:
    """Do nothing if the day is today or before.

    Raises:
        DayInFuture: it is later.
    """
    if day > day_of(now):
        raise DayInFuture(today=day_of(now).isoformat())


def next_state(task: Task, move: Move) -> TaskState:
    """Return where a move leads.

    Raises:
        MoveNotPossible: the task can not be moved so.
    """
    state = TaskState(task.state)
    found = after(state, move)
    if found is None:
        raise MoveNotPossible(state=TASK_LABELS[state])
    return found


def write_move(
    actor: Actor,
    now: datetime,
    task: Task,
    move: Move,
    *,
    words: str = "",
    ground: Ground | None = None,
    expected_on: date | None = None,
) -> TaskMove:
    """Write down what happened to a task."""
    return TaskMove.objects.create(
        task=task,
        move=move,
        ground=ground or "",
        words=words,
        expected_on=expected_on,
        at=now,
        by_name=actor.shown_name,
        unit_name=actor.unit_name,
    )


def record_task(actor: Actor, now: datetime, action: Action, task: Task, **facts: object) -> None:
    """Write the entry of the trail about a task."""
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="joint-task",
        object_id=task.public_id,
        object_label=f"{task.action.subject_name} {task.measure_name}"[:300],
        basis=task.measure_basis,
        facts={"unit": task.unit.name, "state": task.state, **facts},
    )


def tell_unit(
    actor: Actor, now: datetime, task: Task, template: NoticeTemplate, values: dict[str, str], *, office: Unit
) -> None:
    """Send a notice about a task to the unit that is asked."""
    send_notice(
        actor=actor,
        now=now,
        template=template,
        values=values,
        recipient=Recipient(unit=task.unit_id),
        sender_unit=office.id,
        about=About("measures", "joint-task", task.public_id),
        wish=Wish(due_on=task.due_on, due_rule=task.due_basis),
    )


def record_action(actor: Actor, now: datetime, action: Action, row: JointAction, **facts: object) -> None:
    """Write the entry of the trail about a joint action."""
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="joint-action",
        object_id=row.public_id,
        object_label=f"{row.subject_name} {row.kind_name}"[:300],
        basis=row.basis[:300],
        facts=facts,
    )
