"""Reminders: by the office with words, and each day by a job what is due soon and what is late, once each."""

from datetime import datetime

from django.conf import settings

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.law.current import law_in_force
from chengxin.measures.models import Task
from chengxin.measures.queries.actions import task_for, tasks_for
from chengxin.measures.rules.doings import REMINDER, RUN_ACTIONS, TASK_REMINDED
from chengxin.measures.rules.entries import is_due_soon
from chengxin.measures.rules.states import OPEN, Move, TaskState
from chengxin.measures.services.moves import next_state, record_task, required, tell_unit, write_move
from chengxin.units.queries import day_of

SOON, LATE, NOT_STOPPED = "反馈期限快到了。", "反馈期限已经过了。", "预计停止的日期{on}已经过了，请停止后确认。"


@use_case
def remind_task(*, actor: Actor, now: datetime, task: str, words: str) -> Task:
    """Remind the unit of a task that waits for it, and return the task.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such task in the actor's reach.
        MoveNotPossible: nothing waits for the unit.
        WordsMissing: no words, or too many.
    """
    actor.require(RUN_ACTIONS)
    row = task_for(actor, task, permission=RUN_ACTIONS, lock=True)
    return _remind(actor, now, row, required(words, "提醒的内容"))


def remind_all(*, actor: Actor, now: datetime) -> int:
    """Remind of what is due within three working days, of what is late, and of stops whose expected day has passed.

    Each is reminded of once. Returns how many reminders were sent.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(RUN_ACTIONS)
    today = day_of(now)
    add = law_in_force(settings.DATA).calendar(settings.CITY.calendar).add_working_days
    found = tasks_for(actor, permission=RUN_ACTIONS).filter(state__in=OPEN, reminded_late=False)
    waiting = [row for row in found if is_due_soon(row.due_on, today, working_days=add)]
    promised = tasks_for(actor, permission=RUN_ACTIONS).filter(
        state=TaskState.STOPPING, stop_expected_on__lt=today, reminded_late=False
    )
    return sum(_first_time(actor, now, row) for row in (*waiting, *promised))


def _first_time(actor: Actor, now: datetime, row: Task) -> bool:
    late = _is_late(row, now)
    if row.reminded_soon and not late:
        return False
    remind_by_date(actor=actor, now=now, task=row.public_id)
    return True


@use_case
def remind_by_date(*, actor: Actor, now: datetime, task: str) -> Task:
    """Remind of a task by its date and write down that it was done, and return the task.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such task.
        MoveNotPossible: nothing waits for the unit any more.
    """
    actor.require(RUN_ACTIONS)
    row = task_for(actor, task, permission=RUN_ACTIONS, lock=True)
    late = _is_late(row, now)
    row.reminded_soon, row.reminded_late = True, late
    row.save(update_fields=["reminded_soon", "reminded_late"])
    words = LATE if late else SOON
    if row.promised_on:
        words = NOT_STOPPED.format(on=row.promised_on.isoformat())
    return _remind(actor, now, row, words)


def _is_late(row: Task, now: datetime) -> bool:
    """Say whether the day by which the unit was to answer, or said it would stop, has passed."""
    return (row.promised_on or row.due_on) < day_of(now)


def _remind(actor: Actor, now: datetime, row: Task, words: str) -> Task:
    next_state(row, Move.REMIND)
    write_move(actor, now, row, Move.REMIND, words=words)
    values = {
        "title": f"联合奖惩任务待办理：{row.measure_name}",
        "subject": row.action.subject_name,
        "measure": row.measure_name,
        "due": (row.promised_on or row.due_on).isoformat(),
        "words": words,
    }
    tell_unit(actor, now, row, REMINDER, values, office=row.action.office)
    record_task(actor, now, TASK_REMINDED, row, words=words)
    return row
