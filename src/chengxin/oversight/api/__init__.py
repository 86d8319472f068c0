"""API routes of reporting: declare months, answer differences and missing numbers, read the own unit's rates."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django.http import HttpRequest
from ninja import Query, Router, Schema

from chengxin.foundation.doors import machine
from chengxin.foundation.refusals import Invalid, NotFound
from chengxin.foundation.requests import Request
from chengxin.foundation.rest import read_cursor, write_cursor
from chengxin.oversight import queries, services
from chengxin.oversight.api.schemas import (
    DeclareBody,
    DeclaredAnswer,
    DifferenceBody,
    FormulaAnswer,
    GapAnswered,
    GapBody,
    GapLineAnswer,
    GapsAnswer,
    GapsQuery,
    LineAnswer,
    MonthAnswer,
    RateAnswer,
    RatesAnswer,
    RatesLineAnswer,
    RatesQuery,
    SequencesAnswer,
    SeriesAnswer,
)
from chengxin.oversight.models import Declaration, GapAnswer
from chengxin.oversight.queries import Asked, Cell, Figures, Line, Policies, SeriesLine
from chengxin.oversight.rules.months import FIRST_YEAR, LAST_YEAR, MOST_MONTHS, month_of, moved, read_month, written
from chengxin.oversight.rules.rates import COMPLIANT_LABELS, DUE_LABELS, TIMELY_LABELS, Rate, rates_of
from chengxin.oversight.rules.reporting import open_month
from chengxin.oversight.rules.reporting_doings import DECLARE, SEE_REPORTING
from chengxin.oversight.rules.sequences import GapKind, Series
from chengxin.oversight.services import Stated
from chengxin.units.queries import day_of
from chengxin.units.services import answer_once

router = Router(tags=["月报与报送质量"])
HEADER = "Idempotency-Key"


class ItemTwice(Invalid):
    """A call declares an item twice."""

    code = "oversight.item-twice"
    says = "“{item}”在一次填报里出现了两次"
    field = "declarations"


class BadPeriod(Invalid):
    """The months asked for are none, in the wrong order, or too many."""

    code = "oversight.bad-period"
    says = "月份写作2026-05，先后要对，一次最多{most}个月"
    field = "first"


@router.get("/months/{month}", response=MonthAnswer, auth=machine(SEE_REPORTING), summary="本单位一个月的月报")
def see_month(request: HttpRequest, month: str) -> MonthAnswer:
    """Return what the own unit declares for a month beside what arrived."""
    return _month(cast("Request", request), _month_named(month))


@router.post("/months/{month}", response=MonthAnswer, auth=machine(DECLARE), summary="填报月报和零报告")
def declare_month(request: HttpRequest, month: str, body: DeclareBody) -> dict[str, Any]:
    """Declare counts of a month that is over; all of them, or none."""
    actual, of_month = cast("Request", request), _month_named(month)
    stated = {one.item: Stated(one.count, one.seen) for one in body.declarations}
    if len(stated) < len(body.declarations):
        names = [one.item for one in body.declarations]
        raise ItemTwice(item=next(name for name in names if names.count(name) > 1))

    def call() -> MonthAnswer:
        services.declare(actor=actual.actor, now=actual.now, month=of_month, stated=stated, reason=body.reason)
        return _month(actual, of_month)

    return _once(actual, call)


@router.post(
    "/months/{month}/differences", response=MonthAnswer, auth=machine(DECLARE), summary="说明填报数与收到数的差"
)
def answer_difference(request: HttpRequest, month: str, body: DifferenceBody) -> dict[str, Any]:
    """Say why another number was declared than arrived."""
    actual, of_month = cast("Request", request), _month_named(month)

    def call() -> MonthAnswer:
        services.answer_difference(
            actor=actual.actor, now=actual.now, month=of_month, item=body.item, kind=body.kind, words=body.words
        )
        return _month(actual, of_month)

    return _once(actual, call)


@router.get("/sequences/{year}", response=SequencesAnswer, auth=machine(SEE_REPORTING), summary="本单位一年的文书号")
def see_sequences(request: HttpRequest, year: int) -> SequencesAnswer:
    """Return the series of the own unit in a year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    return SequencesAnswer(series=[_series(line) for line in _lines(cast("Request", request), year)])


@router.get("/gaps", response=GapsAnswer, auth=machine(SEE_REPORTING), summary="没有收到的文书号")
def see_gaps(request: HttpRequest, query: Query[GapsQuery]) -> GapsAnswer:
    """Return numbers of the own unit that did not arrive."""
    found = _gaps(_lines(cast("Request", request), query.year), open_only=query.open)
    if query.after:
        word, first = read_cursor(query.after, str, int)
        found = [one for one in found if (one.word, one.first) > (word, first)]
    shown = found[: query.limit]
    following = write_cursor(shown[-1].word, shown[-1].first) if len(found) > len(shown) else ""
    return GapsAnswer(gaps=shown, next=following)


