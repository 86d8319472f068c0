"""Changes of the directory: each page asks, then calls one service."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.pieces import Crumb
from chengxin.units import queries, rules, services
from chengxin.units.forms import CorrectionForm, SuccessionForm, UnitEndForm, UnitForm
from chengxin.units.views.directory.page import crumbs_to


@page
@staff(rules.KEEP_UNITS)
def register_unit(request: Request) -> HttpResponse:
    """Enter a unit into the directory."""
    today = queries.day_of(request.now)
    district = request.actor.district
    form = UnitForm(
        sent(request),
        units=queries.units_for(request.actor, on=today),
        initial={"district": district, "valid_from": today},
    )
    if form.is_valid():
        made = attempt(form, lambda: services.create_unit(actor=request.actor, now=request.now, **form.cleaned_data))
        if made:
            messages.success(request, _("{name}已登记。下一步：为它任命单位管理员。").format(name=made.name))
            return redirect("units:unit", made.id)
    around = FormPage(
        title=_("登记单位"),
        here=_("登记单位"),
        submit=_("登记"),
        back=reverse("units:units"),
        lead=_("改名或合并后的单位也在这里登记，再到原单位的页面登记承继。原单位作出的决定仍用原名称。"),
        steps=(Crumb(_("单位名录"), reverse("units:units")),),
    )
    return ask(request, form, around)


@page
@staff(rules.KEEP_UNITS)
def correct_unit(request: Request, unit_id: int) -> HttpResponse:
    """Correct what was entered wrongly."""
    unit = queries.unit_for(request.actor, unit_id, permission=rules.KEEP_UNITS)
    now_there = {"name": unit.name, "short_name": unit.short_name, "unified_code": unit.unified_code}
    form = CorrectionForm(sent(request), initial=now_there)
    if carried_out(
        form,
        lambda: services.change_unit(actor=request.actor, now=request.now, unit=unit_id, **form.cleaned_data),
    ):
        messages.success(request, _("已更正。"))
        return redirect("units:unit", unit_id)
    around = FormPage(
        title=_("更正{name}的登记").format(name=unit.name),
        here=_("更正"),
        submit=_("更正"),
        back=reverse("units:unit", args=[unit_id]),
        effect=_("只用来改登记错的内容，已有记录里的名称不变。单位真的改了名，请登记新单位，再登记承继。"),
        steps=crumbs_to(unit),
    )
    return ask(request, form, around)


@page
@staff(rules.KEEP_UNITS)
def succeed_unit(request: Request, unit_id: int) -> HttpResponse:
    """Record who takes over from a unit."""
    unit = queries.unit_for(request.actor, unit_id, permission=rules.KEEP_UNITS)
    offered = queries.units_for(request.actor, permission=rules.KEEP_UNITS).exclude(id=unit_id)
    form = SuccessionForm(sent(request), units=offered)
    if carried_out(
        form,
        lambda: services.succeed_unit(actor=request.actor, now=request.now, predecessor=unit_id, **form.cleaned_data),
    ):
        messages.success(request, _("承继已登记。"))
        return redirect("units:unit", unit_id)
    around = FormPage(
        title=_("谁承继{name}").format(name=unit.name),
        here=_("登记承继"),
        submit=_("登记承继"),
        back=reverse("units:unit", args=[unit_id]),
        effect=_("勾选撤销后，从那一天起原单位的人员和接口客户端不能再以它的名义办理；它作出的决定仍用原名称。"),
        steps=crumbs_to(unit),
    )
    return ask(request, form, around)


@page
@staff(rules.KEEP_UNITS)
def end_unit(request: Request, unit_id: int) -> HttpResponse:
    """Close a unit that nobody succeeds."""
    unit = queries.unit_for(request.actor, unit_id, permission=rules.KEEP_UNITS)
    form = UnitEndForm(sent(request))
    if carried_out(
        form, lambda: services.end_unit(actor=request.actor, now=request.now, unit=unit_id, **form.cleaned_data)
    ):
        messages.success(request, _("{name}的撤销已登记。").format(name=unit.name))
        return redirect("units:unit", unit_id)
    around = FormPage(
        title=_("{name}撤销，没有单位承继").format(name=unit.name),
        here=_("登记撤销"),
        submit=_("登记撤销"),
        back=reverse("units:unit", args=[unit_id]),
        effect=_(
            "从那一天起，它的人员和接口客户端不能再以它的名义办理。登记以后不能改。有承继单位的，请改用“登记承继”。"
        ),
        steps=crumbs_to(unit),
    )
    return ask(request, form, around)
