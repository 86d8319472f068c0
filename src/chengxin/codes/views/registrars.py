"""Which unit answers for which codes."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.codes import queries, services
from chengxin.codes.forms import RegistrarForm, YesForm
from chengxin.codes.models import Registrar
from chengxin.codes.rules.doings import SET_REGISTRARS
from chengxin.codes.views.parts import reach_of, to_overview
from chengxin.foundation.doors import staff
from chengxin.foundation.identifiers.unified_code import DEPARTMENTS
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent
from chengxin.ui.pieces import Crumb
from chengxin.units.queries import day_of, units_for


@dataclass(frozen=True)
class RegistrarLine:
    """A unit that answers for the codes of a department."""

    department: str
    district: str
    unit: str
    since_on: date
    set_by: str
    end: str


@dataclass(frozen=True)
class RegistrarsPage:
    """The units in force."""

    title: str
    lines: tuple[RegistrarLine, ...]
    steps: tuple[Crumb, ...]


def _to_registrars() -> Crumb:
    return Crumb(_("登记单位"), reverse("codes:registrars"))


@require_safe
@staff(SET_REGISTRARS, everywhere=True)
def registrars(request: Request) -> HttpResponse:
    """List who answers for which codes."""
    reach = reach_of(request)
    rows = list(queries.registrars_in_force(request.actor))
    lines = tuple(
        RegistrarLine(
            department=_department(row),
            district=reach.district_name(row.district) if row.district else _("全市"),
            unit=row.unit.name,
            since_on=row.since_on,
            set_by=row.set_by_name,
            end=reverse("codes:end-registrar", args=[row.id]),
        )
        for row in rows
    )
    title = _("{n}项登记单位").format(n=len(lines)) if lines else _("还没有指定登记单位")
    shown = RegistrarsPage(title=title, lines=lines, steps=(to_overview(),))
    return render(request, "codes/registrars.html", {"page": shown})


@page
@staff(SET_REGISTRARS, everywhere=True)
def set_registrar(request: Request) -> HttpResponse:
    """Name a unit."""
    reach = reach_of(request)
    units = units_for(request.actor, on=day_of(request.now), permission=SET_REGISTRARS)
    form = RegistrarForm(sent(request), units=units, districts=reach.districts.items())
    if carried_out(form, lambda: _set(request, form)):
        messages.success(request, _("已指定。没有办结的重错码随着转到这个单位。"))
        return redirect("codes:registrars")
    around = FormPage(
        title=_("指定登记单位"),
        here=_("指定"),
        submit=_("指定"),
        back=reverse("codes:registrars"),
        effect=_("代码以这一位开头的主体，赋码、转换和重错码都算这个单位的；原来的指定同时结束。"),
        steps=(to_overview(), _to_registrars()),
    )
    return ask(request, form, around)


def _set(request: Request, form: RegistrarForm) -> Registrar:
    given = form.cleaned_data
    return services.set_registrar(
        actor=request.actor,
        now=request.now,
        department=given["department"],
        district=given["district"],
        unit=int(given["unit"]),
    )


@page
@staff(SET_REGISTRARS, everywhere=True)
def end_registrar(request: Request, registrar_id: int) -> HttpResponse:
    """Let nobody answer any more."""
    row = queries.registrars_in_force(request.actor).filter(id=registrar_id).first()
    if row is None:
        raise NotFound
    form = YesForm(sent(request))
    if carried_out(form, lambda: services.end_registrar(actor=request.actor, now=request.now, registrar=registrar_id)):
        messages.success(request, _("指定已结束。"))
        return redirect("codes:registrars")
    around = FormPage(
        title=_("结束{unit}的指定？").format(unit=row.unit.name),
        here=_("结束指定"),
        submit=_("结束指定"),
        back=reverse("codes:registrars"),
        lead=_department(row),
        effect=_("以后新发现的重错码没有单位办理，由信用办负责；已在待办里的不变。"),
        steps=(to_overview(), _to_registrars()),
    )
    return ask(request, form, around)


def _department(row: Registrar) -> str:
    return f"{row.department} {_(DEPARTMENTS[row.department][0])}" if row.department in DEPARTMENTS else row.department
