"""The units that gave the records look into them; the clock stands still or runs longer where a rule allows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Invalid, NotFound
from chengxin.relief.models import Case, CaseRecord
from chengxin.relief.queries import records_to_find
from chengxin.relief.queries.dues import law_due
from chengxin.relief.rules import doings
from chengxin.relief.rules.clocks import MOST_EXTRA_DAYS, Limit, stretches
from chengxin.relief.rules.doings import FIND, HANDLE
from chengxin.relief.rules.procedure import RESULT_LABELS, Move, Need, Result, State
from chengxin.relief.services.moving import Said, checked_words, moved, require, taken_up
from chengxin.relief.services.telling import ask_source
from chengxin.units.queries import day_of

LONGEST_FOUND = 1700
"""Characters of a finding: with the record's name it stands whole among the moves."""


class BadExtension(Invalid):
    """An extension names its working days and the article that allows it."""

    code = "relief.bad-extension"
    says = "请写明延长的工作日数（1到{most}）和允许延长的文件、条款"
    field = "working_days"


@dataclass(frozen=True)
class Finding:
    """What a unit found of one record (its number in the case)."""

    record: int
    result: Result
    words: str


@use_case
def forward(*, actor: Actor, now: datetime, case: str, seen: int, words: str) -> Case:
    """Ask the units that gave the records to look into them, each with its records and its last day.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
    """
    actor.require(HANDLE)
    row, step, standing = taken_up(actor, case, seen, Move.FORWARD, now, permission=HANDLE)
    require(row, Move.FORWARD, standing, {})
    units, due_on = _ask_sources(actor, now, row, standing.records)
    said = Said(words=words, facts={"units": units, "due_on": due_on})
    return moved(actor, now, row, Move.FORWARD, to=step.to, action=doings.FORWARDED, said=said)


def _ask_sources(actor: Actor, now: datetime, case: Case, records: Sequence[CaseRecord]) -> tuple[int, str]:
    """Ask each other unit about its records that lack a result; return how many units and the last day."""
    due = law_due(Limit.PROVIDER, day_of(now))
    by_unit: dict[int, list[CaseRecord]] = {}
    for one in records:
        if one.unit_id != case.unit_id and not one.result:
            by_unit.setdefault(one.unit_id, []).append(one)
    for unit, those in sorted(by_unit.items()):
        ask_source(actor, now, case, unit, records=those, due=due)
    return len(by_unit), due.due_on.isoformat()


@use_case
def send_back(*, actor: Actor, now: datetime, case: str, seen: int, words: str) -> Case:
    """Have the records looked into again, with the reason: a finding that can not be carried out, or does not convince.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
    """
    actor.require(HANDLE)
    row, step, standing = taken_up(actor, case, seen, Move.SEND_BACK, now, permission=HANDLE)
    require(row, Move.SEND_BACK, standing, {Need.WORDS: bool(words.strip())})
    for one in standing.records:
        one.result = ""
        one.save(update_fields=["result"])
    units, due_on = _ask_sources(actor, now, row, standing.records)
    said = Said(words=words, facts={"units": units, "due_on": due_on})
    to = State.ACCEPTED if standing.course.own else step.to
    return moved(actor, now, row, Move.SEND_BACK, to=to, action=doings.SENT_BACK, said=said)


@use_case
def find(*, actor: Actor, now: datetime, case: str, seen: int, finding: Finding) -> Case:
    """Write down what the unit that gave a record found; a later finding replaces an earlier one, both are kept.

    Once no record lacks one, the case is checked.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move; NotFound also for a
            record of another unit.
    """
    actor.require(FIND)
    row, step, standing = taken_up(actor, case, seen, Move.FIND, now, permission=FIND)
    require(row, Move.FIND, standing, {Need.WORDS: bool(finding.words.strip())})
    record = next((one for one in standing.records if one.id == finding.record), None)
    if record is None or record not in records_to_find(actor, row, standing.records):
        raise NotFound
    words = checked_words(finding.words, limit=LONGEST_FOUND)
    record.result, record.found_words = finding.result.value, words
    record.save(update_fields=["result", "found_words"])
    whole = all(one.result for one in standing.records)
    facts = {"record": record.record, "result": finding.result.value}
    said = Said(words=f"{_name(record)}：{RESULT_LABELS[finding.result]}。{words}", facts=facts)
    to = State.CHECKED if whole else step.to
    return moved(actor, now, row, Move.FIND, to=to, action=doings.FOUND, said=said)


def _name(record: CaseRecord) -> str:
    return record.document_number or record.item_name


@use_case
def suspend(*, actor: Actor, now: datetime, case: str, seen: int, words: str) -> Case:
    """Let the clock stand still from tomorrow on: an expert opinion, a court; the reason is told.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
    """
    return _clock(actor, now, case, seen, move=Move.SUSPEND, words=words)


@use_case
def resume(*, actor: Actor, now: datetime, case: str, seen: int, words: str) -> Case:
    """Let the clock run again from tomorrow on.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
    """
    return _clock(actor, now, case, seen, move=Move.RESUME, words=words)


def _clock(actor: Actor, now: datetime, case: str, seen: int, *, move: Move, words: str) -> Case:
    actor.require(HANDLE)
    row, step, standing = taken_up(actor, case, seen, move, now, permission=HANDLE)
    require(row, move, standing, {Need.WORDS: bool(words.strip())})
    action = doings.SUSPENDED if move is Move.SUSPEND else doings.RESUMED
    return moved(actor, now, row, move, to=step.to, action=action, said=Said(words=words))


@use_case
def extend(*, actor: Actor, now: datetime, case: str, seen: int, working_days: int, basis: str) -> Case:
    """Let the limits of a case run longer, once; no article of this place was seen, so the unit names the one.

    Raises:
        NotPermitted, NotFound, CaseChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
        BadExtension: no number of days, or no article.
    """
    actor.require(HANDLE)
    row, step, standing = taken_up(actor, case, seen, Move.EXTEND, now, permission=HANDLE)
    if not stretches(working_days) or not basis.strip():
        raise BadExtension(most=MOST_EXTRA_DAYS)
    require(row, Move.EXTEND, standing, {Need.EXTENSION: True})
    facts = {"working_days": working_days, "basis": checked_words(basis, what="依据", limit=300)}
    words = f"延长{working_days}个工作日，依据{basis.strip()}"
    return moved(actor, now, row, Move.EXTEND, to=step.to, action=doings.EXTENDED, said=Said(words=words, facts=facts))
