"""A repair is decided elsewhere: its papers are handed over, and what was decided is carried out at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Invalid
from chengxin.law.periods import chinese
from chengxin.relief.models import Case
from chengxin.relief.queries import way_of_repair
from chengxin.relief.rules import doings
from chengxin.relief.rules.doings import HANDLE
from chengxin.relief.rules.procedure import REPAIR_RESULTS, Move, Need, Result
from chengxin.relief.services.answering import lines_of
from chengxin.relief.services.effects import carry_out
from chengxin.relief.services.moving import Said, checked_words, moved, require, taken_up
from chengxin.relief.services.telling import tell_party
from chengxin.units.queries import day_of


class BadDecisionDay(Invalid):
    """A repair is decided after it was applied for, and not tomorrow."""

    code = "relief.bad-decision-day"
    says = "修复决定的日期不能早于收到申请的日期，也不能晚于今天"
    field = "decided_on"


class ResultMissing(Invalid):
    """A decision says of each record whether it is repaired."""

    code = "relief.result-missing"
    says = "请写明每条记录准不准予修复"


@dataclass(frozen=True)
class Decision:
    """The paper by which a repair was decided: its number, who made it, the day."""

    number: str
    body: str
    decided_on: date


@use_case
def hand_over(*, actor: Actor, now: datetime, case: str, seen: int, words: str, materials: Sequence[str]) -> Case:
    """Hand an application over to where repairs are asked for; ``words`` say how, and under which number.

    The papers must be all that the rule in force on the day of the application asks for.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
    """
    actor.require(HANDLE)
    row, step, standing = taken_up(actor, case, seen, Move.HAND_OVER, now, permission=HANDLE)
    way = way_of_repair(actor, row, standing.records)
    whole = set(way.materials) <= set(materials)
    require(row, Move.HAND_OVER, standing, {Need.WORDS: bool(words.strip()), Need.MATERIALS: whole})
    facts = {"materials": list(way.materials), "entrances": list(way.entrances)}
    said = Said(words=words, facts=facts)
    return moved(actor, now, row, Move.HAND_OVER, to=step.to, action=doings.HANDED_OVER, said=said)


@use_case
def decide_repair(
    *, actor: Actor, now: datetime, case: str, seen: int, decision: Decision, results: Mapping[int, Result]
) -> Case:
    """Write down what was decided about a repair: what is repaired leaves every surface with this; tell the applicant.

    ``results`` say of each record, by its number in the case, ``repair`` or ``maintain``.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
        BadDecisionDay, ResultMissing, WordsTooLong, NumberInWords: the decision is none.
    """
    actor.require(HANDLE)
    row, step, standing = taken_up(actor, case, seen, Move.DECIDE, now, permission=HANDLE)
    number = checked_words(decision.number, what="文书号", limit=100)
    body = checked_words(decision.body, what="单位名称", limit=100)
    require(row, Move.DECIDE, standing, {Need.DECISION: bool(number and body)})
    if not row.filed_on <= decision.decided_on <= day_of(now):
        raise BadDecisionDay
    for one in standing.records:
        if results.get(one.id) not in REPAIR_RESULTS:
            raise ResultMissing
        one.result = one.answered = results[one.id].value
        one.open = False
    carry_out(actor, now, row, standing.records, basis=f"{body}{number}")
    for one in standing.records:
        one.save(update_fields=["result", "answered", "open"])
    told = (
        f"{body}于{chinese(decision.decided_on)}作出修复决定（{number}）：\n{lines_of(standing.records, found=False)}"
    )
    notice = tell_party(actor, now, row, "信用修复结果告知书", told)
    facts: dict[str, object] = {"number": number, "body": body, "decided_on": decision.decided_on.isoformat()}
    facts |= {"results": {one.record: one.answered for one in standing.records}}
    words = f"{body}{number}，{chinese(decision.decided_on)}"
    said = Said(words=words, notice=notice, facts=facts)
    return moved(actor, now, row, Move.DECIDE, to=step.to, action=doings.REPAIR_DECIDED, said=said)
