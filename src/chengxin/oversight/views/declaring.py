"""Declarations: the unit's own month in one form, what differs, and who declared for the office."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.oversight import queries, services
from chengxin.oversight.forms.reporting import DeclarationForm, DifferenceForm
from chengxin.oversight.queries import Line
from chengxin.oversight.rules.months import in_words, moved, read_month, written
from chengxin.oversight.rules.reporting import DIFFERENCE_LABELS, DifferenceKind, open_month
from chengxin.oversight.rules.reporting_doings import ASSIGN, DECLARE, SEE_REPORTING
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent
from chengxin.ui.listing import file_of
from chengxin.ui.pieces import Crumb, Tab
from chengxin.ui.wording import date_text
from chengxin.units.queries import day_of

SHOWN_MONTHS = 6


@dataclass(frozen=True)
class Compared:
    """One item: what was declared and what arrived. ``ask`` leads to the answer, empty where nothing is asked."""

    unit: str
    item: str
    declared: str
    versions: str
    received: int
    look: str
    state: str
    words: str
    ask: str


@dataclass(frozen=True)
class MonthPage:
    """A month of the own unit: ``late`` says that ``due_on`` is past, ``complete`` that every item was declared."""

    title: str
    month: str
    due_on: date
    late: bool
    complete: bool
    months: tuple[Tab, ...]
    lines: tuple[Compared, ...]
    overview: str


@dataclass(frozen=True)
class OverviewPage:
    """All units in reach and what they declared for a month."""

    title: str
    due_on: date
    months: tuple[Tab, ...]
    lines: tuple[Compared, ...]
    file: str
    may_assign: bool
    declare: str


def month_words(month: date) -> str:
    """Return a month for a sentence (2026年5月)."""
    return in_words(month)


def month_asked(request: Request) -> date:
    """Return the month the address names, else the latest that can be declared.

    Raises:
        NotFound: it names none, or one that is not over.
    """
    latest = open_month(day_of(request.now))
    text = request.GET.get("month", "")
    month = read_month(text) if text else latest
    if month is None or month > latest:
        raise NotFound
    return month


def month_tabs(request: Request, address: str, month: date) -> tuple[Tab, ...]:
    """Return the latest months as tabs."""
    latest = open_month(day_of(request.now))
    months = [moved(latest, -back) for back in range(SHOWN_MONTHS)]
    shown = months if month in months else [*months, month]
    return tuple(Tab(month_words(one), f"{address}?month={written(one)}", one == month) for one in shown)


@page
@staff(DECLARE)
def declarations(request: Request) -> HttpResponse:
    """Show the own unit's month, and take what it declares."""
    month = month_asked(request)
    lines = _own_lines(request, month)
    form = DeclarationForm(sent(request), lines=lines)
    address = f"{reverse('oversight:declarations')}?month={written(month)}"
    if carried_out(
        form,
        lambda: services.declare(
            actor=request.actor, now=request.now, month=month, stated=form.stated, reason=form.reason_given
        ),
    ):
        messages.success(request, _("{month}月报已填报。").format(month=month_words(month)))
        return redirect(address)
    due_on = queries.policies(request.actor).of(month).due_on(month)
    shown = MonthPage(
        title=_title(month, lines),
        month=month_words(month),
        due_on=due_on,
        late=day_of(request.now) > due_on,
        complete=all(one.declaration is not None for one in lines),
        months=month_tabs(request, reverse("oversight:declarations"), month),
        lines=tuple(compared(one) for one in lines if one.declaration is not None),
        overview=reverse("oversight:declarations-overview"),
    )
    context = {"page": shown, "form": form}
    return render(request, "oversight/declarations.html", context, status=422 if form.is_bound else 200)


def _own_lines(request: Request, month: date) -> list[Line]:
    if request.actor.unit is None:
        raise NotFound
    return queries.lines_for(request.actor, month, request.actor.unit)


def _title(month: date, lines: list[Line]) -> str:
    if not lines:
        return _("{month}本单位没有要填报的目录项").format(month=month_words(month))
    missing = sum(line.declaration is None for line in lines)
    if missing:
        return _("{month}月报：还有{n}项没有填报").format(month=month_words(month), n=missing)
    asks = sum(line.asks for line in lines)
    if asks:
        return _("{month}月报已填报，{n}项与收到数不一致").format(month=month_words(month), n=asks)
    return _("{month}月报已填报").format(month=month_words(month))


def compared(line: Line) -> Compared:
    """Return a line in words."""
    declared = line.declaration
    look, state, words = _state(line)
    asking = f"?month={written(line.month)}&item={line.obligation.item}"
    return Compared(
        unit=line.obligation.unit.name,
        item=line.obligation.item_name,
        declared="" if declared is None else _("零报告") if declared.count == 0 else f"{declared.count:,}",
        versions=_versions(line),
        received=line.received,
        look=look,
        state=state,
        words=words,
        ask=f"{reverse('oversight:difference')}{asking}" if line.differs else "",
    )


