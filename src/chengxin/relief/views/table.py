"""The table of cases: filtered, counted, as a file."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.relief import queries
from chengxin.relief.forms import CasesFilter, Only
from chengxin.relief.models import Case
from chengxin.relief.rules.clocks import Course, is_suspended
from chengxin.relief.rules.doings import HANDLE, SEE_CASES
from chengxin.relief.rules.procedure import State
from chengxin.relief.views.parts import LOOKS, state_words
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Figure, Pager, Tab
from chengxin.units.queries import day_of

A_PART = 500
"""Rows of the file whose days are worked out together."""
COUNTED = (
    (State.RECEIVED, gettext_noop("待受理")),
    (State.ACCEPTED, gettext_noop("待核查")),
    (State.WITH_SOURCE, gettext_noop("核查中")),
    (State.CHECKED, gettext_noop("待答复")),
    (State.REVIEW, gettext_noop("复核中")),
    (State.HANDED_OVER, gettext_noop("已转交")),
)


@dataclass(frozen=True)
class CaseLine:
    """One case in the table."""

    number: str
    address: str
    name: str
    code: str
    unit: str
    look: str
    state: str
    filed_on: date
    due: str
    due_on: date | None
    late: bool


@dataclass(frozen=True)
class CasesPage:
    """The table."""

    title: str
    figures: tuple[Figure, ...]
    tabs: tuple[Tab, ...]
    lines: tuple[CaseLine, ...]
    pager: Pager
    csv: str
    may_file: bool


@require_safe
@staff(SEE_CASES)
def cases(request: Request) -> HttpResponse:
    """Show the cases in reach."""
    form, today = _form(request), day_of(request.now)
    part = slice_of(request, _found(request, form, today), _("件"))
    shown = CasesPage(
        title=_("{n}件异议和修复").format(n=f"{part.total:,}") if part.total else _("没有异议和修复"),
        figures=_figures(request),
        tabs=_tabs(request, form, today),
        lines=_lines(part.rows, today),
        pager=part.pager,
        csv=f"{reverse('relief:cases-file')}?{request.GET.urlencode()}",
        may_file=request.actor.may(HANDLE) and request.actor.unit is not None,
    )
    return render(request, "relief/cases.html", {"page": shown, "form": form})


@require_safe
@staff(SEE_CASES)
def cases_file(request: Request) -> HttpResponse:
    """Give the cases in reach as a csv file."""
    form, today = _form(request), day_of(request.now)
    heads = [
        _("编号"), _("主体"), _("统一社会信用代码"), _("办理单位"), _("状态"), _("收到日期"), _("到期事项"), _("到期日")
    ]  # fmt: skip
    rows = (
        [one.number, one.name, one.code, one.unit, one.state, str(one.filed_on), one.due, str(one.due_on or "")]
        for part in _parts(_found(request, form, today).iterator(chunk_size=A_PART))
        for one in _lines(part, today)
    )
    return file_of(f"cases-{today:%Y%m%d}", heads, rows)


def _found(request: Request, form: CasesFilter, today: date) -> QuerySet[Case]:
    asked, only = form.asked(), form.only_those()
    if only is Only.STUCK:
        return queries.cases_stuck(request.actor, asked, today=today)
    found = queries.cases_for(request.actor, asked)
    if only is None:
        return found
    return found.filter(id__in=queries.cases_late(request.actor, asked, today=today))


def _parts(rows: Iterator[Case]) -> Iterator[list[Case]]:
    while part := list(islice(rows, A_PART)):
        yield part


def _form(request: Request) -> CasesFilter:
    return CasesFilter(request.GET or None, units=queries.source_units(request.actor))


def _figures(request: Request) -> tuple[Figure, ...]:
    counts, here = queries.counts_by_state(request.actor), reverse("relief:cases")
    return tuple(
        Figure(_(label), counts.get(state.value, 0), _("件"), f"{here}?state={state.value}") for state, label in COUNTED
    )


def _tabs(request: Request, form: CasesFilter, today: date) -> tuple[Tab, ...]:
    asked, only = form.asked(), form.only_those()
    late = len(queries.cases_late(request.actor, asked, today=today))
    stuck = queries.cases_stuck(request.actor, asked, today=today).count()
    days = _("{n}天没有进展").format(n=queries.STUCK_AFTER.days)
    return (
        Tab(_("全部"), _address(request, None), only is None),
        Tab(_("已逾期"), _address(request, Only.LATE), only is Only.LATE, late),
        Tab(days, _address(request, Only.STUCK), only is Only.STUCK, stuck),
    )


def _address(request: Request, only: Only | None) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("only", None)
    if only is not None:
        query["only"] = only.value
    return f"{reverse('relief:cases')}?{query.urlencode()}"


def _lines(rows: Collection[Case], today: date) -> tuple[CaseLine, ...]:
    courses = queries.courses_of(rows)
    return tuple(_line(row, courses[row.id], today) for row in rows)


def _line(row: Case, course: Course, today: date) -> CaseLine:
    first = next(iter(sorted(queries.deadlines(course), key=lambda one: one.due_on or date.max)), None)
    stands_still = is_suspended(course.events) and first is not None and first.due_on is None
    return CaseLine(
        number=row.written_number,
        address=reverse("relief:case", args=[row.public_id]),
        name=row.subject_name,
        code=row.subject_code,
        unit=row.unit.short_name,
        look=LOOKS[State(row.state)],
        state=state_words(row),
        filed_on=row.filed_on,
        due=_("计时中止") if stands_still else first.law.title if first else "",
        due_on=first.due_on if first else None,
        late=first is not None and first.late(today),
    )
