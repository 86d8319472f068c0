"""Names of authorities as files write them: what is no unit's name, what it means, add and end."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.intake import queries
from chengxin.intake.forms.authorities import WrittenNameForm
from chengxin.intake.forms.deciding import EmptyForm
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent
from chengxin.ui.listing import slice_of
from chengxin.ui.pieces import Crumb, Pager
from chengxin.units.models import UnitName
from chengxin.units.queries import day_of, units_for, written_name_for, written_names_for
from chengxin.units.rules import KEEP_WRITTEN_NAMES
from chengxin.units.services import add_written_name, end_written_name


@dataclass(frozen=True)
class UnknownLine:
    """A name that is no unit's, and the likely units with where to say so."""

    name: str
    other: str
    likely: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WrittenLine:
    """A way of writing a unit's name; ``end`` is empty once it has ended."""

    name: str
    unit: str
    added_at: datetime
    added_by: str
    state: str
    look: str
    end: str


@dataclass(frozen=True)
class AuthoritiesPage:
    """Both, with how many names are unknown."""

    title: str
    unknown: tuple[UnknownLine, ...]
    written: tuple[WrittenLine, ...]
    pager: Pager
    add: str


@require_safe
@staff(KEEP_WRITTEN_NAMES)
def authorities(request: Request) -> HttpResponse:
    """Show the names that are no unit's, and the ways of writing that the office has said."""
    unknown = queries.unknown_authorities(request.actor, now=request.now)
    part = slice_of(request, written_names_for(request.actor), _("个"))
    shown = AuthoritiesPage(
        title=_("{n}个机关名称不在单位名录里").format(n=len(unknown)) if unknown else _("机关名称都认得"),
        unknown=tuple(_unknown(one) for one in unknown),
        written=tuple(_written(row) for row in part.rows),
        pager=part.pager,
        add=reverse("intake:add-authority"),
    )
    return render(request, "intake/authorities.html", {"page": shown})


def _unknown(one: queries.UnknownAuthority) -> UnknownLine:
    address = reverse("intake:add-authority")
    return UnknownLine(
        name=one.name,
        other=f"{address}?{urlencode({'name': one.name})}",
        likely=tuple((name, f"{address}?{urlencode({'name': one.name, 'unit': unit})}") for unit, name in one.likely),
    )


def _written(row: UnitName) -> WrittenLine:
    ended = row.ended_at is not None
    return WrittenLine(
        name=row.name,
        unit=row.unit.name,
        added_at=row.added_at,
        added_by=row.added_by_name,
        state=_("已停用") if ended else _("在用"),
        look="idle" if ended else "good",
        end="" if ended else reverse("intake:end-authority", args=[row.public_id]),
    )


def _steps() -> tuple[Crumb, ...]:
    return (Crumb(_("机关名称"), reverse("intake:authorities")),)


@page
@staff(KEEP_WRITTEN_NAMES)
def add(request: Request) -> HttpResponse:
    """Have a name mean a unit."""
    units = units_for(request.actor, on=day_of(request.now), permission=KEEP_WRITTEN_NAMES)
    initial = {"name": request.GET.get("name", ""), "unit": request.GET.get("unit", "")}
    form = WrittenNameForm(sent(request), units=units, initial=initial)
    if carried_out(form, lambda: _add(request, form)):
        messages.success(request, _("已登记，以后报送的记录照它归集"))
        return redirect("intake:authorities")
    around = FormPage(
        title=_("这个机关名称指哪个单位"),
        here=_("登记写法"),
        submit=_("登记"),
        back=reverse("intake:authorities"),
        effect=_("以后报送的记录，机关名称写成这样的，公示时按这个单位归集；报送的原文照样保存。已经入库的不变。"),
        steps=_steps(),
    )
    return ask(request, form, around)


def _add(request: Request, form: WrittenNameForm) -> UnitName:
    given = form.cleaned_data
    return add_written_name(actor=request.actor, now=request.now, name=given["name"], unit=given["unit"])


@page
@staff(KEEP_WRITTEN_NAMES)
def end(request: Request, written: str) -> HttpResponse:
    """Have a name mean nothing any more."""
    row = written_name_for(request.actor, written)
    form = EmptyForm(sent(request))
    call = lambda: end_written_name(actor=request.actor, now=request.now, written=written)  # noqa: E731  one word for the call below
    if carried_out(form, call):
        messages.success(request, _("已停用"))
        return redirect("intake:authorities")
    around = FormPage(
        title=_("停用机关名称的写法“{name}”").format(name=row.name),
        here=_("停用写法"),
        submit=_("停用"),
        back=reverse("intake:authorities"),
        effect=_("以后报送的记录不再按它归集。已经入库的不变。"),
        steps=_steps(),
    )
    return ask(request, form, around)