def _versions(line: Line) -> str:
    """Say what is unusual of a declaration: late, corrected."""
    declared = line.declaration
    if declared is None:
        return ""
    parts = [_("逾期填报")] if declared.late and declared.number == 1 else []
    if declared.number > 1:
        parts.append(_("更正{n}次：{reason}").format(n=declared.number - 1, reason=declared.reason))
        parts += [_("截止后更正")] if declared.late else []
    return "，".join(parts)


def _state(line: Line) -> tuple[str, str, str]:
    if line.declaration is None:
        return "near", _("没有填报"), ""
    if not line.differs:
        return "done", _("一致"), ""
    more = line.received - line.declaration.count
    words = _("多收到{n}条").format(n=more) if more > 0 else _("少收到{n}条").format(n=-more)
    if line.answered is None:
        return "near", _("请说明"), words
    said = f"{words}。{line.answer.words}" if line.answer else words
    look = "done" if line.answered is DifferenceKind.EXPLAINED else "idle"
    return look, _(DIFFERENCE_LABELS[line.answered]), said


@page
@staff(DECLARE)
def difference(request: Request) -> HttpResponse:
    """Say why another number was declared than arrived; without an item go where they are listed."""
    wanted = request.GET.get("item", "")
    if not wanted:
        return redirect("oversight:declarations")
    month = month_asked(request)
    line = next((one for one in _own_lines(request, month) if one.obligation.item == wanted), None)
    if line is None or line.declaration is None:
        raise NotFound
    form = DifferenceForm(sent(request))
    back = f"{reverse('oversight:declarations')}?month={written(month)}"
    if carried_out(
        form,
        lambda: services.answer_difference(
            actor=request.actor, now=request.now, month=month, item=wanted, **form.cleaned_data
        ),
    ):
        messages.success(request, _("说明已记下。"))
        return redirect(back)
    around = FormPage(
        title=_("填报{declared}条，收到{received}条").format(declared=line.declaration.count, received=line.received),
        here=_("说明差数"),
        submit=_("记下说明"),
        back=back,
        lead=f"{month_words(month)} {line.obligation.item_name}",
        effect=_("信用办看得到说明。说要补报的，补齐以后自动消去；填报数写错的，回上一页更正。"),
        steps=(Crumb(_("月报"), back),),
    )
    return ask(request, form, around)


@require_safe
@staff(SEE_REPORTING)
def overview(request: Request) -> HttpResponse:
    """Show who declared and who did not, of the units in reach."""
    month = month_asked(request)
    lines = queries.lines_for(request.actor, month)
    address = reverse("oversight:declarations-overview")
    shown = OverviewPage(
        title=_overview_title(month, lines),
        due_on=queries.policies(request.actor).of(month).due_on(month),
        months=month_tabs(request, address, month),
        lines=tuple(compared(one) for one in lines),
        file=f"{reverse('oversight:declarations-file')}?month={written(month)}",
        may_assign=request.actor.may(ASSIGN),
        declare=_own_month(request, month, lines),
    )
    return render(request, "oversight/declarations_overview.html", {"page": shown})


def _own_month(request: Request, month: date, lines: list[Line]) -> str:
    """Return the way to the own unit's form, empty where nothing of it is missing."""
    unit = request.actor.unit
    missing = any(line.declaration is None for line in lines if line.obligation.unit.id == unit)
    may = request.actor.may(DECLARE) and missing
    return f"{reverse('oversight:declarations')}?month={written(month)}" if may else ""


def _overview_title(month: date, lines: list[Line]) -> str:
    if not lines:
        return _("{month}没有单位要填报").format(month=month_words(month))
    declared = Counter(line.declaration is not None for line in lines)
    return _("{month}月报：应填{n}项，已填{done}项，没有填{open}项").format(
        month=month_words(month), n=len(lines), done=declared[True], open=declared[False]
    )


@require_safe
@staff(SEE_REPORTING)
def overview_file(request: Request) -> HttpResponse:
    """Give the overview as a csv file."""
    month = month_asked(request)
    heads = [
        _("单位"),
        _("目录项"),
        _("应报依据"),
        _("填报"),
        _("收到"),
        _("状态"),
        _("说明"),
        _("填报时间"),
        _("备注"),
    ]
    rows = (_file_row(line) for line in queries.lines_for(request.actor, month))
    return file_of(f"declarations-{written(month)}", heads, rows)


def _file_row(line: Line) -> list[str]:
    one, declared = compared(line), line.declaration
    at = date_text(declared.at) if declared else ""
    count = "" if declared is None else str(declared.count)
    basis = line.obligation.basis
    return [one.unit, one.item, basis, count, str(one.received), one.state, one.words, at, one.versions]
