"""One unit acting for another (委托代办)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.actor import Actor
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.foundation.roles import Role
from chengxin.ui.asking import FormPage, ask, carried_out, page, sent
from chengxin.ui.listing import slice_of
from chengxin.ui.pieces import Crumb, Pager
from chengxin.units import queries, rules, services
from chengxin.units.forms import DelegationForm
from chengxin.units.models import Delegation

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DelegationLine:
    """A delegation; ``last_day`` is the last one on which it holds."""

    principal: str
    principal_address: str
    deputy: str
    roles: str
    basis: str
    valid_from: date
    last_day: date
    look: str
    state: str
    end: str


@dataclass(frozen=True)
class DelegationsPage:
    """The list: its finding and rows."""

    title: str
    lines: tuple[DelegationLine, ...]
    pager: Pager
    may_delegate: bool


@require_safe
@staff(rules.SEE_DELEGATIONS)
def delegations(request: Request) -> HttpResponse:
    """List the delegations given and held inside the reach."""
    today = queries.day_of(request.now)
    found = queries.delegations_for(request.actor)
    in_force = found.filter(queries.in_force(today)).count()
    part = slice_of(request, found, _("项"))
    shown = DelegationsPage(
        title=_("{n}项委托正在执行").format(n=in_force) if in_force else _("现在没有委托"),
        lines=tuple(_line(request.actor, row, today) for row in part.rows),
        pager=part.pager,
        may_delegate=request.actor.may(rules.DELEGATE),
    )
    return render(request, "units/delegations.html", {"page": shown})


@page
@staff(rules.DELEGATE)
def delegate(request: Request) -> HttpResponse:
    """Let a unit act for another."""
    today = queries.day_of(request.now)
    form = DelegationForm(
        sent(request),
        principals=queries.units_for(request.actor, on=today, permission=rules.DELEGATE),
        deputies=queries.units_for(request.actor, on=today),
        initial={"principal": request.actor.unit, "valid_from": today},
    )
    if carried_out(form, lambda: services.delegate(actor=request.actor, now=request.now, **form.cleaned_data)):
        messages.success(request, _("委托已登记。受托单位的人员登录后可以换单位办理。"))
        return redirect("units:delegations")
    around = FormPage(
        title=_("委托其他单位代办"),
        here=_("登记委托"),
        submit=_("登记委托"),
        back=reverse("units:delegations"),
        effect=_(
            "受托单位办的事记在委托单位名下，留痕同时记下经办人和他的本单位。责任仍由委托单位承担，可以随时终止。"
        ),
        steps=(Crumb(_("委托代办"), reverse("units:delegations")),),
    )
    return ask(request, form, around)


@page
@staff(rules.DELEGATE)
def end_delegation(request: Request, delegation_id: int) -> HttpResponse:
    """End a delegation today."""
    row = queries.delegation_for(request.actor, delegation_id)
    form = forms.Form(sent(request))
    if carried_out(
        form, lambda: services.end_delegation(actor=request.actor, now=request.now, delegation=delegation_id)
    ):
        messages.success(request, _("委托已终止。"))
        return redirect("units:delegations")
    around = FormPage(
        title=_("终止{principal}对{deputy}的委托").format(principal=row.principal.name, deputy=row.deputy.name),
        here=_("终止委托"),
        submit=_("终止"),
        back=reverse("units:delegations"),
        effect=_("立即生效：正在以委托单位名义办理的人，下一次点击时即被挡住。已办的事仍然有效。"),
        steps=(Crumb(_("委托代办"), reverse("units:delegations")),),
    )
    return ask(request, form, around)


def _line(actor: Actor, row: Delegation, today: date) -> DelegationLine:
    over = row.valid_until <= today
    to_come = row.valid_from > today
    mine = actor.scope(rules.DELEGATE).covers(unit=row.principal_id, district=row.principal.district)
    return DelegationLine(
        principal=row.principal.name,
        principal_address=reverse("units:unit", args=[row.principal_id]),
        deputy=row.deputy.name,
        roles="、".join(rules.ROLE_LABELS[Role(role)] for role in row.roles),
        basis=row.basis,
        valid_from=row.valid_from,
        last_day=row.valid_until - ONE_DAY,
        look="done" if over else "idle" if to_come else "good",
        state=_("已终止") if over else _("未到") if to_come else _("执行中"),
        end=reverse("units:end-delegation", args=[row.id]) if mine and not over else "",
    )
