"""The answer to the applicant, which carries out what was found; and the review of what was maintained."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chengxin.audit.rules import Action
from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.relief.models import Case, CaseRecord
from chengxin.relief.rules import doings
from chengxin.relief.rules.doings import HANDLE
from chengxin.relief.rules.procedure import RESULT_LABELS, Move, Need, Result
from chengxin.relief.services.effects import carry_out, clear_marks, mark
from chengxin.relief.services.filing import reopen
from chengxin.relief.services.moving import Said, checked_words, moved, require, taken_up
from chengxin.relief.services.telling import tell_party

AT_FIRST = "对维持的结果有不同意见的，可以向本单位申请复核一次；也可以依法申请行政复议或者提起行政诉讼。"
AFTER_REVIEW = "对维持的结果有不同意见的，可以依法申请行政复议或者提起行政诉讼。"


@dataclass(frozen=True)
class Last:
    """The move by which an objection or its review ends, what the trail calls it, the paper's title and last words."""

    move: Move
    action: Action
    title: str
    rights: str


FIRST = Last(Move.ANSWER, doings.ANSWERED, "异议处理结果告知书", AT_FIRST)
REVIEW = Last(Move.ANSWER_REVIEW, doings.REVIEW_ANSWERED, "异议复核结果告知书", AFTER_REVIEW)


@use_case
def answer(*, actor: Actor, now: datetime, case: str, seen: int, words: str) -> Case:
    """Answer an objection by what was found: end publicity where it says so, take the marks off, tell the applicant.

    Who found does not answer.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
    """
    actor.require(HANDLE)
    return _answer(actor, now, case, seen, words=words, last=FIRST)


@use_case
def ask_review(*, actor: Actor, now: datetime, case: str, seen: int, words: str) -> Case:
    """Write down that the applicant asks to review what was maintained; those records carry the mark again.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
        AlreadyInCase: one of the records is in another open case.
    """
    actor.require(HANDLE)
    row, step, standing = taken_up(actor, case, seen, Move.ASK_REVIEW, now, permission=HANDLE)
    require(row, Move.ASK_REVIEW, standing, {Need.WORDS: bool(words.strip())})
    kept = [one for one in standing.records if one.answered == Result.MAINTAIN.value]
    reopen(kept)
    mark(actor, now, row, kept)
    return moved(actor, now, row, Move.ASK_REVIEW, to=step.to, action=doings.REVIEW_ASKED, said=Said(words=words))


@use_case
def answer_review(*, actor: Actor, now: datetime, case: str, seen: int, words: str, results: dict[int, Result]) -> Case:
    """Answer a review: for each record under review (its number in the case) what becomes of it now.

    Neither who found nor who answered first answers the review.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
    """
    actor.require(HANDLE)
    row, _step, standing = taken_up(actor, case, seen, Move.ANSWER_REVIEW, now, permission=HANDLE)
    for one in standing.records:
        if one.open and one.id in results:
            one.result = results[one.id].value
            one.save(update_fields=["result"])
    return _answer(actor, now, row.public_id, seen, words=words, last=REVIEW)


def _answer(actor: Actor, now: datetime, case: str, seen: int, *, words: str, last: Last) -> Case:
    move = last.move
    row, step, standing = taken_up(actor, case, seen, move, now, permission=HANDLE)
    require(row, move, standing, {Need.WORDS: bool(words.strip())})
    records = [one for one in standing.records if one.open]
    carry_out(actor, now, row, records)
    clear_marks(actor, now, row, records)
    for one in records:
        one.answered, one.open = one.result, False
        one.save(update_fields=["answered", "open"])
    rights = last.rights if _is_maintained(records) else ""
    told = f"{lines_of(records, found=last is FIRST)}\n{checked_words(words)}\n{rights}".strip()
    notice = tell_party(actor, now, row, last.title, told)
    facts = {"results": {one.record: one.answered for one in records}}
    said = Said(words=words, notice=notice, facts=facts)
    return moved(actor, now, row, move, to=step.to, action=last.action, said=said)


def lines_of(records: Sequence[CaseRecord], *, found: bool) -> str:
    """Return a line for each record: what it is, what becomes of it and, if it was ``found`` so, the facts."""
    lines = [
        f"{number}. {one.item_name}{one.document_number}：{RESULT_LABELS[Result(one.answered)]}。"
        f"{one.found_words if found else ''}"
        for number, one in enumerate(records, start=1)
    ]
    return "\n".join(lines)


def _is_maintained(records: Sequence[CaseRecord]) -> bool:
    return any(one.answered == Result.MAINTAIN.value for one in records)
