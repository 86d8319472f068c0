"""States of a joint action and of each unit's task, and the moves between them.

A joint action applies nothing by itself: a task asks a unit, and the unit's people decide. The end goes to every task
that was sent, whatever its state, also to a unit that never answered.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class ActionState(StrEnum):
    """发起, 实施中, 已退出."""

    INITIATED = "initiated"
    UNDER_WAY = "under-way"
    ENDED = "ended"


class TaskState(StrEnum):
    """How a unit's task stands. ``stopping``: a stop order went out and is not confirmed yet."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    APPLIED = "applied"
    DECLINED = "declined"
    STOPPING = "stopping"
    STOPPED = "stopped"


class Move(StrEnum):
    """What happens to a task."""

    SEND = "sent"
    ACCEPT = "accepted"
    APPLY = "applied"
    WITHDRAW = "withdrawn"
    DECLINE = "declined"
    REMIND = "reminded"
    ORDER_STOP = "stop-ordered"
    STILL_APPLIED = "still-applied"
    CONFIRM_STOP = "stop-confirmed"


class Ground(StrEnum):
    """A lawful reason for applying nothing."""

    NO_MATTER = "no-matter"
    NOT_OURS = "not-ours"
    ARTICLE_DOES_NOT_FIT = "article-does-not-fit"
    OTHER = "other"


class Answer(StrEnum):
    """What a unit answered: a measure that counts, a lawful reason, or nothing yet."""

    APPLIED = "applied"
    DECLINED = "declined"
    NONE = "none"


OPEN = frozenset({TaskState.WAITING, TaskState.ACCEPTED})
"""Nobody has answered what the task asks."""
SENT = frozenset({TaskState.WAITING, TaskState.ACCEPTED, TaskState.APPLIED, TaskState.DECLINED})
"""The end of the entry orders these to stop: all there are before it."""

MOVES: Mapping[Move, Mapping[TaskState, TaskState]] = MappingProxyType(
    {
        Move.ACCEPT: {TaskState.WAITING: TaskState.ACCEPTED},
        Move.APPLY: {TaskState.ACCEPTED: TaskState.APPLIED, TaskState.APPLIED: TaskState.APPLIED},
        Move.WITHDRAW: {TaskState.APPLIED: TaskState.APPLIED},
        Move.DECLINE: {TaskState.WAITING: TaskState.DECLINED, TaskState.ACCEPTED: TaskState.DECLINED},
        Move.REMIND: {state: state for state in (*OPEN, TaskState.STOPPING)},
        Move.ORDER_STOP: dict.fromkeys(SENT, TaskState.STOPPING),
        Move.STILL_APPLIED: {TaskState.STOPPING: TaskState.STOPPING},
        Move.CONFIRM_STOP: {TaskState.STOPPING: TaskState.STOPPED},
    }
)
"""From which state to which a move leads. A withdrawal that leaves no application leads back to ``accepted``."""

ACTION_LABELS: Mapping[ActionState, str] = MappingProxyType(
    {ActionState.INITIATED: "已发起", ActionState.UNDER_WAY: "实施中", ActionState.ENDED: "已退出"}
)
CARDS = 20
"""So many tasks of a state stand on the board; the table has the others."""
TASK_LABELS: Mapping[TaskState, str] = MappingProxyType(
    {
        TaskState.WAITING: "待接收",
        TaskState.ACCEPTED: "已接收，待反馈",
        TaskState.APPLIED: "已采取措施",
        TaskState.DECLINED: "未采取，已说明理由",
        TaskState.STOPPING: "已通知停止，待确认",
        TaskState.STOPPED: "已确认停止",
    }
)
MOVE_LABELS: Mapping[Move, str] = MappingProxyType(
    {
        Move.SEND: "发送任务",
        Move.ACCEPT: "接收任务",
        Move.APPLY: "采取措施",
        Move.WITHDRAW: "撤回登记有误的措施",
        Move.DECLINE: "说明不采取的理由",
        Move.REMIND: "提醒",
        Move.ORDER_STOP: "通知停止",
        Move.STILL_APPLIED: "报告尚未停止",
        Move.CONFIRM_STOP: "确认停止",
    }
)
GROUND_LABELS: Mapping[Ground, str] = MappingProxyType(
    {
        Ground.NO_MATTER: "本单位没有该主体正在办理的事项",
        Ground.NOT_OURS: "这项措施不由本单位实施",
        Ground.ARTICLE_DOES_NOT_FIT: "不符合措施依据条款规定的情形",
        Ground.OTHER: "其他依法不采取的理由",
    }
)

ANSWER_LABELS: Mapping[Answer, str] = MappingProxyType(
    {Answer.APPLIED: "采取了措施", Answer.DECLINED: "说明了不采取的理由", Answer.NONE: "没有反馈"}
)


def after(state: TaskState, move: Move) -> TaskState | None:
    """Return the state after a move, None where the move is not possible."""
    return MOVES.get(move, {}).get(state)


def can(state: TaskState, move: Move) -> bool:
    """Say whether a task in the state can be moved so."""
    return after(state, move) is not None


def after_all(moves: Iterable[Move]) -> TaskState:
    """Return the state to which moves lead from a task that was just sent; impossible ones change nothing."""
    state = TaskState.WAITING
    for move in moves:
        state = after(state, move) or state
    return state
