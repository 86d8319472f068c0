"""Procedures of cases as tables: in which state which move may be made, what it needs, where it leads.

Pure. The regional regulation's chapter on objections was not seen: the steps are those that the provinces' rules share
(Shanghai 2017 art. 36–38, Henan 2019 art. 41–43): mark, ask the unit that gave the record, answer, take the mark off.
A repair is decided elsewhere (国家发展改革委令第36号: 信用中国 takes applications, 谁认定、谁修复): the office takes
papers at its window, hands them over and carries out what was decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Procedure(StrEnum):
    """What a case is."""

    OBJECTION = "objection"
    REPAIR = "repair"


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    PAPERS_REQUESTED = "papers-requested"
    ACCEPTED = "accepted"
    WITH_SOURCE = "with-source"
    CHECKED = "checked"
    ANSWERED = "answered"
    REVIEW = "review"
    HANDED_OVER = "handed-over"
    DECIDED = "decided"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What may be done with a case."""

    ACCEPT = "accept"
    ASK_PAPERS = "ask-papers"
    TAKE_PAPERS = "take-papers"
    REFUSE = "refuse"
    FORWARD = "forward"
    FIND = "find"
    SEND_BACK = "send-back"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"
    ANSWER = "answer"
    ASK_REVIEW = "ask-review"
    ANSWER_REVIEW = "answer-review"
    HAND_OVER = "hand-over"
    DECIDE = "decide"
    WITHDRAW = "withdraw"


class Need(StrEnum):
    """A fact that a move needs."""

    WORDS = "words"
    RUNNING = "running"
    SUSPENDED = "suspended"
    OTHERS_RECORDS = "others-records"
    NOT_EXTENDED = "not-extended"
    EXTENSION = "extension"
    COLLEAGUE = "colleague"
    RESULTS = "results"
    EFFECTS = "effects"
    MAINTAINED = "maintained"
    NOT_REVIEWED = "not-reviewed"
    MATERIALS = "materials"
    DECISION = "decision"


class Result(StrEnum):
    """What becomes of a record of a case: the vocabulary of objections, and repaired."""

    DELETE = "delete"
    CORRECT = "correct"
    SUPPLEMENT = "supplement"
    END = "end"
    REMOVE = "remove"
    MAINTAIN = "maintain"
    REPAIR = "repair"


OBJECTION_RESULTS = tuple(one for one in Result if one is not Result.REPAIR)
REPAIR_RESULTS = (Result.REPAIR, Result.MAINTAIN)


@dataclass(frozen=True)
class Step:
    """A move from a state: what it needs, where it leads."""

    needs: tuple[Need, ...]
    to: State


PROCEDURE_LABELS: Mapping[Procedure, str] = MappingProxyType({Procedure.OBJECTION: "异议", Procedure.REPAIR: "修复"})
STATE_LABELS: Mapping[State, str] = MappingProxyType(
    {
        State.RECEIVED: "待受理",
        State.PAPERS_REQUESTED: "待补正材料",
        State.ACCEPTED: "已受理，待核查",
        State.WITH_SOURCE: "来源单位核查中",
        State.CHECKED: "已核查，待答复",
        State.ANSWERED: "已答复",
        State.REVIEW: "复核中",
        State.HANDED_OVER: "已转交，待决定",
        State.DECIDED: "已登记决定",
        State.REFUSED: "不予受理",
        State.WITHDRAWN: "申请人已撤回",
    }
)
MOVE_LABELS: Mapping[Move, str] = MappingProxyType(
    {
        Move.ACCEPT: "受理并标注异议",
        Move.ASK_PAPERS: "要求补正材料",
        Move.TAKE_PAPERS: "收到补正材料",
        Move.REFUSE: "不予受理",
        Move.FORWARD: "转来源单位核查",
        Move.FIND: "登记核查结果",
        Move.SEND_BACK: "退回重新核查",
        Move.SUSPEND: "中止计时",
        Move.RESUME: "恢复计时",
        Move.EXTEND: "延长期限",
        Move.ANSWER: "答复申请人",
        Move.ASK_REVIEW: "登记复核申请",
        Move.ANSWER_REVIEW: "答复复核",
        Move.HAND_OVER: "转交受理机关",
        Move.DECIDE: "登记修复决定",
        Move.WITHDRAW: "登记撤回",
    }
)
NEED_WORDS: Mapping[Need, str] = MappingProxyType(
    {
        Need.WORDS: "没有写明理由",
        Need.RUNNING: "计时已经中止，请先恢复",
        Need.SUSPENDED: "计时没有中止",
        Need.OTHERS_RECORDS: "全部记录都由本单位提供，不用转交，请直接登记核查结果",
        Need.NOT_EXTENDED: "期限已经延长过一次",
        Need.EXTENSION: "没有写明延长的工作日数和允许延长的条款",
        Need.COLLEAGUE: "答复要由另一个人作出：登记核查结果的人、第一次答复的人不能再作这次答复",
        Need.RESULTS: "还有记录没有核查结果",
        Need.EFFECTS: "结果还没有落实到记录",
        Need.MAINTAINED: "没有维持不变的记录，不用复核",
        Need.NOT_REVIEWED: "已经复核过一次",
        Need.MATERIALS: "规则要求的材料还不齐",
        Need.DECISION: "没有写明决定的文书号、作出决定的单位和日期",
    }
)
RESULT_LABELS: Mapping[Result, str] = MappingProxyType(
    {
        Result.DELETE: "删除",
        Result.CORRECT: "更正",
        Result.SUPPLEMENT: "补充",
        Result.END: "终止披露",
        Result.REMOVE: "移出",
        Result.MAINTAIN: "维持",
        Result.REPAIR: "修复",
    }
)
RESULT_HELP: Mapping[Result, str] = MappingProxyType(
    {
        Result.DELETE: "事实有误，答复时停止公示",
        Result.CORRECT: "文字有误，来源单位先更正记录，再答复",
        Result.SUPPLEMENT: "有遗漏，来源单位先补充记录，再答复",
        Result.END: "披露期限已过或者不应公开，答复时停止公示",
        Result.REMOVE: "应当移出名单，认定单位先在“名单认定”移出，再答复",
        Result.MAINTAIN: "记录不变",
        Result.REPAIR: "准予修复，马上停止公示",
    }
)
CHANGED_BEFORE = frozenset({Result.CORRECT, Result.SUPPLEMENT})
"""Results that the source unit carries out in the record before the answer."""

