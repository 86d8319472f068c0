"""The end: stop orders to every unit that was asked, whatever it answered, and what the units say of them."""

from datetime import date, datetime

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Invalid
from chengxin.measures.models import JointAction, Task
from chengxin.measures.queries.actions import action_for, actions_under_way, task_for
from chengxin.measures.rules.doings import (
    ACTION_ENDED,
    ANSWER_TASKS,
    RUN_ACTIONS,
    STILL_APPLIED,
    STOP_CONFIRMED,
    STOP_NOTICE,
)
from chengxin.measures.rules.states import SENT, ActionState, Move, TaskState
from chengxin.measures.services.entries import why_over
from chengxin.measures.services.moves import (
    next_state,
    record_action,
    record_task,
    require_past,
    required,
    tell_unit,
    write_move,
)
from chengxin.measures.services.opening import ActionEnded
from chengxin.units.queries import day_of

WENT = "名单信息已经退出公示"


class BeforeEntry(Invalid):
    """A measure is not stopped before it can have begun."""

    code = "measures.stopped-before-listing"
    says = "停止的日期不能早于列入名单的日期（{listed_on}）"
    field = "on"


class ExpectedTooEarly(Invalid):
    """What is not stopped today can not have been stopped before."""

    code = "measures.expected-too-early"
    says = "预计停止的日期不能早于今天（{today}）；已经停止的，请确认停止"
    field = "expected_on"


@use_case
def end_action(*, actor: Actor, now: datetime, action: str, reason: str) -> JointAction:
    """End a joint action with the reason and return it: a stop order goes to each unit that was asked.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such joint action in the actor's reach.
        ActionEnded: it is over.
        WordsMissing: no reason, or too long a one.
    """
    actor.require(RUN_ACTIONS)
    row = action_for(actor, action, permission=RUN_ACTIONS, lock=True)
    if row.state == ActionState.ENDED:
        raise ActionEnded
    why = required(reason, "退出的原因")
    row.state, row.ended_at, row.ended_on, row.end_reason = ActionState.ENDED, now, day_of(now), why
    row.save(update_fields=["state", "ended_at", "ended_on", "end_reason"])
    tasks = Task.objects.select_for_update(of=("self",)).select_related("unit").filter(action=row, state__in=SENT)
    ordered = [_order_stop(actor, now, row, task) for task in tasks.order_by("id")]
    record_action(actor, now, ACTION_ENDED, row, reason=why, stop_orders=len(ordered))
    return row


def end_joint_action(*, actor: Actor, now: datetime, entry: str, reason: str = WENT) -> bool:
    """End the joint action of an entry that went, and say whether there was one to end. Safe to run twice.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(RUN_ACTIONS)
    row = actions_under_way(actor).filter(entry=entry).first()
    if row is None:
        return False
    end_action(actor=actor, now=now, action=row.public_id, reason=reason)
    return True


def follow_entries(*, actor: Actor, now: datetime) -> int:
    """End the joint actions whose entries stand no more, and return how many. Safe to run twice.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(RUN_ACTIONS)
    ended = 0
    for row in list(actions_under_way(actor)):
        why = why_over(actor, row.entry, on=day_of(now))
        ended += bool(why) and end_joint_action(actor=actor, now=now, entry=row.entry, reason=why)
    return ended


@use_case
def confirm_stop(*, actor: Actor, now: datetime, task: str, on: date, words: str) -> Task:
    """Say that a measure is stopped, or that none was ever applied, and return the task. ``on`` is the day of stopping.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such task of a unit in the actor's reach.
        MoveNotPossible: no stop was ordered, or it is confirmed.
        DayInFuture, BeforeEntry, WordsMissing: what was given does not do.
    """
    actor.require(ANSWER_TASKS)
    row = task_for(actor, task, permission=ANSWER_TASKS, lock=True)
    state = next_state(row, Move.CONFIRM_STOP)
    require_past(on, now)
    if on < row.action.listed_on:
        raise BeforeEntry(listed_on=row.action.listed_on.isoformat())
    said = required(words, "情况") if words.strip() else ""
    row.state, row.stopped_on = state, on
    row.save(update_fields=["state", "stopped_on"])
    write_move(actor, now, row, Move.CONFIRM_STOP, words=said)
    record_task(actor, now, STOP_CONFIRMED, row, on=on)
    return row


@use_case
def report_still_applied(*, actor: Actor, now: datetime, task: str, words: str, expected_on: date) -> Task:
    """Say why a measure is not stopped yet and by when it will be, and return the task; the stop order stands.

    Once the day has passed the unit is reminded. It may be told again, with another day; each stays in the history.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such task of a unit in the actor's reach.
        MoveNotPossible: no stop was ordered, or it is confirmed.
        WordsMissing: no reason, or too long a one.
        ExpectedTooEarly: the day has passed.
    """
    actor.require(ANSWER_TASKS)
    row = task_for(actor, task, permission=ANSWER_TASKS, lock=True)
    next_state(row, Move.STILL_APPLIED)
    said = required(words, "尚未停止的原因")
    if expected_on < day_of(now):
        raise ExpectedTooEarly(today=day_of(now).isoformat())
    row.stop_expected_on, row.reminded_soon, row.reminded_late = expected_on, False, False
    row.save(update_fields=["stop_expected_on", "reminded_soon", "reminded_late"])
    write_move(actor, now, row, Move.STILL_APPLIED, words=said, expected_on=expected_on)
    record_task(actor, now, STILL_APPLIED, row, words=said, expected_on=expected_on)
    return row


def _order_stop(actor: Actor, now: datetime, row: JointAction, task: Task) -> Task:
    task.state, task.stop_ordered_on = TaskState.STOPPING, day_of(now)
    task.save(update_fields=["state", "stop_ordered_on"])
    write_move(actor, now, task, Move.ORDER_STOP, words=row.end_reason)
    values = {
        "subject": row.subject_name,
        "kind": row.kind_name,
        "measure": task.measure_name,
        "reason": row.end_reason,
    }
    tell_unit(actor, now, task, STOP_NOTICE, values, office=row.office)
    return task
