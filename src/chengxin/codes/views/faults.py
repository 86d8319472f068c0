"""The work list of faulty codes, and one fault with what was told beside what is registered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.codes import queries, services
from chengxin.codes.forms import CloseForm, FaultsForm, ReopenForm
from chengxin.codes.models import CodeFault, FaultMove
from chengxin.codes.queries import FaultFilter
from chengxin.codes.rules.doings import SEE_CODES, WORK_FAULTS
from chengxin.codes.rules.kinds import (
    FAULT_LABELS,
    FAULT_WORDS,
    MOVE_LABELS,
    OUTCOME_LABELS,
    SOURCE_LABELS,
    FaultKind,
    FaultState,
    Move,
    Outcome,
    Source,
    outcomes_for,
)
from chengxin.codes.views.parts import FaultLine, Reach, fault_line, kind_name, kinds_words, reach_of, to_faults
from chengxin.foundation.doors import staff
from chengxin.foundation.identifiers import organisation_code_check, unified_code_check
from chengxin.foundation.requests import Request
from chengxin.subjects.models import Organisation
from chengxin.subjects.rules import CONFIRM_CODES, STATUS_LABELS, Status
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Pager, Tab
from chengxin.units.queries import day_of


@dataclass(frozen=True)
class FaultsPage:
    """The work list."""

    title: str
    tabs: tuple[Tab, ...]
    lines: tuple[FaultLine, ...]
    pager: Pager
    csv: str
    narrowed: bool


@dataclass(frozen=True)
class Side:
    """One subject of the comparison; what is not known is empty."""

    title: str
    code: str
    name: str
    address: str
    status: str
    registered_on: date | None
    body: str


@dataclass(frozen=True)
class SightLine:
    """Where the fault was seen."""

    on: date
    source: str
    unit: str
    line: int
    name: str
    ground: str
    address: str


@dataclass(frozen=True)
class MoveLine:
    """What happened to it."""

    at: datetime
    what: str
    who: str
    reason: str
    code: str


@dataclass(frozen=True)
class FaultPage:
    """A fault with everything that is known of it."""

    title: str
    code: str
    kinds: tuple[tuple[str, str], ...]
    hints: tuple[str, ...]
    sides: tuple[Side, ...]
    unit: str
    kind: str
    district: str
    found_on: date
    look: str
    state: str
    sights: tuple[SightLine, ...]
    moves: tuple[MoveLine, ...]
    close: str
    reopen: str
    following: str


@require_safe
@staff(SEE_CODES)
def faults(request: Request) -> HttpResponse:
    """Show the work list of what is in reach."""
    reach = reach_of(request)
    form = FaultsForm(request.GET or None, units=reach.units.values())
    asked = form.filter()
    part = slice_of(request, queries.faults_for(request.actor, asked), _("条"))
    shown = FaultsPage(
        title=_list_title(asked, part.total),
        tabs=tuple(_tabs(request, asked)),
        lines=tuple(_line(row) for row in part.rows),
        pager=part.pager,
        csv=f"{reverse('codes:faults-file')}?{request.GET.urlencode()}",
        narrowed=bool(asked.kind or asked.unit or asked.text),
    )
    return render(request, "codes/faults.html", {"page": shown, "form": form})


@require_safe
@staff(SEE_CODES)
def faults_file(request: Request) -> HttpResponse:
    """Give the work list as a csv file."""
    reach = reach_of(request)
    asked = FaultsForm(request.GET or None, units=reach.units.values()).filter()
    lines = (_line(row) for row in queries.faults_for(request.actor, asked).iterator())
    heads = [_("代码"), _("名称"), _("问题"), _("登记单位"), _("发现日期"), _("状态")]
    rows = ([one.code, one.name, one.kinds, one.unit, str(one.found_on), one.state] for one in lines)
    return file_of(f"code-faults-{day_of(request.now):%Y%m%d}", heads, rows)


@require_safe
@staff(SEE_CODES)
def fault(request: Request, fault_id: str) -> HttpResponse:
    """Show a fault: what was told beside what is registered, where it was seen, what happened."""
    row = queries.fault_for(request.actor, fault_id)
    return render(request, "codes/fault.html", {"page": _page(request, row), "steps": (to_faults(),)})


@page
@staff(WORK_FAULTS)
def close(request: Request, fault_id: str) -> HttpResponse:
    """Close a fault, and go on to the next one."""
    row = queries.fault_for(request.actor, fault_id, permission=WORK_FAULTS)
    outcomes = outcomes_for(frozenset(FaultKind(kind) for kind in row.kinds))
    may = [one for one in outcomes if one is not Outcome.CONFIRMED or request.actor.may(CONFIRM_CODES)]
    form = CloseForm(sent(request), request.FILES or None, outcomes=may)
    done = attempt(form, lambda: _closed(request, form, fault_id)) if form.is_valid() else None
    if done:
        messages.success(request, _("已办结：{how}").format(how=_(OUTCOME_LABELS[Outcome(done.outcome)])))
        return redirect(_next(request, done) or reverse("codes:faults"))
    around = FormPage(
        title=_("办结：{kinds}").format(kinds=kinds_words(row.kinds)),
        here=_("办结"),
        submit=_("办结"),
        back=reverse("codes:fault", args=[fault_id]),
        lead=f"{row.code} {row.name}",
        effect=_("办结后从待办里移出，计入纠正率；有误的，可以写明原因重新打开。"),
        steps=(to_faults(),),
    )
    return ask(request, form, around)


def _closed(request: Request, form: CloseForm, fault_id: str) -> CodeFault:
    return services.close_fault(actor=request.actor, now=request.now, fault=fault_id, closing=form.closing)


@page
@staff(WORK_FAULTS)
def reopen(request: Request, fault_id: str) -> HttpResponse:
    """Open a closed fault again."""
    row = queries.fault_for(request.actor, fault_id, permission=WORK_FAULTS)
    form = ReopenForm(sent(request))
    if carried_out(form, lambda: _reopened(request, form, fault_id)):
        messages.success(request, _("已重新打开，回到待办。"))
        return redirect("codes:fault", fault_id)
    around = FormPage(
        title=_("重新打开这一条？"),
        here=_("重新打开"),
        submit=_("重新打开"),
        back=reverse("codes:fault", args=[fault_id]),
        lead=f"{row.code} {row.name}",
        effect=_("回到登记单位的待办。办结时改过的代码不会变回去。"),
        steps=(to_faults(),),
    )
    return ask(request, form, around)


def _reopened(request: Request, form: ReopenForm, fault_id: str) -> CodeFault:
    reason = form.cleaned_data["reason"]
    return services.reopen_fault(actor=request.actor, now=request.now, fault=fault_id, reason=reason)


def _list_title(asked: FaultFilter, total: int) -> str:
    if asked.state == FaultState.OPEN:
        return _("{n}条重错码待办").format(n=f"{total:,}") if total else _("没有待办的重错码")
    return _("{n}条重错码").format(n=f"{total:,}") if total else _("没有符合条件的重错码")


def _tabs(request: Request, asked: FaultFilter) -> Iterator[Tab]:
    """Yield a tab for each kind, with how many are open."""
    counted = queries.count_by_kind(request.actor, FaultFilter(unit=asked.unit, text=asked.text))
    given = {name: value for name, value in request.GET.items() if name not in {"kind", "page"} and value}
    yield Tab(_("全部"), f"?{urlencode(given)}", current=not asked.kind)
    for kind, number in counted.items():
        if number or asked.kind == kind:
            address = f"?{urlencode(given | {'kind': kind.value})}"
            yield Tab(_(FAULT_LABELS[kind]), address, current=asked.kind == kind, count=number)


def _line(row: CodeFault) -> FaultLine:
    return fault_line(row, row, unit=row.unit.name if row.unit else _("还没有指定单位"))


def _page(request: Request, row: CodeFault) -> FaultPage:
    reach, line = reach_of(request), _line(row)
    works = request.actor.may(WORK_FAULTS)
    is_open = row.state == FaultState.OPEN
    return FaultPage(
        title=line.kinds,
        code=row.code,
        kinds=tuple((_(FAULT_LABELS[FaultKind(kind)]), _(FAULT_WORDS[FaultKind(kind)])) for kind in row.kinds),
        hints=tuple(_hints(row)),
        sides=tuple(_sides(row)),
        unit=line.unit,
        kind=kind_name(row.subject_kind),
        district=reach.district_name(row.district),
        found_on=row.found_on,
        look=line.look,
        state=line.state,
        sights=tuple(_sights(request, row, reach)),
        moves=tuple(_move(one) for one in queries.moves_of(request.actor, row)),
        close=reverse("codes:close", args=[row.public_id]) if works and is_open else "",
        reopen=reverse("codes:reopen", args=[row.public_id])
        if works and not is_open and row.outcome != Outcome.CONFIRMED
        else "",
        following=_next(request, row),
    )


def _hints(row: CodeFault) -> Iterator[str]:
    """Yield what the check works out; no letter is ever put in by itself."""
    if FaultKind.CHECK in row.kinds:
        last = unified_code_check(row.code[:17])
        yield _("按前17位算，最后一位应是{right}，写的是{wrong}。").format(right=last, wrong=row.code[17])
    if FaultKind.INNER_CHECK in row.kinds:
        inner = organisation_code_check(row.code[8:16])
        yield _("按第9至16位算，第17位应是{right}，写的是{wrong}。").format(right=inner, wrong=row.code[16])
    if FaultKind.LENGTH in row.kinds:
        yield _("写了{n}位。").format(n=len(row.code))


def _sides(row: CodeFault) -> Iterator[Side]:
    """Yield what was told, then who is registered: of 一主体多码 both subjects."""
    first, second = row.organisation, row.other
    if second is None:
        yield Side(_("报来的"), row.code, row.name, "", "", None, "")
    if first is not None:
        yield _registered(first, _("登记的") if second is None else _("第一个代码"))
    if second is not None:
        yield _registered(second, _("第二个代码"))


def _registered(row: Organisation, title: str) -> Side:
    return Side(
        title=title,
        code=row.unified_code or "",
        name=row.name,
        address=reverse("desk:subject", args=[row.public_id]),
        status=_(STATUS_LABELS[Status(row.status)]),
        registered_on=row.registered_on,
        body=row.registering_body,
    )


def _sights(request: Request, row: CodeFault, reach: Reach) -> Iterator[SightLine]:
    for one in queries.evidence_of(request.actor, row):
        own = one.unit_id in reach.units and one.submission
        yield SightLine(
            on=one.on,
            source=_(SOURCE_LABELS[Source(one.source)]),
            unit=one.unit.name if one.unit else "",
            line=one.line,
            name=one.told_name,
            ground=one.ground,
            address=reverse("intake:submission", args=[one.submission]) if own else "",
        )


def _move(one: FaultMove) -> MoveLine:
    how = f"：{_(OUTCOME_LABELS[Outcome(one.outcome)])}" if one.outcome else ""
    return MoveLine(
        at=one.at,
        what=f"{_(MOVE_LABELS[Move(one.move)])}{how}",
        who=" ".join(filter(None, (one.unit_name, one.by_name))) or _("平台"),
        reason=one.reason,
        code=one.right_code,
    )


def _next(request: Request, row: CodeFault) -> str:
    """Return the address of the next open fault of the list, empty after the last."""
    waiting = queries.faults_for(request.actor, FaultFilter(state=FaultState.OPEN)).exclude(id=row.id)
    after = waiting.filter(found_on=row.found_on, id__gt=row.id) | waiting.filter(found_on__gt=row.found_on)
    following = after.first() or waiting.first()
    return reverse("codes:fault", args=[following.public_id]) if following else ""
