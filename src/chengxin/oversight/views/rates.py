"""合规率, 及时率, 迟报率: a table by unit, district, item or month, with the formulas and what stands behind it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog.queries import items_in_force
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.intake.rules import SEE_SUBMISSIONS
from chengxin.oversight import queries
from chengxin.oversight.adapters.rates_workbook import rates_workbook
from chengxin.oversight.forms.reporting import PeriodFilter
from chengxin.oversight.queries import Asked, Cell, Figures, Policies
from chengxin.oversight.rules.months import MOST_MONTHS, month_of, months_between, moved, written
from chengxin.oversight.rules.rates import (
    COMPLIANT_LABELS,
    DUE_LABELS,
    TIMELY_LABELS,
    Counts,
    Formula,
    Rate,
    Rates,
    rates_of,
)
from chengxin.oversight.rules.reporting_doings import SEE_REPORTING, SET_POLICY
from chengxin.oversight.views.declaring import month_words
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Pager
from chengxin.units.models import Unit
from chengxin.units.queries import day_of, district_names, units_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
USUAL_MONTHS = 3
BY_UNIT, BY_DISTRICT, BY_ITEM, BY_MONTH = "unit", "district", "item", "month"


@dataclass(frozen=True)
class RateLine:
    """What came in of one unit, district, item or month. ``changed`` says that a closed month differs since."""

    name: str
    counts: Counts
    compliant: str
    timely: str
    late: str
    changed: bool
    address: str


@dataclass(frozen=True)
class FormulaPart:
    """From which month on which formulas hold."""

    since: str
    compliant: str
    timely: str
    calendar: str
    basis: str


@dataclass(frozen=True)
class RatesPage:
    """The table with everything that explains it."""

    title: str
    period: str
    head: str
    lines: tuple[RateLine, ...]
    whole: RateLine | None
    formulas: tuple[FormulaPart, ...]
    closed: str
    csv: str
    xlsx: str
    may_set: bool


@dataclass(frozen=True)
class _Answer:
    """What the filter asked for, and what was found."""

    by: str
    asked: Asked
    figures: Figures
    policies: Policies
    units: Mapping[int, Unit]
    items: Mapping[str, str]
    districts: Mapping[str, str]


@dataclass(frozen=True)
class SubmissionRow:
    """A submission behind a number."""

    title: str
    address: str
    unit: str
    item: str
    received_on: date
    counts: Counts


@dataclass(frozen=True)
class BehindPage:
    """The submissions behind a line."""

    title: str
    period: str
    rows: tuple[SubmissionRow, ...]
    pager: Pager


@require_safe
@staff(SEE_REPORTING)
def rates(request: Request) -> HttpResponse:
    """Show the rates of what is in reach."""
    form, answer = _answered(request)
    lines = _lines(answer)
    query = request.GET.urlencode()
    shown = RatesPage(
        title=_title(lines),
        period=_period(answer.asked),
        head=_heads(answer.by)[0],
        lines=tuple(lines),
        whole=_whole(answer) if len(lines) > 1 else None,
        formulas=tuple(_formulas(answer)),
        closed=_closed(answer.figures),
        csv=f"{reverse('oversight:rates-csv')}?{query}",
        xlsx=f"{reverse('oversight:rates-xlsx')}?{query}",
        may_set=request.actor.scope(SET_POLICY).everything,
    )
    return render(request, "oversight/rates.html", {"page": shown, "form": form})


@require_safe
@staff(SEE_REPORTING)
def rates_csv(request: Request) -> HttpResponse:
    """Give the table as a csv file."""
    _form, answer = _answered(request)
    rows = ([str(cell) for cell in _texts(line)] for line in _lines(answer))
    return file_of(f"rates-{written(answer.asked.first)}-{written(answer.asked.last)}", _heads(answer.by), rows)


@require_safe
@staff(SEE_REPORTING)
def rates_xlsx(request: Request) -> HttpResponse:
    """Give the table as a workbook, with the formulas below."""
    _form, answer = _answered(request)
    notes = [_period(answer.asked), _closed(answer.figures), *_notes(answer)]
    content = rates_workbook(_("报送质量"), _heads(answer.by), [_texts(line) for line in _lines(answer)], notes)
    response = HttpResponse(content, content_type=XLSX)
    name = f"rates-{written(answer.asked.first)}-{written(answer.asked.last)}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@staff(SEE_REPORTING)
def submissions_behind(request: Request) -> HttpResponse:
    """List the submissions that a line counts."""
    _form, answer = _answered(request)
    part = slice_of(request, queries.submissions_behind(request.actor, answer.asked), _("次"))
    opens = request.actor.may(SEE_SUBMISSIONS)
    shown = BehindPage(
        title=_("{n}次报送").format(n=f"{part.total:,}"),
        period=_period(answer.asked),
        rows=tuple(
            SubmissionRow(
                title=row.file.name or _("原件已按期清除"),
                address=reverse("intake:submission", args=[row.public_id]) if opens else "",
                unit=row.unit.name,
                item=row.item_name,
                received_on=row.received_on,
                counts=Counts(row.rows, row.accepted, row.unchanged, row.returned),
            )
            for row in part.rows
        ),
        pager=part.pager,
    )
    return render(request, "oversight/rates_behind.html", {"page": shown})


def _answered(request: Request) -> tuple[PeriodFilter, _Answer]:
    actor, today = request.actor, day_of(request.now)
    units = {one.id: one for one in units_for(actor, permission=SEE_REPORTING)}
    places = district_names({one.district for one in units.values()}, today)
    items = {key: item.name for key, item in items_in_force(actor, on=today, permission=SEE_REPORTING).items()}
    form = PeriodFilter(
        request.GET or None, units=units.values(), districts=sorted(places.items()), items=items.items()
    )
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    asked = _asked(given, today)
    form.show_period(asked.first, asked.last)
    answer = _Answer(
        by=given.get("by") or BY_UNIT,
        asked=asked,
        figures=queries.figures_for(actor, asked),
        policies=queries.policies(actor),
        units=units,
        items=items,
        districts=places,
    )
    return form, answer


def _asked(given: Mapping[str, object], today: date) -> Asked:
    """Return what is asked for: by default the last months; never more than some years."""
    last, first = given.get("last"), given.get("first")
    end = last if isinstance(last, date) else month_of(today)
    begin = first if isinstance(first, date) else moved(end, 1 - USUAL_MONTHS)
    begin = min(max(begin, moved(end, 1 - MOST_MONTHS)), end)
    unit = str(given.get("unit") or "")
    return Asked(
        begin, end, int(unit) if unit else None, str(given.get("district") or ""), str(given.get("item") or "")
    )


def _lines(answer: _Answer) -> list[RateLine]:
    """Return the lines in the order of the directory, the divisions, the catalogue or the months."""
    groups: dict[str, list[Cell]] = defaultdict(list)
    key_of = _keys(answer)
    for cell in answer.figures.cells():
        if cell.unit in answer.units:
            groups[key_of(cell)].append(cell)
    return [_line(answer, name, key, groups[key]) for key, name in _names(answer) if key in groups]


def _keys(answer: _Answer) -> Callable[[Cell], str]:
    keys: Mapping[str, Callable[[Cell], str]] = {
        BY_UNIT: lambda cell: str(cell.unit),
        BY_DISTRICT: lambda cell: answer.units[cell.unit].district,
        BY_ITEM: lambda cell: cell.item,
        BY_MONTH: lambda cell: written(cell.month),
    }
    return keys[answer.by]


def _names(answer: _Answer) -> Iterable[tuple[str, str]]:
    """Yield keys with their names, in their own order."""
    if answer.by == BY_UNIT:
        return [(str(one.id), one.name) for one in answer.units.values()]
    if answer.by == BY_DISTRICT:
        return sorted(answer.districts.items())
    if answer.by == BY_MONTH:
        return [(written(one), month_words(one)) for one in months_between(answer.asked.first, answer.asked.last)]
    others = {cell.item: cell.item for cell in answer.figures.cells()}
    return sorted((others | dict(answer.items)).items())


def _line(answer: _Answer, name: str, key: str, cells: Sequence[Cell]) -> RateLine:
    counts, compliant, timely, late = Counts(), Rate(0, 0), Rate(0, 0), Rate(0, 0)
    for cell in cells:
        one = answer.figures.counted(cell)
        found: Rates = rates_of(one, answer.policies.of(cell.month).formula)
        counts += one
        compliant, timely, late = compliant + found.compliant, timely + found.timely, late + found.late
    return RateLine(
        name=name,
        counts=counts,
        compliant=compliant.shown or _("没有数据"),
        timely=timely.shown or _("没有数据"),
        late=late.shown or _("没有数据"),
        changed=any(answer.figures.changed(cell) for cell in cells),
        address=f"{reverse('oversight:rates-behind')}?{urlencode(_narrowed(answer, key))}",
    )


def _narrowed(answer: _Answer, key: str) -> dict[str, str]:
    """Return the filter that keeps what a line counts."""
    asked = answer.asked
    query = {
        "first": written(asked.first),
        "last": written(asked.last),
        "unit": str(asked.unit or ""),
        "district": asked.district,
        "item": asked.item,
    }
    narrow = {"first": key, "last": key} if answer.by == BY_MONTH else {answer.by: key}
    return query | narrow


def _whole(answer: _Answer) -> RateLine:
    cells = [cell for cell in answer.figures.cells() if cell.unit in answer.units]
    return _line(answer, _("合计"), "", cells)


def _title(lines: Sequence[RateLine]) -> str:
    rows = sum(line.counts.rows for line in lines)
    if not rows:
        return _("这段时间没有收到报送")
    late = sum(line.counts.late for line in lines)
    return _("读到{rows}行，迟报{late}件").format(rows=f"{rows:,}", late=f"{late:,}")


def _period(asked: Asked) -> str:
    if asked.first == asked.last:
        return _("按收到日期，{month}").format(month=month_words(asked.first))
    return _("按收到日期，{first}至{last}").format(first=month_words(asked.first), last=month_words(asked.last))


def _closed(figures: Figures) -> str:
    """Say which months are written down."""
    if not figures.closed_months:
        return _("还没有按截止日存数的月份，数随报送变化。")
    months = "、".join(month_words(month) for month in sorted(figures.closed_months))
    return _("{months}用截止日存下的数，以后的变化另行标注；其余月份随报送变化。").format(months=months)


def _formulas(answer: _Answer) -> Iterable[FormulaPart]:
    """Yield the formulas of the period, each from the month on in which it began to hold there."""
    last: Formula | None = None
    for month in months_between(answer.asked.first, answer.asked.last):
        policy = answer.policies.of(month)
        if policy.formula != last:
            last = policy.formula
            yield FormulaPart(
                since=month_words(month),
                compliant=_(COMPLIANT_LABELS[last.compliant_of]),
                timely=_(TIMELY_LABELS[last.timely_of]),
                calendar=_(DUE_LABELS[last.due_by]),
                basis=policy.row.basis if policy.row else _("平台默认"),
            )


def _notes(answer: _Answer) -> list[str]:
    words = _("自{since}：合规率＝{compliant}；及时率、迟报率＝{timely}；按{calendar}；依据：{basis}")
    return [words.format(**vars(part)) for part in _formulas(answer)]


def _heads(by: str) -> list[str]:
    first = {BY_UNIT: _("单位"), BY_DISTRICT: _("区划"), BY_ITEM: _("目录项"), BY_MONTH: _("月份")}[by]
    return [
        first,
        _("读到行数"),
        _("入库"),
        _("未变"),
        _("退回"),
        _("合规率"),
        _("决定数"),
        _("有时限"),
        _("迟报"),
        _("及时率"),
        _("迟报率"),
        _("截止后变化"),
    ]


def _texts(line: RateLine) -> list[str | int]:
    one = line.counts
    changed = _("有") if line.changed else ""
    return [
        line.name, one.rows, one.accepted, one.unchanged, one.returned, line.compliant,
        one.decisions, one.timed, one.late, line.timely, line.late, changed,
    ]  # fmt: skip
