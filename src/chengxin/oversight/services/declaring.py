"""What units declare month by month, and their answers where numbers differ or are missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from chengxin.audit.rules import Action
from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid, NotFound
from chengxin.oversight.models import Declaration, DifferenceAnswer, GapAnswer
from chengxin.oversight.queries.completeness import Line, lines_for
from chengxin.oversight.queries.sequences import SeriesLine, series_for
from chengxin.oversight.rules import reporting_doings as doings
from chengxin.oversight.rules.months import written
from chengxin.oversight.rules.reporting import DIFFERENCE_LABELS, MOST_DECLARED, DifferenceKind, open_month
from chengxin.oversight.rules.sequences import GAP_LABELS, NEEDS_WORDS, Gap, GapKind, Series
from chengxin.oversight.services.checking import checked_text
from chengxin.units.models import Unit
from chengxin.units.queries import day_of, unit_for


class MonthNotOver(Invalid):
    """A month is declared when it is over."""

    code = "oversight.month-not-over"
    says = "{month}还没有结束，月底以后再填报"
    field = "month"


class BadCount(Invalid):
    """The number declared is negative or beyond all measure."""

    code = "oversight.bad-count"
    says = "“{item}”的条数要填0到{most}之间的整数，没有作出决定的填0"


class NothingDeclared(Invalid):
    """Nothing in the form says anything new."""

    code = "oversight.nothing-declared"
    says = "没有新的填报：至少填一项，没有作出决定的填0"


class CorrectionUnexplained(Invalid):
    """A declaration that stands is corrected with a reason only."""

    code = "oversight.correction-unexplained"
    says = "更正已经填报的数，要写明原因"
    field = "reason"


class DeclaredMeanwhile(Conflict):
    """A colleague declared the same item after the form was opened."""

    code = "oversight.declared-meanwhile"
    says = "“{item}”刚刚由同事填报过，请重新打开再改"


class NoDifference(Conflict):
    """The declared number arrived meanwhile, or nothing was declared."""

    code = "oversight.no-difference"
    says = "填报数与收到数已经一致，不用说明"


class NumbersReversed(Invalid):
    """The last number lies before the first."""

    code = "oversight.numbers-reversed"
    says = "到哪个号：不能小于开始的号"
    field = "last"


class NoGap(Conflict):
    """The numbers have arrived meanwhile, or never were missing."""

    code = "oversight.no-gap"
    says = "这些文书号里没有缺号，可能已经收到了"


@dataclass(frozen=True)
class Stated:
    """What the form says of an item: the number of decisions, and the version that was looked at (0: none)."""

    count: int
    seen: int


@use_case
def declare(
    *, actor: Actor, now: datetime, month: date, stated: Mapping[str, Stated], reason: str
) -> list[Declaration]:
    """Declare how many decisions the own unit made in a month, by item; 0 is a nil return. Return what is new.

    What says the same as before is left as it is. A correction is a further version and needs a reason.

    Raises:
        NotPermitted: the actor's role declares nothing.
        MonthNotOver: the month is not over.
        NotFound: the unit does not declare an item.
        BadCount: a number can not be.
        DeclaredMeanwhile: somebody was faster.
        CorrectionUnexplained: a correction has no reason.
        NothingDeclared: nothing is new.
    """
    unit = _own_unit(actor)
    if month > open_month(day_of(now)):
        raise MonthNotOver(month=f"{month.year}年{month.month}月")
    lines = {line.obligation.item: line for line in lines_for(actor, month, unit.id)}
    if set(stated) - set(lines):
        raise NotFound
    news = [(lines[item], said) for item, said in stated.items() if _is_new(lines[item], said)]
    if not news:
        raise NothingDeclared
    corrects = any(line.declaration is not None for line, _said in news)
    said_why = " ".join(reason.split())
    if corrects and not said_why:
        raise CorrectionUnexplained
    why = checked_text(said_why, what="更正原因", field="reason") if corrects else ""
    made = [_declared(actor, now, line, said, why) for line, said in news]
    facts = {row.item: {"count": row.count, "number": row.number, "late": row.late} for row in made}
    identity, label = f"{unit.id}/{written(month)}", f"{unit.short_name}：{written(month)}月报"
    _note(actor, now, doings.DECLARED, (identity, label), items=facts)
    return made


def _own_unit(actor: Actor) -> Unit:
    """Return the unit the actor acts for, held so that two declarations follow each other.

    Who says something of numbers has to see them, too: a key may hold the one scope without the other.
    """
    actor.require(doings.DECLARE)
    actor.require(doings.SEE_REPORTING)
    if actor.unit is None:
        raise NotFound
    return unit_for(actor, actor.unit, permission=doings.DECLARE, lock=True)


def _is_new(line: Line, said: Stated) -> bool:
    if not 0 <= said.count <= MOST_DECLARED:
        raise BadCount(item=line.obligation.item_name, most=f"{MOST_DECLARED:,}")
    standing = line.declaration
    if (standing.number if standing else 0) != said.seen:
        raise DeclaredMeanwhile(item=line.obligation.item_name)
    return standing is None or standing.count != said.count


def _declared(actor: Actor, now: datetime, line: Line, said: Stated, reason: str) -> Declaration:
    standing = line.declaration
    return Declaration.objects.create(
        unit=line.obligation.unit,
        item=line.obligation.item,
        month=line.month,
        number=standing.number + 1 if standing else 1,
        count=said.count,
        received=line.received,
        due_on=line.due_on,
        late=day_of(now) > line.due_on,
        reason=reason if standing else "",
        at=now,
        by=actor.name,
    )


@use_case
def answer_difference(
    *, actor: Actor, now: datetime, month: date, item: str, kind: DifferenceKind, words: str
) -> DifferenceAnswer:
    """Say why the own unit declared another number than arrived, or that it will report.

    Raises:
        NotPermitted: the actor's role answers nothing.
        NotFound: the unit does not declare the item.
        NoDifference: the numbers are equal.
        TextMissing, TextTooLong: of the words.
    """
    unit = _own_unit(actor)
    line = next((one for one in lines_for(actor, month, unit.id) if one.obligation.item == item), None)
    if line is None:
        raise NotFound
    if line.declaration is None or not line.differs:
        raise NoDifference
    said = checked_text(words, what="说明", field="words")
    answer = DifferenceAnswer.objects.create(
        unit=unit,
        item=item,
        month=month,
        number=line.answer.number + 1 if line.answer else 1,
        declared=line.declaration.count,
        received=line.received,
        kind=kind,
        words=said,
        at=now,
        by=actor.name,
    )
    name = f"{written(month)} {line.obligation.item_name}：{DIFFERENCE_LABELS[kind]}"
    identity = f"{unit.id}/{written(month)}/{item}"
    _note(actor, now, doings.DIFFERENCE_ANSWERED, (identity, name), words=said, received=line.received)
    return answer


@use_case
def answer_gap(
    *, actor: Actor, now: datetime, series: Series, first: int, last: int, kind: GapKind, words: str
) -> GapAnswer:
    """Say what became of numbers of the own unit that did not arrive; of several answers the last holds.

    Raises:
        NotPermitted: the actor's role answers nothing.
        NumbersReversed: the last number lies before the first.
        NotFound: the unit has no such series.
        NoGap: none of the numbers is missing.
        TextMissing, TextTooLong: of the words, which some answers need.
    """
    unit = _own_unit(actor)
    if first > last:
        raise NumbersReversed
    line = next((one for one in series_for(actor, series.year, unit.id) if one.series == series), None)
    if line is None:
        raise NotFound
    if not missing_between(line, first, last):
        raise NoGap
    said = checked_text(words, what="说明", field="words") if words.strip() or kind in NEEDS_WORDS else ""
    answer = GapAnswer.objects.create(
        unit=unit,
        word=series.word,
        year=series.year,
        first=first,
        last=last,
        kind=kind,
        words=said,
        at=now,
        by=actor.name,
    )
    name = f"{series.word}〔{series.year}〕{first}—{last}号：{GAP_LABELS[kind]}"
    identity = f"{unit.id}/{series.word}/{series.year}"
    _note(actor, now, doings.GAP_ANSWERED, (identity, name), first=first, last=last, kind=kind.value)
    return answer


def missing_between(line: SeriesLine, first: int, last: int) -> list[Gap]:
    """Return the gaps of a series that begin and end within the numbers asked about."""
    return [gap for gap in line.gaps if first <= gap.last and gap.first <= last]


def _note(actor: Actor, now: datetime, action: Action, named: tuple[str, str], **facts: object) -> None:
    identity, label = named
    record(
        actor=actor,
        now=now,
        action=action,
        object_kind="reporting",
        object_id=identity,
        object_label=label[:200],
        facts=facts,
    )
