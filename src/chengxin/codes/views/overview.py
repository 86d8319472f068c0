"""Codes given and converted: the rate by unit, kind or district, and the subjects behind each number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from chengxin.codes import queries
from chengxin.codes.forms import BY_UNIT, CellForm
from chengxin.codes.models import OldRegistration
from chengxin.codes.rules.doings import SEE_CODES, SET_REGISTRARS, WORK_FAULTS
from chengxin.codes.rules.rates import CONVERTED_FORMULA, ConversionCounts
from chengxin.codes.views.parts import HEADS, Reach, grouped, kind_name, narrowed, reach_of, to_overview, whole
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.subjects.models import Organisation
from chengxin.subjects.rules import OLD_NUMBER_LABELS, OldNumberKind
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Crumb, Pager
from chengxin.units.queries import day_of

M = TypeVar("M", bound=Model)
NOTHING = ConversionCounts()
CONVERSIONS = "code-conversion"
"""The item in which old registrations and their codes are reported."""


@dataclass(frozen=True)
class ConversionLine:
    """Old subjects of a unit, kind or district, with the addresses of those behind the numbers."""

    name: str
    converted: int
    waiting: int
    share: str
    converted_at: str
    waiting_at: str


@dataclass(frozen=True)
class OverviewPage:
    """The conversion rate with what explains it."""

    title: str
    head: str
    lines: tuple[ConversionLine, ...]
    whole: ConversionLine | None
    formula: str
    csv: str
    may_name: bool


@dataclass(frozen=True)
class SubjectLine:
    """One subject behind a number."""

    name: str
    address: str
    code: str
    old: str
    unit: str
    kind: str
    district: str
    day: date | None


@dataclass(frozen=True)
class SubjectsPage:
    """The subjects behind a number."""

    title: str
    here: str
    converted: bool
    lines: tuple[SubjectLine, ...]
    pager: Pager
    csv: str
    report: str
    steps: tuple[Crumb, ...]


@dataclass(frozen=True)
class Behind(Generic[M]):
    """What the two lists behind the numbers differ in: words, and how a row becomes a line and the cells of a file."""

    name: str
    here: str
    some: str
    none: str
    line: Callable[[M, Reach], SubjectLine]
    heads: tuple[str, ...]
    cells: Callable[[SubjectLine], list[str]]


@require_safe
@staff(SEE_CODES)
def overview(request: Request) -> HttpResponse:
    """Show the conversion rate of what is in reach."""
    reach = reach_of(request)
    form = CellForm(request.GET or None, units=reach.units.values(), districts=reach.districts.items())
    lines, every = _lines(request, form, reach)
    shown = OverviewPage(
        title=_title(every),
        head=_(HEADS[_by(form)]),
        lines=tuple(lines),
        whole=_line(_("合计"), every, _asked(form)) if len(lines) > 1 else None,
        formula=_(CONVERTED_FORMULA),
        csv=f"{reverse('codes:overview-file')}?{request.GET.urlencode()}",
        may_name=request.actor.scope(SET_REGISTRARS).everything,
    )
    return render(request, "codes/overview.html", {"page": shown, "form": form})


@require_safe
@staff(SEE_CODES)
def overview_file(request: Request) -> HttpResponse:
    """Give the table as a csv file."""
    reach = reach_of(request)
    form = CellForm(request.GET or None, units=reach.units.values(), districts=reach.districts.items())
    lines, _every = _lines(request, form, reach)
    heads = [_(HEADS[_by(form)]), _("已换发"), _("未换发"), _("转换率")]
    rows = ([one.name, str(one.converted), str(one.waiting), one.share] for one in lines)
    return file_of(f"conversion-{day_of(request.now):%Y%m%d}", heads, rows)


@require_safe
@staff(SEE_CODES)
def waiting(request: Request) -> HttpResponse:
    """List the old subjects without a code."""
    return _page(request, _waiting(request), WAITING)


@require_safe
@staff(SEE_CODES)
def waiting_file(request: Request) -> HttpResponse:
    """Give the old subjects without a code as a csv file."""
    return _file(request, _waiting(request), WAITING)


@require_safe
@staff(SEE_CODES)
def converted(request: Request) -> HttpResponse:
    """List the subjects whose code took the place of an old number."""
    return _page(request, _converted(request), CONVERTED)


@require_safe
@staff(SEE_CODES)
def converted_file(request: Request) -> HttpResponse:
    """Give the subjects whose code took the place of an old number as a csv file."""
    return _file(request, _converted(request), CONVERTED)


def _page(request: Request, found: QuerySet[M], behind: Behind[M]) -> HttpResponse:
    reach = reach_of(request)
    part = slice_of(request, found, _("家"))
    shown = SubjectsPage(
        title=_(behind.some).format(n=f"{part.total:,}") if part.total else _(behind.none),
        here=_(behind.here),
        converted=behind is CONVERTED,
        lines=tuple(behind.line(row, reach) for row in part.rows),
        pager=part.pager,
        csv=f"{reverse(f'codes:{behind.name}-file')}?{request.GET.urlencode()}",
        report=_report(request) if part.total and behind is not CONVERTED else "",
        steps=(to_overview(),),
    )
    return render(request, "codes/subjects.html", {"page": shown})


def _report(request: Request) -> str:
    """Return where the codes of old subjects are reported, for those who work lists of codes at a unit."""
    works = request.actor.unit in request.actor.scope(WORK_FAULTS).units
    return f"{reverse('intake:upload')}?item={CONVERSIONS}" if works else ""


def _file(request: Request, found: QuerySet[M], behind: Behind[M]) -> HttpResponse:
    reach = reach_of(request)
    rows = (behind.cells(behind.line(row, reach)) for row in found.iterator())
    return file_of(f"{behind.name}-{day_of(request.now):%Y%m%d}", [_(head) for head in behind.heads], rows)


def _lines(request: Request, form: CellForm, reach: Reach) -> tuple[list[ConversionLine], ConversionCounts]:
    found = narrowed(queries.conversions_for(request.actor), form.asked)
    asked, by = _asked(form), _by(form)
    lines = [_line(name, counts, asked | {by: key}) for key, name, counts in grouped(found, by, reach, NOTHING)]
    return lines, whole(found, NOTHING)


def _line(name: str, counts: ConversionCounts, asked: Mapping[str, str]) -> ConversionLine:
    query = urlencode(asked)
    return ConversionLine(
        name=name,
        converted=counts.converted,
        waiting=counts.waiting,
        share=counts.share.shown or _("没有数据"),
        converted_at=f"{reverse('codes:converted')}?{query}",
        waiting_at=f"{reverse('codes:waiting')}?{query}",
    )


def _title(every: ConversionCounts) -> str:
    if not every.share.whole:
        return _("还没有收到存量主体")
    return _("存量转换率{share}，还有{n}家没有换发").format(share=every.share.shown, n=f"{every.waiting:,}")


def _by(form: CellForm) -> str:
    return form.asked.get("by") or BY_UNIT


def _asked(form: CellForm) -> dict[str, str]:
    return {name: form.asked[name] for name in ("unit", "kind", "district") if form.asked.get(name)}


def _waiting(request: Request) -> QuerySet[OldRegistration]:
    return queries.waiting_for(request.actor).filter(**_exact(request), **_of_unit(request))


def _of_unit(request: Request) -> dict[str, int]:
    unit = request.GET.get("unit", "")
    return {"unit": int(unit)} if unit.isascii() and unit.isdigit() else {}


def _converted(request: Request) -> QuerySet[Organisation]:
    found = queries.converted_for(request.actor).filter(**_exact(request))
    unit = _of_unit(request).get("unit")
    named = queries.registrars(request.actor)
    return found if unit is None else found.filter(named.organisations_of(unit or None) if named.units else _none(unit))


def _none(unit: int) -> Q:
    """Return the filter where nobody is named for any department: all belong to nobody, and nothing to a unit."""
    return Q(pk__in=()) if unit else Q()


def _exact(request: Request) -> dict[str, str]:
    return {
        name: request.GET[name]
        for name in ("kind", "district")
        if request.GET.get(name, "").isprintable() and request.GET.get(name)
    }


def _waiting_line(row: OldRegistration, reach: Reach) -> SubjectLine:
    return SubjectLine(
        name=row.name,
        address="",
        code="",
        old=f"{_(OLD_NUMBER_LABELS[OldNumberKind(row.old_kind)])} {row.old_number}",
        unit=row.unit.name,
        kind=kind_name(row.kind),
        district=reach.district_name(row.district),
        day=row.told_on,
    )


def _converted_line(row: Organisation, reach: Reach) -> SubjectLine:
    return SubjectLine(
        name=row.name,
        address=reverse("desk:subject", args=[row.public_id]),
        code=row.unified_code or "",
        old="",
        unit="",
        kind=kind_name(row.kind),
        district=reach.district_name(row.district),
        day=row.registered_on,
    )


WAITING = Behind(
    name="waiting",
    here=gettext_noop("未换发"),
    some=gettext_noop("{n}家存量主体还没有换发"),
    none=gettext_noop("没有等待换发的存量主体"),
    line=_waiting_line,
    heads=(
        gettext_noop("名称"),
        gettext_noop("旧号码"),
        gettext_noop("主体类型"),
        gettext_noop("区划"),
        gettext_noop("登记单位"),
        gettext_noop("报送日期"),
    ),
    cells=lambda one: [one.name, one.old, one.kind, one.district, one.unit, str(one.day)],
)
CONVERTED = Behind(
    name="converted",
    here=gettext_noop("已换发"),
    some=gettext_noop("{n}家存量主体已经换发"),
    none=gettext_noop("没有已换发的存量主体"),
    line=_converted_line,
    heads=(
        gettext_noop("统一社会信用代码"),
        gettext_noop("名称"),
        gettext_noop("主体类型"),
        gettext_noop("区划"),
        gettext_noop("成立日期"),
    ),
    cells=lambda one: [one.code, one.name, one.kind, one.district, str(one.day or "")],
)
