"""重错码率 and 纠正率, now and at the ends of months, with the formula and the faults behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.codes import queries
from chengxin.codes.forms import BY_UNIT, MonthForm
from chengxin.codes.models import CodeFault, MonthFault
from chengxin.codes.rules.doings import SEE_CODES
from chengxin.codes.rules.rates import BASIS, CORRECTED_FORMULA, EXCLUDED, FAULTY_FORMULA, CodeCounts
from chengxin.codes.views.parts import HEADS, FaultLine, Reach, fault_line, grouped, narrowed, reach_of, whole
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Crumb, Pager
from chengxin.units.queries import day_of

NOTHING = CodeCounts()


@dataclass(frozen=True)
class RateLine:
    """The figures of a unit, kind or district."""

    name: str
    counts: CodeCounts
    faulty_share: str
    corrected_share: str
    address: str


@dataclass(frozen=True)
class RatesPage:
    """The rates with what explains them."""

    title: str
    when: str
    head: str
    lines: tuple[RateLine, ...]
    whole: RateLine | None
    formulas: tuple[str, ...]
    basis: str
    csv: str


@dataclass(frozen=True)
class BehindPage:
    """The faults behind the figures."""

    title: str
    when: str
    lines: tuple[FaultLine, ...]
    pager: Pager
    csv: str
    steps: tuple[Crumb, ...]


@require_safe
@staff(SEE_CODES)
def rates(request: Request) -> HttpResponse:
    """Show the rates of what is in reach."""
    reach, form = _asked(request)
    lines, every = _lines(request, form, reach)
    shown = RatesPage(
        title=_title(every),
        when=_when(_month(form)),
        head=_(HEADS[form.asked.get("by") or BY_UNIT]),
        lines=tuple(lines),
        whole=_line(_("合计"), every, _query(form)) if len(lines) > 1 else None,
        formulas=(
            _("重错码率 ＝ {formula}").format(formula=_(FAULTY_FORMULA)),
            _("纠正率 ＝ {formula}").format(formula=_(CORRECTED_FORMULA)),
            _(EXCLUDED),
        ),
        basis=_(BASIS),
        csv=f"{reverse('codes:rates-file')}?{request.GET.urlencode()}",
    )
    return render(request, "codes/rates.html", {"page": shown, "form": form})


@require_safe
@staff(SEE_CODES)
def rates_file(request: Request) -> HttpResponse:
    """Give the table as a csv file, with the formulas below."""
    reach, form = _asked(request)
    lines, every = _lines(request, form, reach)
    heads = [
        _(HEADS[form.asked.get("by") or BY_UNIT]),
        _("代码"),
        _("有问题的代码"),
        _("重错码率"),
        _("发现"),
        _("已纠正"),
        _("纠正率"),
    ]
    rows = [_texts(line) for line in (*lines, _line(_("合计"), every, {}))]
    notes = [[note] for note in (_when(_month(form)), _(FAULTY_FORMULA), _(CORRECTED_FORMULA), _(EXCLUDED), _(BASIS))]
    return file_of(f"code-rates-{_stamp(request, form)}", heads, [*rows, *notes])


@require_safe
@staff(SEE_CODES)
def behind(request: Request) -> HttpResponse:
    """List the faults that the figures count."""
    reach, form = _asked(request)
    month = _month(form)
    part = slice_of(request, _rows_behind(request, form), _("条"))
    shown = BehindPage(
        title=_("{n}条问题").format(n=f"{part.total:,}"),
        when=_when(month),
        lines=tuple(_behind_line(row, reach) for row in part.rows),
        pager=part.pager,
        csv=f"{reverse('codes:rates-behind-file')}?{request.GET.urlencode()}",
        steps=(Crumb(_("重错码率"), reverse("codes:rates")),),
    )
    return render(request, "codes/behind.html", {"page": shown})


@require_safe
@staff(SEE_CODES)
def behind_file(request: Request) -> HttpResponse:
    """Give the faults that the figures count as a csv file."""
    reach, form = _asked(request)
    lines = (_behind_line(row, reach) for row in _rows_behind(request, form).iterator())
    heads = [_("代码"), _("名称"), _("问题"), _("登记单位"), _("发现日期"), _("状态")]
    rows = ([one.code, one.name, one.kinds, one.unit, str(one.found_on), one.state] for one in lines)
    return file_of(f"code-rates-rows-{_stamp(request, form)}", heads, rows)


def _asked(request: Request) -> tuple[Reach, MonthForm]:
    reach = reach_of(request)
    form = MonthForm(
        request.GET or None,
        units=reach.units.values(),
        districts=reach.districts.items(),
        months=queries.closed_months(request.actor),
    )
    return reach, form


def _month(form: MonthForm) -> date | None:
    text = form.asked.get("month")
    return date.fromisoformat(f"{text}-01") if text else None


def _when(month: date | None) -> str:
    if month is None:
        return _("现在的数")
    return _("{year}年{month}月末的数，存数以后不再变").format(year=month.year, month=month.month)


def _stamp(request: Request, form: MonthForm) -> str:
    return form.asked.get("month") or f"{day_of(request.now):%Y%m%d}"


def _lines(request: Request, form: MonthForm, reach: Reach) -> tuple[list[RateLine], CodeCounts]:
    month = _month(form)
    found = queries.counts_of_month(request.actor, month) if month else queries.counts_now(request.actor)
    kept = narrowed(found, form.asked)
    by, query = form.asked.get("by") or BY_UNIT, _query(form)
    lines = [_line(name, counts, query | {by: key}) for key, name, counts in grouped(kept, by, reach, NOTHING)]
    return lines, whole(kept, NOTHING)


def _query(form: MonthForm) -> dict[str, str]:
    return {name: form.asked[name] for name in ("month", "unit", "kind", "district") if form.asked.get(name)}


def _line(name: str, counts: CodeCounts, query: Mapping[str, str]) -> RateLine:
    return RateLine(
        name=name,
        counts=counts,
        faulty_share=counts.faulty_share.shown or _("没有数据"),
        corrected_share=counts.corrected_share.shown or _("没有数据"),
        address=f"{reverse('codes:rates-behind')}?{urlencode(query)}",
    )


def _texts(line: RateLine) -> list[str]:
    counts = line.counts
    return [
        line.name,
        str(counts.codes),
        str(counts.faulty),
        line.faulty_share,
        str(counts.found),
        str(counts.corrected),
        line.corrected_share,
    ]


def _title(every: CodeCounts) -> str:
    if not every.codes:
        return _("还没有归集代码")
    rate, mended = every.faulty_share.shown, every.corrected_share.shown
    if not mended:
        return _("重错码率{rate}").format(rate=rate)
    return _("重错码率{rate}，纠正率{mended}").format(rate=rate, mended=mended)


def _rows_behind(request: Request, form: MonthForm) -> "QuerySet[CodeFault | MonthFault]":
    month, said = _month(form), form.asked
    if month is None:
        now = queries.faults_behind_now(request.actor)
        return cast("QuerySet[CodeFault | MonthFault]", now.filter(_of_unit(said), _of_subject(said, "")))
    then = queries.faults_behind_month(request.actor, month)
    return cast("QuerySet[CodeFault | MonthFault]", then.filter(_of_unit(said), _of_subject(said, "fault__")))


def _of_unit(said: Mapping[str, str]) -> Q:
    unit = said.get("unit", "")
    if not unit:
        return Q()
    return Q(unit__isnull=True) if unit == "0" else Q(unit=int(unit))


def _of_subject(said: Mapping[str, str], prefix: str) -> Q:
    names = (("kind", f"{prefix}subject_kind"), ("district", f"{prefix}district"))
    return Q(**{column: said[name] for name, column in names if said.get(name)})


def _behind_line(row: CodeFault | MonthFault, reach: Reach) -> FaultLine:
    fault = row if isinstance(row, CodeFault) else row.fault
    return fault_line(fault, row, unit=reach.unit_name(row.unit_id))
