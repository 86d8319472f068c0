"""The way of a submission as a table: states, what moves it, and how people call them."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a submission stands.

    ``to-map``: it has to be asked which column is which field. ``to-confirm``: the severities the platform proposed
    wait for the unit. ``unreadable``: the file as a whole could not be judged. ``failed``: a fault of ours; it can be
    tried again.
    """

    RECEIVED = "received"
    CHECKING = "checking"
    TO_MAP = "to-map"
    TO_CONFIRM = "to-confirm"
    LOADING = "loading"
    DONE = "done"
    UNREADABLE = "unreadable"
    FAILED = "failed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What moves a submission on. After a fault a check is made anew (``retry``), a load goes on (``resume``)."""

    BEGIN = "begin"
    REFUSE = "refuse"
    ASK_COLUMNS = "ask-columns"
    SETTLE_COLUMNS = "settle-columns"
    ASK = "ask"
    LOAD = "load"
    FINISH = "finish"
    FAIL = "fail"
    RETRY = "retry"
    RESUME = "resume"
    CANCEL = "cancel"
    WITHDRAW = "withdraw"


MOVES: Mapping[tuple[State, Move], State] = MappingProxyType(
    {
        (State.RECEIVED, Move.BEGIN): State.CHECKING,
        (State.RECEIVED, Move.CANCEL): State.CANCELLED,
        (State.RECEIVED, Move.FAIL): State.FAILED,
        (State.CHECKING, Move.REFUSE): State.UNREADABLE,
        (State.CHECKING, Move.ASK_COLUMNS): State.TO_MAP,
        (State.CHECKING, Move.ASK): State.TO_CONFIRM,
        (State.CHECKING, Move.LOAD): State.LOADING,
        (State.CHECKING, Move.FAIL): State.FAILED,
        (State.CHECKING, Move.CANCEL): State.CANCELLED,
        (State.TO_MAP, Move.SETTLE_COLUMNS): State.RECEIVED,
        (State.TO_MAP, Move.CANCEL): State.CANCELLED,
        (State.TO_CONFIRM, Move.LOAD): State.LOADING,
        (State.TO_CONFIRM, Move.CANCEL): State.CANCELLED,
        (State.LOADING, Move.FINISH): State.DONE,
        (State.LOADING, Move.FAIL): State.FAILED,
        (State.LOADING, Move.CANCEL): State.CANCELLED,
        (State.FAILED, Move.RETRY): State.RECEIVED,
        (State.FAILED, Move.RESUME): State.LOADING,
        (State.FAILED, Move.CANCEL): State.CANCELLED,
        (State.DONE, Move.WITHDRAW): State.WITHDRAWN,
    }
)
"""What may happen in which state, and where it leads; nothing else may."""

STATE_LABELS: Mapping[State, str] = MappingProxyType(
    {
        State.RECEIVED: "已收到，等待核对",
        State.CHECKING: "正在核对",
        State.TO_MAP: "等待确认各列的对应",
        State.TO_CONFIRM: "等待确认失信程度",
        State.LOADING: "正在入库",
        State.DONE: "已办结",
        State.UNREADABLE: "整份退回",
        State.FAILED: "系统出错，没有办完",
        State.CANCELLED: "已取消",
        State.WITHDRAWN: "已整批撤回",
    }
)

WORKING = frozenset({State.RECEIVED, State.CHECKING, State.LOADING})
"""States in which the platform has something to do."""


class Phase(StrEnum):
    """What the platform is doing, for whoever waits."""

    READING = "reading"
    CHECKING = "checking"
    KEEPING = "keeping"
    MERGING = "merging"
    SHOWING = "showing"


PHASE_LABELS: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.READING: "读取文件",
        Phase.CHECKING: "逐行核对",
        Phase.KEEPING: "写下问题",
        Phase.MERGING: "写入登记簿",
        Phase.SHOWING: "生效，依法公示的上网",
    }
)


MOST_DEATHS = 3
"""So many workers may die of a submission at the same place; then it fails, and its unit's next one is worked on."""
WORKERS_DIED = "WorkersDied"
"""The fault of a submission that failed for that."""


def stage_of(state: State, merged: int) -> str:
    """Return how far the work on a submission has come: a load that merged another chunk is further than it was."""
    return f"load {merged}" if state is State.LOADING else "check"


class Origin(StrEnum):
    """How a submission came in."""

    DESK = "desk"
    FORM = "form"
    API = "api"
    COMMAND = "command"


ORIGIN_LABELS: Mapping[Origin, str] = MappingProxyType(
    {
        Origin.DESK: "网页上传",
        Origin.FORM: "逐条填报",
        Origin.API: "接口",
        Origin.COMMAND: "命令行",
    }
)


def after(state: State, move: Move) -> State | None:
    """Return the state a move leads to, None where it may not be made."""
    return MOVES.get((state, move))
