"""The procedure of a listing as a table: in which state which move may be made, what it needs, where it leads.

Pure. Nothing here counts records: no need is a number of failings, and a list is entered by the moves of people alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Track(StrEnum):
    """Which of the two ways a kind goes: to somebody's disadvantage, or to somebody's honour."""

    ADVERSE = "adverse"
    HONEST = "honest"


class State(StrEnum):
    """Where an entry stands."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    APPROVED = "approved"
    NOTIFIED = "notified"
    DECIDED = "decided"
    PUBLISHED = "published"
    EXITED = "exited"
    STOPPED = "stopped"


class Move(StrEnum):
    """What may be done with an entry."""

    SEND_BACK = "send-back"
    AMEND = "amend"
    APPROVE = "approve"
    NOTIFY = "notify"
    HEAR = "hear"
    ANSWER = "answer"
    DECIDE = "decide"
    PUBLISH = "publish"
    EXIT = "exit"
    STOP = "stop"
    SIGN = "sign"


class Need(StrEnum):
    """A fact that a move needs."""

    GROUND = "ground"
    BASIS = "basis"
    COLLEAGUE = "colleague"
    CLEAR = "clear"
    TIME_TO_ANSWER = "time-to-answer"
    DELIVERED = "delivered"
    HEARD = "heard"
    SHOWN_LONG_ENOUGH = "shown-long-enough"
    STATEMENT_WAITS = "statement-waits"
    ANSWERED = "answered"
    SIGNED = "signed"
    TERM = "term"
    DECISION_DELIVERED = "decision-delivered"
    EXIT_GROUND = "exit-ground"
    WORDS = "words"
    UNSIGNED = "unsigned"


class PaperKind(StrEnum):
    """A paper of the procedure."""

    NOTICE = "notice"
    PUBLIC_NOTICE = "public-notice"
    DECISION = "decision"
    REMOVAL = "removal"
    CONFIRMATION = "confirmation"


@dataclass(frozen=True)
class Step:
    """A move from a state: what it needs, where it leads, the paper that is made with it."""

    needs: tuple[Need, ...]
    to: State
    paper: PaperKind | None = None


STATE_LABELS: Mapping[State, str] = MappingProxyType(
    {
        State.PROPOSED: "拟列入，待审核",
        State.RETURNED: "已退回",
        State.APPROVED: "已审核，待告知",
        State.NOTIFIED: "已告知，待陈述申辩",
        State.DECIDED: "已决定，待公布",
        State.PUBLISHED: "在列",
        State.EXITED: "已移出",
        State.STOPPED: "已终止，未列入",
    }
)
HONEST_LABELS: Mapping[State, str] = MappingProxyType(
    {State.APPROVED: "已审核，待公示", State.NOTIFIED: "拟列入公示中"}
)
MOVE_LABELS: Mapping[Move, str] = MappingProxyType(
    {
        Move.SEND_BACK: "退回",
        Move.AMEND: "修改后再报",
        Move.APPROVE: "审核同意",
        Move.NOTIFY: "出具告知书",
        Move.HEAR: "登记陈述申辩",
        Move.ANSWER: "答复陈述申辩",
        Move.DECIDE: "作出列入决定",
        Move.PUBLISH: "列入名单并公布",
        Move.EXIT: "移出",
        Move.STOP: "终止，不列入",
        Move.SIGN: "补签移出文书",
    }
)
HONEST_MOVE_LABELS: Mapping[Move, str] = MappingProxyType(
    {Move.NOTIFY: "拟列入公示", Move.HEAR: "登记异议", Move.ANSWER: "答复异议"}
)
NEED_WORDS: Mapping[Need, str] = MappingProxyType(
    {
        Need.GROUND: "没有写明列入所依据的决定或者裁判：文书号、作出的机关、日期",
        Need.BASIS: "当天没有使用这种名单的法定依据，不能列入",
        Need.COLLEAGUE: "审核人要是另一个人，提出的人不能审核自己提出的",
        Need.CLEAR: "主体在失信名单上，不能列入守信名单",
        Need.TIME_TO_ANSWER: "没有写明陈述申辩（公示）的天数和规定它的条款",
        Need.DELIVERED: "告知书还没有登记送达",
        Need.HEARD: "当事人还没有陈述申辩，陈述申辩的期限也没有过",
        Need.SHOWN_LONG_ENOUGH: "拟列入公示的期限还没有过",
        Need.STATEMENT_WAITS: "没有等待答复的陈述申辩或者异议",
        Need.ANSWERED: "还有陈述申辩或者异议没有答复",
        Need.SIGNED: "没有写明签发决定的负责人和日期",
        Need.TERM: "没有写明列入的期限，或者期限超出名单种类规定的范围",
        Need.DECISION_DELIVERED: "列入决定书还没有登记送达",
        Need.EXIT_GROUND: "没有写明移出的事由和文书，或者事由现在还不成立",
        Need.WORDS: "没有写明理由",
        Need.UNSIGNED: "没有平台移出、等待补签的移出文书",
    }
)

