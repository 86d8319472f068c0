"""One case: what is objected to, the clock day by day, what is missing for the next move, all moves."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.notices.queries import delivered_days
from chengxin.notices.rules import RECORD_PAPER
from chengxin.register.rules import SEE_RECORDS
from chengxin.relief import queries, services
from chengxin.relief.models import Case, CaseMove, CaseRecord
from chengxin.relief.queries import Standing
from chengxin.relief.queries.dues import FILE
from chengxin.relief.rules.clocks import Deadline
from chengxin.relief.rules.doings import HANDLE, SEE_CASES
from chengxin.relief.rules.procedure import (
    MOVE_LABELS,
    RESULT_LABELS,
    Move,
    Need,
    Procedure,
    Result,
    State,
    missing,
    open_moves,
)
from chengxin.relief.services.moving import need_words
from chengxin.relief.views.parts import LOOKS, state_words, to_case, to_cases
from chengxin.ui.pieces import Deed, Lacking
from chengxin.units.queries import day_of

TYPED = frozenset({Need.WORDS, Need.EXTENSION, Need.MATERIALS, Need.DECISION})
"""Facts that come with the form of a move."""
MAIN = frozenset(
    {
        Move.ACCEPT,
        Move.FORWARD,
        Move.FIND,
        Move.ANSWER,
        Move.ANSWER_REVIEW,
        Move.TAKE_PAPERS,
        Move.HAND_OVER,
        Move.DECIDE,
    }
)
UNASKED = frozenset({Move.SUSPEND, Move.RESUME, Move.EXTEND, Move.ASK_REVIEW, Move.FORWARD})
"""Moves that nothing waits for: what they need is not told."""


@dataclass(frozen=True)
class RecordLine:
    """A disputed record, what was found and what the applicant was told."""

    number: int
    name: str
    summary: str
    document: str
    unit: str
    address: str
    result: str
    found: str
    answered: str


@dataclass(frozen=True)
class DayLine:
    """A day of a limit."""

    on: date
    counted: bool
    words: str


@dataclass(frozen=True)
class LimitLine:
    """A limit that runs: until when, why, day by day."""

    name: str
    title: str
    due_on: date | None
    late: bool
    left: str
    reason: str
    provisional: tuple[str, ...]
    days: tuple[DayLine, ...]


@dataclass(frozen=True)
class MoveLine:
    """One move with its paper: ``serve`` leads to where its service is recorded."""

    at: datetime
    what: str
    who: str
    words: str
    scan: str
    scan_name: str
    paper: str
    serve: str
    delivered_on: date | None


@dataclass(frozen=True)
class CasePage:
    """A case with all that is known of it."""

    title: str
    case: Case
    look: str
    state: str
    objection: bool
    deeds: tuple[Deed, ...]
    lacking: tuple[Lacking, ...]
    limits: tuple[LimitLine, ...]
    records: tuple[RecordLine, ...]
    moves: tuple[MoveLine, ...]
    subject: str


@require_safe
@staff(SEE_CASES)
def case(request: Request, case_id: str) -> HttpResponse:
    """Show one case, on record."""
    return render(request, "relief/case.html", {"page": _shown(request, case_id), "steps": (to_cases(),)})


@require_safe
@staff(SEE_CASES)
def case_print(request: Request, case_id: str) -> HttpResponse:
    """Show all of one case as it is printed for the file, on record, in the order in which it happened."""
    shown = _shown(request, case_id)
    context = {"page": shown, "steps": to_case(shown.case), "moves": shown.moves[::-1], "now": request.now}
    return render(request, "relief/case_print.html", context)


def _shown(request: Request, case_id: str) -> CasePage:
    row, today = services.look_at_case(actor=request.actor, now=request.now, case=case_id), day_of(request.now)
    standing = queries.standing_of(request.actor, row, today=today)
    deeds, lacking = _moves(request.actor, row, standing)
    return CasePage(
        title=row.subject_name,
        case=row,
        look=LOOKS[State(row.state)],
        state=state_words(row),
        objection=row.procedure == Procedure.OBJECTION.value,
        deeds=deeds,
        lacking=lacking,
        limits=tuple(_limit(one, today) for one in standing.deadlines),
        records=tuple(_record(request.actor, number, one) for number, one in enumerate(standing.records, start=1)),
        moves=_move_lines(request.actor, row, standing),
        subject=reverse("desk:subject", args=[row.subject.public_id]),
    )


def _moves(actor: Actor, row: Case, standing: Standing) -> tuple[tuple[Deed, ...], tuple[Lacking, ...]]:
    """Return the buttons of what may be done now, and of the other open moves what each still needs."""
    procedure, state = Procedure(row.procedure), State(row.state)
    deeds, lacking = [], []
    for move in open_moves(procedure, state):
        needs = missing(procedure, state, move, standing.facts | TYPED)
        label = _(MOVE_LABELS[move])
        if needs:
            words = tuple(_(need_words(need, standing.undone)) for need in needs)
            lacking += [] if move in UNASKED else [Lacking(label, words)]
        elif _may(actor, row, standing, move):
            deeds.append(Deed(label, _address(row, move), move in MAIN))
    return tuple(deeds), tuple(lacking)


def _address(row: Case, move: Move) -> str:
    if move is Move.FIND:
        return reverse("relief:find", args=[row.public_id])
    return reverse("relief:move", args=[row.public_id, move.value])


def _may(actor: Actor, row: Case, standing: Standing, move: Move) -> bool:
    if move is Move.FIND:
        return bool(queries.records_to_find(actor, row, standing.records))
    return _reaches(actor, row, HANDLE)


def _reaches(actor: Actor, row: Case, permission: Permission) -> bool:
    return actor.may(permission) and actor.scope(permission).covers(unit=row.unit_id, district=row.unit.district)


def _limit(one: Deadline, today: date) -> LimitLine:
    return LimitLine(
        name=one.limit.value,
        title=one.law.title,
        due_on=one.due_on,
        late=one.late(today),
        left=_left(one, today),
        reason=one.law.reason,
        provisional=one.law.uncertain,
        days=tuple(DayLine(day.on, day.counted, day.words) for day in one.days),
    )


def _left(one: Deadline, today: date) -> str:
    if one.due_on is None:
        return _("计时中止，恢复以后接着算")
    between = queries.calendar().working_days_between
    if one.late(today):
        over = between(one.due_on, today)
        return _("已经逾期{n}个工作日").format(n=over) if over else _("已经逾期，逾期以后还没有工作日")
    left = between(today, one.due_on)
    return _("还有{n}个工作日").format(n=left) if left else _("今天是最后一天")


def _record(actor: Actor, number: int, one: CaseRecord) -> RecordLine:
    covered = actor.may(SEE_RECORDS) and actor.scope(SEE_RECORDS).covers(unit=one.unit_id, district=one.unit.district)
    return RecordLine(
        number=number,
        name=one.item_name,
        summary=one.summary,
        document=one.document_number,
        unit=one.unit.name,
        address=reverse("register:record", args=[one.record]) if covered else "",
        result=_(RESULT_LABELS[Result(one.result)]) if one.result else "",
        found=one.found_words,
        answered=_(RESULT_LABELS[Result(one.answered)]) if one.answered else "",
    )


def _move_lines(actor: Actor, row: Case, standing: Standing) -> tuple[MoveLine, ...]:
    served = delivered_days([one.notice for one in standing.moves if one.notice is not None])
    may_serve = _reaches(actor, row, RECORD_PAPER)
    return tuple(_move(one, served.get(one.notice_id or 0), may_serve=may_serve) for one in reversed(standing.moves))


def _move(one: CaseMove, delivered_on: date | None, *, may_serve: bool) -> MoveLine:
    what = _("登记申请") if one.move == FILE else _(MOVE_LABELS[Move(one.move)])
    return MoveLine(
        at=one.at,
        what=what,
        who=f"{one.by_name} {one.by_unit}".strip(),
        words=one.words,
        scan=reverse("vault:file", args=[one.scan.public_id]) if one.scan else "",
        scan_name=one.scan.name if one.scan else "",
        paper=one.notice.subject if one.notice else "",
        serve=reverse("notices:paper", args=[one.notice.public_id]) if one.notice and may_serve else "",
        delivered_on=delivered_on,
    )
