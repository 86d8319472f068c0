"""What a unit answers: it takes a task on, applies a measure in a matter, or says why it lawfully does not."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict, Invalid, NotFound
from chengxin.measures.models import Application, Task, Withdrawal
from chengxin.measures.queries.actions import task_for
from chengxin.measures.rules.doings import (
    ANSWER_TASKS,
    APPLICATION_WITHDRAWN,
    DECIDE_MEASURES,
    MEASURE_APPLIED,
    TASK_ACCEPTED,
    TASK_DECLINED,
)
from chengxin.measures.rules.states import Ground, Move, TaskState
from chengxin.measures.services.moves import (
    LONGEST_WORDS,
    next_state,
    record_task,
    require_past,
    required,
    write_move,
)
from chengxin.measures.services.opening import measure_for_units

LONGEST_MATTER = 200
LONGEST_NAME = 100
LONGEST_CASE = 1000
MOST = Decimal(10) ** 15


class BeforeListing(Invalid):
    """A measure can not be older than the entry that it follows from."""

    code = "measures.before-listing"
    says = "采取措施的日期不能早于列入名单的日期（{listed_on}）"
    field = "on"


class PastEntry(Invalid):
    """A measure can not outlast the entry."""

    code = "measures.past-entry"
    says = "措施的截止日期要在采取之后，且不能晚于名单的截止日期（{until}）"
    field = "until"


class AmountNotPossible(Invalid):
    """No amount of money."""

    code = "measures.amount-not-possible"
    says = "涉及金额不对，请填不小于零的数"
    field = "amount"


class WithdrawnAlready(Conflict):
    """It counts no more."""

    code = "measures.withdrawn-already"
    says = "这条措施已经撤回"


@dataclass(frozen=True)
class Applied:
    """A measure in one matter: the day, the matter, what was done, with which effect, until when, who decided.

    ``amount`` is in yuan. ``case_words`` may tell a case that others learn from.
    """

    on: date
    matter: str
    content: str
    decided_by: str
    effect: str = ""
    until: date | None = None
    amount: Decimal | None = None
    case_words: str = ""


@use_case
def accept_task(*, actor: Actor, now: datetime, task: str) -> Task:
    """Take a task on and return it.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such task of a unit in the actor's reach.
        MoveNotPossible: it is taken on or over.
    """
    actor.require(ANSWER_TASKS)
    row = task_for(actor, task, permission=ANSWER_TASKS, lock=True)
    _move(row, Move.ACCEPT)
    write_move(actor, now, row, Move.ACCEPT)
    record_task(actor, now, TASK_ACCEPTED, row)
    return row


@use_case
def apply_measure(*, actor: Actor, now: datetime, task: str, applied: Applied) -> Application:
    """Write down a measure that a person decided in one matter, and return it. There may be many for a task.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such task of a unit in the actor's reach.
        MeasureNotInForce: the measure is not published, or its article was not in force on the day.
        MeasureOrderedElsewhere: a court or a listing body orders it by now.
        MoveNotPossible: the task is not taken on, or a stop was ordered.
        DayInFuture, BeforeListing, PastEntry, AmountNotPossible, WordsMissing: what was given does not do.
    """
    actor.require(DECIDE_MEASURES)
    row = task_for(actor, task, permission=DECIDE_MEASURES, lock=True)
    state = next_state(row, Move.APPLY)
    _require_days(row, applied, now)
    measure_for_units(actor, row.measure, on=applied.on)
    if applied.amount is not None and not 0 <= applied.amount < MOST:
        raise AmountNotPossible
    made = Application.objects.create(
        public_id=new_opaque_id(),
        task=row,
        applied_on=applied.on,
        matter=required(applied.matter, "在哪件事项中采取", LONGEST_MATTER),
        content=required(applied.content, "采取了什么措施", LONGEST_WORDS),
        effect=_short(applied.effect, "效果", LONGEST_WORDS),
        case_words=_short(applied.case_words, "案例", LONGEST_CASE),
        amount=applied.amount,
        decided_by=required(applied.decided_by, "由谁决定", LONGEST_NAME),
        until=applied.until,
        at=now,
        by_name=actor.name,
    )
    _stand(row, state)
    write_move(actor, now, row, Move.APPLY, words=made.content)
    record_task(actor, now, MEASURE_APPLIED, row, application=made.public_id, on=applied.on, matter=made.matter)
    return made


@use_case
def withdraw_application(*, actor: Actor, now: datetime, application: str, reason: str) -> Withdrawal:
    """Take back an application that was entered by mistake, and return the withdrawal; it stays to be read.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such application of a unit in the actor's reach.
        WithdrawnAlready, MoveNotPossible, WordsMissing: it can not be taken back so.
    """
    actor.require(DECIDE_MEASURES)
    made = Application.objects.filter(public_id=application).select_related("task").first()
    if made is None:
        raise NotFound
    row = task_for(actor, made.task.public_id, permission=DECIDE_MEASURES, lock=True)
    state = next_state(row, Move.WITHDRAW)
    if Withdrawal.objects.filter(application=made).exists():
        raise WithdrawnAlready
    why = required(reason, "撤回的原因")
    gone = Withdrawal.objects.create(application=made, reason=why, at=now, by_name=actor.name)
    left = Application.objects.filter(task=row, withdrawal__isnull=True).exists()
    _stand(row, state if left else TaskState.ACCEPTED)
    write_move(actor, now, row, Move.WITHDRAW, words=why)
    record_task(actor, now, APPLICATION_WITHDRAWN, row, application=application, reason=why)
    return gone


@use_case
def decline_task(*, actor: Actor, now: datetime, task: str, ground: Ground, words: str) -> Task:
    """Apply nothing, for a lawful reason, and return the task. Words are asked for where the list has no reason.

    Raises:
        NotPermitted: the actor may not.
        NotFound: there is no such task of a unit in the actor's reach.
        MoveNotPossible: a measure was applied, or a stop was ordered.
        WordsMissing: the reason is another one, and nobody said which.
    """
    actor.require(DECIDE_MEASURES)
    row = task_for(actor, task, permission=DECIDE_MEASURES, lock=True)
    other = ground is Ground.OTHER
    said = required(words, "依法不采取的理由和依据") if other else _short(words, "说明", LONGEST_WORDS)
    _move(row, Move.DECLINE)
    write_move(actor, now, row, Move.DECLINE, ground=ground, words=said)
    record_task(actor, now, TASK_DECLINED, row, ground=ground.value, words=said)
    return row


def _require_days(row: Task, applied: Applied, now: datetime) -> None:
    require_past(applied.on, now)
    if applied.on < row.action.listed_on:
        raise BeforeListing(listed_on=row.action.listed_on.isoformat())
    latest = row.action.until or date.max
    if applied.until is not None and not applied.on <= applied.until <= latest:
        raise PastEntry(until=row.action.until.isoformat() if row.action.until else "—")


def _short(words: str, what: str, limit: int) -> str:
    return required(words, what, limit) if words.strip() else ""


def _move(row: Task, move: Move) -> None:
    _stand(row, next_state(row, move))


def _stand(row: Task, state: TaskState) -> None:
    row.state = state
    row.save(update_fields=["state"])
