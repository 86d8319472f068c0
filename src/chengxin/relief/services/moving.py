"""What every move has in common: load for the actor, ask the table, write the state, add the move, one entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chengxin.audit.rules import Action
from chengxin.audit.rules.entries import has_identity_number
from chengxin.audit.services import record
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.notices.models import Notice
from chengxin.relief.models import Case, CaseMove, CaseRecord
from chengxin.relief.queries import Standing, case_for, standing_of
from chengxin.relief.rules import doings
from chengxin.relief.rules.procedure import (
    MOVE_LABELS,
    NEED_WORDS,
    RESULT_LABELS,
    STATE_LABELS,
    Move,
    Need,
    Procedure,
    Result,
    State,
    Step,
    missing,
    step_of,
)
from chengxin.units.queries import day_of
from chengxin.vault.models import StoredFile
from chengxin.vault.services import Owner, Upload, keep_file

LONGEST_WORDS = 2000


class MoveNotOpen(Conflict):
    """The move is not open in the state in which the case is."""

    code = "relief.move-not-open"
    says = "现在是“{state}”，不能办理“{move}”"


class CaseChangedMeanwhile(Conflict):
    """A colleague moved the case after it was looked at."""

    code = "relief.case-changed-meanwhile"
    says = "这一件刚刚由同事办理过，请重新打开再办"


class SomethingMissing(Conflict):
    """A fact that the move needs is missing; the sentence names it."""

    code = "relief.something-missing"
    says = "还不能办理“{move}”：{missing}"


class WordsTooLong(Invalid):
    """More than a text may hold."""

    code = "relief.words-too-long"
    says = "{what}不能超过{limit}字"
    field = "words"


class NumberInWords(Invalid):
    """A person's identity number stands in a text that others read."""

    code = "relief.number-in-words"
    says = "{what}里有居民身份证号码，请去掉"
    field = "words"


@dataclass(frozen=True)
class Said:
    """What comes with a move: words, a scan of the paper, the notice that was sent, plain facts."""

    words: str = ""
    scan: StoredFile | None = None
    notice: Notice | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def taken_up(
    actor: Actor, case: str, seen: int | None, move: Move, now: datetime, *, permission: Permission
) -> tuple[Case, Step, Standing]:
    """Return the case, locked, with the step of the move and how it stands.

    Raises:
        NotFound: there is none in reach.
        CaseChangedMeanwhile: somebody was faster; not asked where ``seen`` is None.
        MoveNotOpen: not in this state.
    """
    row = case_for(actor, case, permission=permission, lock=True)
    if seen is not None and row.seen != seen:
        raise CaseChangedMeanwhile
    state = State(row.state)
    step = step_of(Procedure(row.procedure), state, move)
    if step is None:
        raise MoveNotOpen(state=STATE_LABELS[state], move=MOVE_LABELS[move])
    return row, step, standing_of(actor, row, today=day_of(now))


def require(case: Case, move: Move, standing: Standing, said: Mapping[Need, bool]) -> None:
    """Do nothing if the move has all it needs; ``said`` are the facts that came with the move.

    Raises:
        SomethingMissing: what is missing, in words.
    """
    facts = standing.facts | {need for need, holds in said.items() if holds}
    lacking = missing(Procedure(case.procedure), State(case.state), move, frozenset(facts))
    if lacking:
        words = "；".join(need_words(need, standing.undone) for need in lacking)
        raise SomethingMissing(move=MOVE_LABELS[move], missing=words)


def need_words(need: Need, undone: Sequence[CaseRecord]) -> str:
    """Return what is missing in words, with the records of which the result is not carried out."""
    if need is not Need.EFFECTS or not undone:
        return NEED_WORDS[need]
    told = "、".join(f"{one.document_number or one.item_name}（{RESULT_LABELS[Result(one.result)]}）" for one in undone)
    return f"{NEED_WORDS[need]}：{told}"


def moved(actor: Actor, now: datetime, case: Case, move: Move, *, to: State, action: Action, said: Said) -> Case:
    """Write the new state, add the move, leave the entry in the trail; return the case."""
    before = case.state
    case.state = to.value
    case.seen += 1
    case.save(update_fields=["state", "seen"])
    add_move(actor, now, case, move.value, before=before, said=said)
    note(actor, now, case, action, **said.facts)
    return case


def add_move(actor: Actor, now: datetime, case: Case, move: str, *, before: str, said: Said) -> None:
    """Add a move to a case; its number is that of the state that is seen now."""
    CaseMove.objects.create(
        case=case,
        number=case.seen,
        move=move,
        from_state=before,
        to_state=case.state,
        on=day_of(now),
        at=now,
        by=actor.id,
        by_name=actor.shown_name,
        by_unit=actor.unit_name,
        words=checked_words(said.words),
        scan=said.scan,
        notice=said.notice,
        facts=dict(said.facts),
    )


def note(actor: Actor, now: datetime, case: Case, action: Action, **facts: object) -> None:
    """Leave the entry of a use case in the trail."""
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="case",
        object_id=case.public_id,
        object_label=f"{case.written_number} {case.subject_name}"[:300],
        facts={"unit": case.unit.name, "state": case.state, **facts},
    )


def checked_words(words: str, *, what: str = "文字", limit: int = LONGEST_WORDS) -> str:
    """Return the words without blanks around them.

    Raises:
        NumberInWords: an identity number stands in them.
        WordsTooLong: there are too many.
    """
    clean = words.strip()
    if has_identity_number(clean):
        raise NumberInWords(what=what)
    if len(clean) > limit:
        raise WordsTooLong(what=what, limit=limit)
    return clean


def kept(actor: Actor, now: datetime, case: Case, scan: Upload | None) -> StoredFile | None:
    """Keep the scan of a paper of the case, if there is one, and return it.

    Raises:
        FileRefused, NoRoom: it is not kept.
    """
    if scan is None:
        return None
    owner = Owner("relief", "case", case.public_id)
    return keep_file(actor=actor, now=now, purpose=doings.PAPERS, upload=scan, unit=case.unit_id, owner=owner)