_TO_PROPOSE = (Need.GROUND, Need.BASIS)
_COMMON: Mapping[tuple[State, Move], Step] = MappingProxyType(
    {
        (State.PROPOSED, Move.SEND_BACK): Step((Need.WORDS,), State.RETURNED),
        (State.RETURNED, Move.AMEND): Step((*_TO_PROPOSE, Need.CLEAR), State.PROPOSED),
        (State.PROPOSED, Move.APPROVE): Step((*_TO_PROPOSE, Need.CLEAR, Need.COLLEAGUE), State.APPROVED),
        (State.NOTIFIED, Move.ANSWER): Step((Need.STATEMENT_WAITS, Need.WORDS), State.NOTIFIED),
        (State.PUBLISHED, Move.EXIT): Step((Need.EXIT_GROUND,), State.EXITED, PaperKind.REMOVAL),
        (State.EXITED, Move.SIGN): Step((Need.UNSIGNED, Need.SIGNED), State.EXITED, PaperKind.CONFIRMATION),
        (State.PROPOSED, Move.STOP): Step((Need.WORDS,), State.STOPPED),
        (State.RETURNED, Move.STOP): Step((Need.WORDS,), State.STOPPED),
        (State.APPROVED, Move.STOP): Step((Need.WORDS,), State.STOPPED),
        (State.NOTIFIED, Move.STOP): Step((Need.WORDS,), State.STOPPED),
        (State.DECIDED, Move.STOP): Step((Need.WORDS,), State.STOPPED),
    }
)
_DECISION = (Need.ANSWERED, Need.BASIS, Need.CLEAR, Need.SIGNED, Need.TERM)
TABLES: Mapping[Track, Mapping[tuple[State, Move], Step]] = MappingProxyType(
    {
        Track.ADVERSE: MappingProxyType(
            {
                **_COMMON,
                (State.APPROVED, Move.NOTIFY): Step(
                    (Need.TIME_TO_ANSWER, Need.BASIS), State.NOTIFIED, PaperKind.NOTICE
                ),
                (State.NOTIFIED, Move.HEAR): Step((Need.DELIVERED, Need.WORDS), State.NOTIFIED),
                (State.NOTIFIED, Move.DECIDE): Step(
                    (Need.DELIVERED, Need.HEARD, *_DECISION), State.DECIDED, PaperKind.DECISION
                ),
                (State.DECIDED, Move.PUBLISH): Step((Need.DECISION_DELIVERED, Need.BASIS), State.PUBLISHED),
            }
        ),
        Track.HONEST: MappingProxyType(
            {
                **_COMMON,
                (State.APPROVED, Move.NOTIFY): Step(
                    (Need.TIME_TO_ANSWER, Need.BASIS, Need.CLEAR), State.NOTIFIED, PaperKind.PUBLIC_NOTICE
                ),
                (State.NOTIFIED, Move.HEAR): Step((Need.WORDS,), State.NOTIFIED),
                (State.NOTIFIED, Move.DECIDE): Step(
                    (Need.SHOWN_LONG_ENOUGH, *_DECISION), State.DECIDED, PaperKind.DECISION
                ),
                (State.DECIDED, Move.PUBLISH): Step((Need.CLEAR, Need.BASIS), State.PUBLISHED),
            }
        ),
    }
)
"""Per track: what a move from a state needs and where it leads. ``CLEAR`` always holds for an adverse listing."""

ENDED = frozenset({State.EXITED, State.STOPPED})
PAPERS_IN_PUBLICATION: Mapping[Track, frozenset[PaperKind]] = MappingProxyType(
    {
        Track.ADVERSE: frozenset({PaperKind.NOTICE, PaperKind.DECISION}),
        Track.HONEST: frozenset({PaperKind.PUBLIC_NOTICE, PaperKind.DECISION}),
    }
)
"""The papers without which no entry is in publication."""


def step_of(track: Track, state: State, move: Move) -> Step | None:
    """Return the step of a move from a state, None where the move is not open."""
    return TABLES[track].get((state, move))


def open_moves(track: Track, state: State) -> tuple[Move, ...]:
    """Return the moves that are open in a state, whatever they still need."""
    return tuple(move for move in Move if (state, move) in TABLES[track])


def missing(track: Track, state: State, move: Move, facts: frozenset[Need]) -> tuple[Need, ...]:
    """Return what a move still needs, in the order of the table; the move must be open."""
    return tuple(need for need in TABLES[track][state, move].needs if need not in facts)


def state_label(track: Track, state: State) -> str:
    """Return the Chinese msgid of a state."""
    return HONEST_LABELS.get(state, STATE_LABELS[state]) if track is Track.HONEST else STATE_LABELS[state]


def move_label(track: Track, move: Move) -> str:
    """Return the Chinese msgid of a move."""
    return HONEST_MOVE_LABELS.get(move, MOVE_LABELS[move]) if track is Track.HONEST else MOVE_LABELS[move]