_PAPERS: Mapping[tuple[State, Move], Step] = MappingProxyType(
    {
        (State.RECEIVED, Move.ASK_PAPERS): Step((Need.WORDS,), State.PAPERS_REQUESTED),
        (State.PAPERS_REQUESTED, Move.TAKE_PAPERS): Step((Need.WORDS,), State.RECEIVED),
        (State.RECEIVED, Move.REFUSE): Step((Need.WORDS,), State.REFUSED),
    }
)
_ASKED = frozenset({State.RECEIVED, State.PAPERS_REQUESTED, State.ACCEPTED, State.WITH_SOURCE, State.CHECKED})
_CHECKING = (State.ACCEPTED, State.WITH_SOURCE)
_OBJECTION: Mapping[tuple[State, Move], Step] = MappingProxyType(
    {
        **_PAPERS,
        (State.RECEIVED, Move.ACCEPT): Step((), State.ACCEPTED),
        (State.ACCEPTED, Move.FORWARD): Step((Need.RUNNING, Need.OTHERS_RECORDS), State.WITH_SOURCE),
        **{(state, Move.FIND): Step((Need.RUNNING, Need.WORDS), state) for state in _CHECKING},
        **{(state, Move.SUSPEND): Step((Need.RUNNING, Need.WORDS), state) for state in _CHECKING},
        **{(state, Move.RESUME): Step((Need.SUSPENDED, Need.WORDS), state) for state in _CHECKING},
        **{
            (state, Move.EXTEND): Step((Need.RUNNING, Need.NOT_EXTENDED, Need.EXTENSION), state)
            for state in (*_CHECKING, State.CHECKED)
        },
        (State.CHECKED, Move.SEND_BACK): Step((Need.RUNNING, Need.WORDS), State.WITH_SOURCE),
        (State.CHECKED, Move.ANSWER): Step((Need.RESULTS, Need.EFFECTS, Need.COLLEAGUE, Need.WORDS), State.ANSWERED),
        (State.ANSWERED, Move.ASK_REVIEW): Step((Need.MAINTAINED, Need.NOT_REVIEWED, Need.WORDS), State.REVIEW),
        (State.REVIEW, Move.ANSWER_REVIEW): Step(
            (Need.RESULTS, Need.EFFECTS, Need.COLLEAGUE, Need.WORDS), State.ANSWERED
        ),
        **{(state, Move.WITHDRAW): Step((Need.WORDS,), State.WITHDRAWN) for state in sorted(_ASKED)},
    }
)
_REPAIR: Mapping[tuple[State, Move], Step] = MappingProxyType(
    {
        **_PAPERS,
        (State.RECEIVED, Move.HAND_OVER): Step((Need.MATERIALS, Need.WORDS), State.HANDED_OVER),
        (State.HANDED_OVER, Move.DECIDE): Step((Need.DECISION,), State.DECIDED),
        **{
            (state, Move.WITHDRAW): Step((Need.WORDS,), State.WITHDRAWN)
            for state in (State.RECEIVED, State.PAPERS_REQUESTED, State.HANDED_OVER)
        },
    }
)
TABLES: Mapping[Procedure, Mapping[tuple[State, Move], Step]] = MappingProxyType(
    {Procedure.OBJECTION: _OBJECTION, Procedure.REPAIR: _REPAIR}
)
"""Per procedure: what a move from a state needs and where it leads.

A finding leads on to ``CHECKED`` once no record lacks one; own records go back to ``ACCEPTED``.
"""

DISPUTED = frozenset({State.ACCEPTED, State.WITH_SOURCE, State.CHECKED, State.REVIEW})
"""States in which the records of a case carry the mark."""
ENDED = frozenset({State.ANSWERED, State.DECIDED, State.REFUSED, State.WITHDRAWN})


def step_of(procedure: Procedure, state: State, move: Move) -> Step | None:
    """Return the step of a move from a state, None where the move is not open."""
    return TABLES[procedure].get((state, move))


def open_moves(procedure: Procedure, state: State) -> tuple[Move, ...]:
    """Return the moves that are open in a state, whatever they still need."""
    return tuple(move for move in Move if (state, move) in TABLES[procedure])


def missing(procedure: Procedure, state: State, move: Move, facts: frozenset[Need]) -> tuple[Need, ...]:
    """Return what a move still needs, in the order of the table; the move must be open."""
    return tuple(need for need in TABLES[procedure][state, move].needs if need not in facts)
