"""API routes of joint actions: a unit reads the tasks it is asked, and says what its people decided.

Nothing is decided here: a measure names who decided it, as on the page.
"""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, cast

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from chengxin.catalog.rules.measures import MeasureKind
from chengxin.foundation.doors import machine
from chengxin.foundation.opaque import is_opaque_id
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.foundation.rest import BadCursor, read_cursor, write_cursor
from chengxin.measures import queries, services
from chengxin.measures.models import Application, Task
from chengxin.measures.rules.doings import ANSWER_TASKS, DECIDE_MEASURES, SEE_TASKS
from chengxin.measures.rules.states import Ground, Move, TaskState
from chengxin.measures.services.answering import LONGEST_CASE, LONGEST_MATTER, LONGEST_NAME, MOST
from chengxin.measures.services.moves import LONGEST_REASON, LONGEST_WORDS
from chengxin.units.services import answer_once

router = Router(tags=["联合奖惩"])
HEADER = "Idempotency-Key"
A_PAGE, LARGEST_PAGE = 50, 100
LONGEST_CURSOR = 400
STATES = (
    "waiting 待接收，accepted 已接收、待反馈，applied 已采取措施，declined 未采取、已说明理由，"
    "stopping 已通知停止、待确认，stopped 已确认停止"
)
GROUNDS = (
    "no-matter 本单位没有该主体正在办理的事项，not-ours 这项措施不由本单位实施，"
    "article-does-not-fit 不符合措施依据条款规定的情形，other 其他依法不采取的理由"
)
Text = Annotated[str, Field(pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
"""Text with line breaks and without other control characters."""


class TasksQuery(Schema):
    """Which tasks."""

    state: TaskState | None = Field(None, description=f"只要这个状态的任务：{STATES}")
    after: str = Field("", max_length=LONGEST_CURSOR, description="上一页返回的 next")
    limit: int = Field(A_PAGE, ge=1, le=LARGEST_PAGE, description="每页几项")


class TaskLine(Schema):
    """A task: who is on which list, what the unit is asked to decide on, by when."""

    id: str = Field(description="任务编号")
    action: str = Field(description="联合奖惩的编号；同一名单信息的任务相同")
    state: TaskState = Field(description=STATES)
    subject: str = Field(description="主体名称，发起时的")
    code: str = Field(description="统一社会信用代码；没有则为空")
    kind: str = Field(description="名单名称")
    listed_by: str = Field(description="认定单位")
    listed_on: date = Field(description="列入日期；措施不能早于这一天")
    until: date | None = Field(description="名单的截止日期；没有的为空。措施不能晚于这一天")
    listed_under: str = Field(description="列入名单的依据")
    measure: str = Field(description="措施代号")
    measure_name: str = Field(description="措施名称")
    measure_kind: MeasureKind = Field(description="restriction 惩戒，incentive 激励")
    basis: str = Field(description="措施的依据条款")
    sent_on: date = Field(description="发送日期")
    due_on: date = Field(description="反馈期限")
    due_basis: str = Field(description="反馈期限的依据")
    stop_ordered_on: date | None = Field(description="通知停止的日期；没有通知的为空")
    stop_reason: str = Field(description="为什么要停止；没有通知的为空")
    stopped_on: date | None = Field(description="停止的日期；没有确认的为空")


class TasksAnswer(Schema):
    """A page of tasks, what is due first on top."""

    tasks: list[TaskLine] = Field(description="任务，按反馈期限排列")
    next: str = Field(description="下一页的 after；没有更多时为空")


class ApplicationAnswer(Schema):
    """A measure that was applied in one matter."""

    id: str = Field(description="编号")
    on: date = Field(description="采取措施的日期")
    matter: str = Field(description="在哪件事项中")
    content: str = Field(description="采取了什么措施")
    effect: str = Field(description="效果；没有则为空")
    amount: Decimal | None = Field(description="涉及金额，元；没有则为空")
    decided_by: str = Field(description="由谁决定")
    until: date | None = Field(description="措施截止日期；没有则到名单信息退出为止")
    case_words: str = Field(description="案例；没有则为空")
    at: datetime = Field(description="登记时间")
    withdrawn: str = Field(description="撤回的原因；没有撤回的为空")


class StillAnswer(Schema):
    """Why a measure was not stopped yet when the unit said so."""

    at: datetime = Field(description="登记时间")
    words: str = Field(description="尚未停止的原因")
    expected_on: date | None = Field(description="预计停止的日期；没有说明的为空")


class TaskAnswer(TaskLine):
    """A task with what the unit answered."""

    ground: Ground | None = Field(description=f"不采取的理由：{GROUNDS}；没有说明的为空")
    words: str = Field(description="不采取的说明；没有则为空")
    applications: list[ApplicationAnswer] = Field(description="登记的措施，按登记的先后；撤回的也在内")
    still_applied: list[StillAnswer] = Field(description="说明过的尚未停止，后说明的在前")


class ApplyBody(Schema, extra="forbid", str_strip_whitespace=True):
    """A measure that a person of the unit decided in one matter."""

    on: date = Field(description="采取措施的日期：不早于列入日期，不晚于今天")
    matter: Text = Field(description="在哪件事项中", min_length=1, max_length=LONGEST_MATTER)
    content: Text = Field(description="采取了什么措施", min_length=1, max_length=LONGEST_WORDS)
    decided_by: Text = Field(
        description="由谁决定：负责人职务或者会议；平台和接口不替人决定", min_length=1, max_length=LONGEST_NAME
    )
    effect: Text = Field("", description="效果", max_length=LONGEST_WORDS)
    amount: Decimal | None = Field(None, description="涉及金额，元，小数最多两位", ge=0, lt=MOST, decimal_places=2)
    until: date | None = Field(None, description="措施截止日期；不写则到名单信息退出为止")
    case_words: Text = Field("", description="可以作为典型案例的经过；不要写个人信息", max_length=LONGEST_CASE)


class DeclineBody(Schema, extra="forbid", str_strip_whitespace=True):
    """Why the unit lawfully applies nothing."""

    ground: Ground = Field(description=GROUNDS)
    words: Text = Field("", description="说明；other 必须写明理由和依据", max_length=LONGEST_REASON)


class StopBody(Schema, extra="forbid", str_strip_whitespace=True):
    """When a measure was stopped."""

    on: date = Field(description="停止日期；没有采取过措施的写今天")
    words: Text = Field("", description="情况", max_length=LONGEST_REASON)


class WithdrawBody(Schema, extra="forbid", str_strip_whitespace=True):
    """Why an application was entered by mistake."""

    reason: Text = Field(description="撤回的原因", min_length=1, max_length=LONGEST_REASON)


class StillBody(Schema, extra="forbid", str_strip_whitespace=True):
    """Why a measure is not stopped yet."""

    words: Text = Field(description="尚未停止的原因", min_length=1, max_length=LONGEST_REASON)
    expected_on: date = Field(description="预计停止的日期，不早于今天；过了这一天还没有确认停止的，会提醒")


@router.get("/tasks", response=TasksAnswer, auth=machine(SEE_TASKS), summary="本单位的联合奖惩任务")
def list_tasks(request: HttpRequest, query: Query[TasksQuery]) -> TasksAnswer:
    """Return the tasks that the own unit is asked."""
    actor = cast("Request", request).actor
    after = _position(query.after) if query.after else None
    rows = list(queries.own_tasks(actor, query.state or "", after=after)[: query.limit + 1])
    shown = rows[: query.limit]
    following = write_cursor(shown[-1].due_on.isoformat(), shown[-1].public_id) if len(rows) > len(shown) else ""
    return TasksAnswer(tasks=[TaskLine(**_line(row)) for row in shown], next=following)


@router.get("/tasks/{task_id}", response=TaskAnswer, auth=machine(SEE_TASKS), summary="一项任务")
def see_task(request: HttpRequest, task_id: str) -> TaskAnswer:
    """Return a task with what was answered; the look is in the trail, as on the page."""
    actual, task = cast("Request", request), _named(task_id)
    row = queries.own_task(actual.actor, task)
    services.look_at_action(actor=actual.actor, now=actual.now, action=row.action.public_id)
    return _whole(actual, task)


@router.post("/tasks/{task_id}/accept", response=TaskAnswer, auth=machine(ANSWER_TASKS), summary="接收任务")
def accept_task(request: HttpRequest, task_id: str) -> dict[str, Any]:
    """Take a task on, which applies nothing."""
    actual, task = cast("Request", request), _named(task_id)
    return _once(actual, task, lambda: services.accept_task(actor=actual.actor, now=actual.now, task=task))


@router.post(
    "/tasks/{task_id}/applications", response=TaskAnswer, auth=machine(DECIDE_MEASURES), summary="登记采取的措施"
)
def apply_measure(request: HttpRequest, task_id: str, body: ApplyBody) -> dict[str, Any]:
    """Write down a measure that a person decided; there may be many for a task."""
    actual, task = cast("Request", request), _named(task_id)
    applied = services.Applied(**body.model_dump())
    return _once(
        actual,
        task,
        lambda: services.apply_measure(actor=actual.actor, now=actual.now, task=task, applied=applied),
    )


@router.post(
    "/tasks/{task_id}/decline", response=TaskAnswer, auth=machine(DECIDE_MEASURES), summary="说明依法不采取的理由"
)
def decline_task(request: HttpRequest, task_id: str, body: DeclineBody) -> dict[str, Any]:
    """Apply nothing, for a lawful reason."""
    actual, task = cast("Request", request), _named(task_id)
    return _once(
        actual,
        task,
        lambda: services.decline_task(
            actor=actual.actor, now=actual.now, task=task, ground=body.ground, words=body.words
        ),
    )


@router.post(
    "/tasks/{task_id}/stop-confirmations", response=TaskAnswer, auth=machine(ANSWER_TASKS), summary="确认措施已经停止"
)
def confirm_stop(request: HttpRequest, task_id: str, body: StopBody) -> dict[str, Any]:
    """Say that a measure is stopped, or that none was ever applied."""
    actual, task = cast("Request", request), _named(task_id)
    return _once(
        actual,
        task,
        lambda: services.confirm_stop(actor=actual.actor, now=actual.now, task=task, on=body.on, words=body.words),
    )


@router.post(
    "/tasks/{task_id}/still-applied", response=TaskAnswer, auth=machine(ANSWER_TASKS), summary="说明措施尚未停止"
)
def report_still_applied(request: HttpRequest, task_id: str, body: StillBody) -> dict[str, Any]:
    """Say why a measure is not stopped yet; the stop order stands."""
    actual, task = cast("Request", request), _named(task_id)
    return _once(
        actual,
        task,
        lambda: services.report_still_applied(
            actor=actual.actor, now=actual.now, task=task, words=body.words, expected_on=body.expected_on
        ),
    )


@router.post(
    "/tasks/{task_id}/applications/{application_id}/withdrawal",
    response=TaskAnswer,
    auth=machine(DECIDE_MEASURES),
    summary="撤回登记有误的措施",
)
def withdraw_application(request: HttpRequest, task_id: str, application_id: str, body: WithdrawBody) -> dict[str, Any]:
    """Take back what was entered by mistake; it stays to be read."""
    actual, task, application = cast("Request", request), _named(task_id), _named(application_id)
    queries.own_application(actual.actor, task, application)
    return _once(
        actual,
        task,
        lambda: services.withdraw_application(
            actor=actual.actor, now=actual.now, application=application, reason=body.reason
        ),
    )


def _named(task: str) -> str:
    """Return the id from an address.

    Raises:
        NotFound: no id looks so.
    """
    if not is_opaque_id(task):
        raise NotFound
    return task


def _position(cursor: str) -> tuple[date, str]:
    """Return the place in the order of tasks that a cursor names.

    Raises:
        BadCursor: it is not ours.
    """
    due_on, task = (str(part) for part in read_cursor(cursor, str, str))
    try:
        return date.fromisoformat(due_on), _named(task)
    except (ValueError, NotFound) as error:
        raise BadCursor from error


def _once(request: Request, task: str, call: Callable[[], object]) -> dict[str, Any]:
    """Make the call and return the task, or what was answered to the same key, address and body before."""

    def answer() -> dict[str, Any]:
        call()
        return _whole(request, task).model_dump(mode="json")

    fingerprint = hashlib.sha256(f"{request.path}\x1f".encode() + request.body).hexdigest()
    key = request.headers.get(HEADER, "")
    return answer_once(actor=request.actor, now=request.now, key=key, fingerprint=fingerprint, call=answer)


def _whole(request: Request, task: str) -> TaskAnswer:
    row = queries.own_task(request.actor, task)
    moves = queries.moves_of(request.actor, [row])
    declined = moves.filter(move=Move.DECLINE).first()
    return TaskAnswer(
        **_line(row),
        ground=Ground(declined.ground) if declined else None,
        words=declined.words if declined else "",
        applications=[_application(one) for one in queries.applications_of(request.actor, [row])],
        still_applied=[
            StillAnswer(at=one.at, words=one.words, expected_on=one.expected_on)
            for one in moves.filter(move=Move.STILL_APPLIED)
        ],
    )


def _line(row: Task) -> dict[str, Any]:
    entry = row.action
    return {
        "id": row.public_id,
        "action": entry.public_id,
        "state": row.state,
        "subject": entry.subject_name,
        "code": entry.subject_code,
        "kind": entry.kind_name,
        "listed_by": entry.body,
        "listed_on": entry.listed_on,
        "until": entry.until,
        "listed_under": entry.basis,
        "measure": row.measure,
        "measure_name": row.measure_name,
        "measure_kind": row.measure_kind,
        "basis": row.measure_basis,
        "sent_on": row.sent_on,
        "due_on": row.due_on,
        "due_basis": row.due_basis,
        "stop_ordered_on": row.stop_ordered_on,
        "stop_reason": entry.end_reason if row.stop_ordered_on else "",
        "stopped_on": row.stopped_on,
    }


def _application(row: Application) -> ApplicationAnswer:
    gone = getattr(row, "withdrawal", None)
    return ApplicationAnswer(
        id=row.public_id,
        on=row.applied_on,
        matter=row.matter,
        content=row.content,
        effect=row.effect,
        amount=row.amount,
        decided_by=row.decided_by,
        until=row.until,
        case_words=row.case_words,
        at=row.at,
        withdrawn=gone.reason if gone else "",
    )
