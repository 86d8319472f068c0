"""The list of units, on screen and as a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Pager
from chengxin.units import queries, rules
from chengxin.units.forms import UnitFilter
from chengxin.units.models import Unit


@dataclass(frozen=True)
class UnitLine:
    """A unit in the list. ``successors`` names who took over, ``over`` says that it is no more on the day asked for."""

    name: str
    code: str
    level: str
    district: str
    parent: str
    valid_from: date
    valid_until: date | None
    over: bool
    successors: str
    address: str


@dataclass(frozen=True)
class LevelGroup:
    """The units of one level on this page of the list."""

    label: str
    lines: tuple[UnitLine, ...]


@dataclass(frozen=True)
class UnitsPage:
    """The list: its finding, its rows, what the actor may do here."""

    title: str
    lead: str
    groups: tuple[LevelGroup, ...]
    pager: Pager
    export: str
    own: str
    may_keep: bool
    filtered: bool


@require_safe
@staff(rules.SEE_UNITS)
def units(request: Request) -> HttpResponse:
    """List units by name, level, district and day."""
    today = queries.day_of(request.now)
    asked, found, on = _asked(request, today)
    part = slice_of(request, found, _("家"))
    filtered = any(request.GET.get(key) for key in ("q", "level", "district", "on", "everything"))
    page = UnitsPage(
        title=_title(part.total, on, today, filtered=filtered),
        lead=_lead(found),
        groups=_grouped(_lines(part.rows, on)),
        pager=part.pager,
        export=f"{reverse('units:units-file')}?{request.GET.urlencode()}",
        own=reverse("units:unit", args=[request.actor.unit]) if request.actor.unit else "",
        may_keep=request.actor.may(rules.KEEP_UNITS),
        filtered=filtered,
    )
    return render(request, "units/units.html", {"page": page, "form": asked})


@require_safe
@staff(rules.SEE_UNITS)
def units_file(request: Request) -> HttpResponse:
    """Give the list as asked for as a csv file."""
    _form, found, on = _asked(request, queries.day_of(request.now))
    heads = [_("代号"), _("名称"), _("级别"), _("地区"), _("上级单位"), _("起"), _("止（不含）"), _("由谁承继")]
    rows = (
        [
            line.code,
            line.name,
            line.level,
            line.district,
            line.parent,
            line.valid_from.isoformat(),
            line.valid_until.isoformat() if line.valid_until else "",
            line.successors,
        ]
        for line in _lines(found, on)
    )
    return file_of("units", heads, rows)


def _asked(request: Request, today: date) -> tuple[UnitFilter, QuerySet[Unit], date]:
    """Return the filter, the units it finds and the day it asks for; a filter that can not be read finds nothing."""
    names = queries.district_names(queries.districts(), today)
    form = UnitFilter(request.GET or None, districts=names)
    actor = request.actor
    if not form.is_bound:
        return form, _by_level(queries.units_for(actor, on=today)), today
    if not form.is_valid():
        return form, Unit.objects.none(), today
    given = form.cleaned_data
    on = given["on"] or today
    found = queries.units_for(actor, on=None if given["everything"] else on)
    if given["q"]:
        words = given["q"].strip()
        found = found.filter(Q(name__icontains=words) | Q(short_name__icontains=words) | Q(code__icontains=words))
    if given["level"]:
        found = found.filter(level=given["level"])
    if given["district"]:
        found = found.filter(district=given["district"])
    return form, _by_level(found), on


def _lines(found: Iterable[Unit], on: date) -> Iterable[UnitLine]:
    shown = list(found)
    names = queries.district_names({unit.district for unit in shown}, on)
    heirs = queries.successor_names(shown)
    for unit in shown:
        yield UnitLine(
            name=unit.name,
            code=unit.code,
            level=rules.LEVEL_LABELS[rules.Level(unit.level)],
            district=names[unit.district],
            parent=unit.parent.name if unit.parent else "",
            valid_from=unit.valid_from,
            valid_until=unit.valid_until,
            over=unit.valid_until is not None and unit.valid_until <= on,
            successors="、".join(heirs.get(unit.id, ())),
            address=reverse("units:unit", args=[unit.id]),
        )


def _by_level(found: QuerySet[Unit]) -> QuerySet[Unit]:
    """Order by level, then district, then name, as official lists do."""
    ranks = [When(level=level, then=Value(rank)) for rank, level in enumerate(rules.Level)]
    return found.order_by(Case(*ranks), "district", F("parent").asc(nulls_first=True), "name_key", "id")


def _grouped(lines: Iterable[UnitLine]) -> tuple[LevelGroup, ...]:
    return tuple(LevelGroup(label, tuple(group)) for label, group in groupby(lines, key=attrgetter("level")))


def _title(total: int, on: date, today: date, *, filtered: bool) -> str:
    if on != today:
        return _("{year}年{month}月{day}日名录里有{n}个单位").format(year=on.year, month=on.month, day=on.day, n=total)
    if filtered:
        return _("符合条件的单位有{n}个").format(n=total)
    return _("名录里有{n}个在册单位").format(n=total)


def _lead(found: QuerySet[Unit]) -> str:
    levels = list(found.order_by().values_list("level", flat=True))
    parts = [(rules.LEVEL_LABELS[level], levels.count(level)) for level in rules.Level]
    return "，".join(_("{label}{n}个").format(label=label, n=n) for label, n in parts if n)