@router.post("/gaps", response=GapAnswered, auth=machine(DECLARE), summary="说明没有收到的文书号")
def answer_gap(request: HttpRequest, body: GapBody) -> dict[str, Any]:
    """Say what became of numbers that did not arrive; of several answers the last holds."""
    actual = cast("Request", request)

    def call() -> GapAnswered:
        row = services.answer_gap(
            actor=actual.actor,
            now=actual.now,
            series=Series(body.word, body.year),
            first=body.first,
            last=body.last,
            kind=body.kind,
            words=body.words,
        )
        return _kept(row)

    return _once(actual, call)


@router.get("/rates", response=RatesAnswer, auth=machine(SEE_REPORTING), summary="本单位的合规率、及时率、迟报率")
def see_rates(request: HttpRequest, query: Query[RatesQuery]) -> RatesAnswer:
    """Return the rates of the own unit by month of receipt and item, each with its formula."""
    actual = cast("Request", request)
    asked = _asked(query, day_of(actual.now), actual.actor.unit)
    figures, known = queries.figures_for(actual.actor, asked), queries.policies(actual.actor)
    return RatesAnswer(lines=[_rates(figures, known, cell) for cell in figures.cells()])


def _once(request: Request, call: Callable[[], Schema]) -> dict[str, Any]:
    """Make the call, or return what was answered to the same key before; the address belongs to what is the same."""
    fingerprint = hashlib.sha256(f"{request.path}\x1f".encode() + request.body).hexdigest()
    return answer_once(
        actor=request.actor,
        now=request.now,
        key=request.headers.get(HEADER, ""),
        fingerprint=fingerprint,
        call=lambda: call().model_dump(mode="json"),
    )


def _month_named(text: str) -> date:
    month = read_month(text)
    if month is None:
        raise NotFound
    return month


def _month(request: Request, month: date) -> MonthAnswer:
    lines = queries.lines_for(request.actor, month, request.actor.unit)
    return MonthAnswer(
        month=written(month),
        due_on=queries.policies(request.actor).of(month).due_on(month),
        can_declare=month <= open_month(day_of(request.now)),
        lines=[_line(one) for one in lines],
    )


def _line(line: Line) -> LineAnswer:
    return LineAnswer(
        item=line.obligation.item,
        name=line.obligation.item_name,
        basis=line.obligation.basis,
        declared=_declared(line.declaration) if line.declaration else None,
        received=line.received,
        asks=line.asks,
        answer=line.answered,
        words=line.answer.words if line.answer and line.answered else "",
    )


def _declared(row: Declaration) -> DeclaredAnswer:
    return DeclaredAnswer(count=row.count, version=row.number, late=row.late, reason=row.reason, at=row.at)


def _lines(request: Request, year: int) -> list[SeriesLine]:
    return sorted(queries.series_for(request.actor, year, request.actor.unit), key=lambda line: line.series)


def _series(line: SeriesLine) -> SeriesAnswer:
    unanswered = sum(gap.size for gap in line.unanswered)
    return SeriesAnswer(
        word=line.series.word,
        year=line.series.year,
        received=line.present,
        first=line.first,
        last=line.last,
        unanswered=unanswered,
        promised=sum(gap.size for gap in line.open_gaps) - unanswered,
    )


def _gaps(lines: list[SeriesLine], *, open_only: bool) -> list[GapLineAnswer]:
    return [
        GapLineAnswer(word=line.series.word, year=line.series.year, first=gap.first, last=gap.last, kind=gap.kind)
        for line in lines
        for gap in (line.open_gaps if open_only else line.gaps)
    ]


def _kept(row: GapAnswer) -> GapAnswered:
    return GapAnswered(
        word=row.word,
        year=row.year,
        first=row.first,
        last=row.last,
        kind=GapKind(row.kind),
        words=row.words,
        at=row.at,
    )


def _asked(query: RatesQuery, today: date, unit: int | None) -> Asked:
    """Return the months asked for: by default this one.

    Raises:
        BadPeriod: they are no months, in the wrong order, or too many.
    """
    last = read_month(query.last) if query.last else month_of(today)
    first = read_month(query.first) if query.first else last
    if first is None or last is None or not first <= last < moved(first, MOST_MONTHS):
        raise BadPeriod(most=MOST_MONTHS)
    return Asked(first, last, unit, item=query.item)


def _rates(figures: Figures, known: Policies, cell: Cell) -> RatesLineAnswer:
    counts, formula = figures.counted(cell), known.of(cell.month).formula
    found = rates_of(counts, formula)
    return RatesLineAnswer(
        month=written(cell.month),
        item=cell.item,
        rows=counts.rows,
        accepted=counts.accepted,
        unchanged=counts.unchanged,
        returned=counts.returned,
        decisions=counts.decisions,
        closed=cell.month in figures.closed_months,
        changed=figures.changed(cell),
        compliant=_rate(found.compliant),
        timely=_rate(found.timely),
        late=_rate(found.late),
        formula=FormulaAnswer(
            compliant=COMPLIANT_LABELS[formula.compliant_of],
            timely=TIMELY_LABELS[formula.timely_of],
            calendar=DUE_LABELS[formula.due_by],
        ),
    )


def _rate(rate: Rate) -> RateAnswer:
    return RateAnswer(part=rate.part, whole=rate.whole, percent=rate.shown)
