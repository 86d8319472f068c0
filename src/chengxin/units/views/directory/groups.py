"""Groups of units and the units' contacts."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.pieces import Crumb
from chengxin.units import queries, rules, services
from chengxin.units.forms import EndForm, GroupForm, LiaisonForm, MembershipForm
from chengxin.units.views.directory.page import crumbs_to


@dataclass(frozen=True)
class Member:
    """A unit in a group, since a day."""

    name: str
    address: str
    valid_from: date


@dataclass(frozen=True)
class Group:
    """A group with its present members."""

    name: str
    key: str
    anchor: str
    members: tuple[Member, ...]


@dataclass(frozen=True)
class GroupsPage:
    """All groups."""

    title: str
    groups: tuple[Group, ...]
    may_keep: bool


@require_safe
@staff(rules.SEE_UNITS)
def groups(request: Request) -> HttpResponse:
    """Show the groups with their present members."""
    today = queries.day_of(request.now)
    members: dict[int, list[Member]] = {}
    for membership in queries.memberships_for(request.actor).filter(queries.in_force(today)):
        member = Member(
            name=membership.unit.name,
            address=reverse("units:unit", args=[membership.unit_id]),
            valid_from=membership.valid_from,
        )
        members.setdefault(membership.group_id, []).append(member)
    found = tuple(
        Group(name=group.name, key=group.key, anchor=f"group-{group.key}", members=tuple(members.get(group.id, ())))
        for group in queries.groups_for(request.actor)
    )
    shown = GroupsPage(
        title=_("{n}个分组，共{m}个成员单位").format(n=len(found), m=sum(len(group.members) for group in found)),
        groups=found,
        may_keep=request.actor.scope(rules.KEEP_GROUPS).everything,
    )
    steps = (Crumb(_("单位名录"), reverse("units:units")),)
    return render(request, "units/groups.html", {"page": shown, "steps": steps})


@page
@staff(rules.KEEP_GROUPS, everywhere=True)
def create_group(request: Request) -> HttpResponse:
    """Make a group."""
    form = GroupForm(sent(request))
    if form.is_valid():
        made = attempt(form, lambda: services.create_group(actor=request.actor, now=request.now, **form.cleaned_data))
        if made:
            messages.success(request, _("“{name}”已建立。下一步：在单位页面把单位加进来。").format(name=made.name))
            return redirect("units:groups")
    around = FormPage(
        title=_("建立单位分组"),
        here=_("建立分组"),
        submit=_("建立"),
        back=reverse("units:groups"),
        steps=(Crumb(_("单位名录"), reverse("units:units")), Crumb(_("单位分组"), reverse("units:groups"))),
    )
    return ask(request, form, around)


@page
@staff(rules.KEEP_GROUPS, everywhere=True)
def join_group(request: Request, unit_id: int) -> HttpResponse:
    """Let a unit join a group."""
    unit = queries.unit_for(request.actor, unit_id)
    form = MembershipForm(
        sent(request),
        groups=queries.groups_for(request.actor),
        initial={"valid_from": queries.day_of(request.now)},
    )
    if carried_out(
        form, lambda: services.join_group(actor=request.actor, now=request.now, unit=unit_id, **form.cleaned_data)
    ):
        messages.success(request, _("{name}已加入分组。").format(name=unit.name))
        return redirect("units:unit", unit_id)
    around = FormPage(
        title=_("{name}加入哪个分组").format(name=unit.name),
        here=_("加入分组"),
        submit=_("加入"),
        back=reverse("units:unit", args=[unit_id]),
        effect=_("任务分工和指标按分组分配，从这一天起包括这个单位。"),
        steps=crumbs_to(unit),
    )
    return ask(request, form, around)


@page
@staff(rules.KEEP_GROUPS, everywhere=True)
def leave_group(request: Request, membership_id: int) -> HttpResponse:
    """Let a unit leave a group."""
    membership = queries.membership_for(request.actor, membership_id, permission=rules.KEEP_GROUPS)
    form = EndForm(sent(request), initial={"valid_until": queries.day_of(request.now)})
    if carried_out(
        form,
        lambda: services.leave_group(
            actor=request.actor, now=request.now, membership=membership_id, **form.cleaned_data
        ),
    ):
        messages.success(request, _("已退出“{name}”。").format(name=membership.group.name))
        return redirect("units:unit", membership.unit_id)
    around = FormPage(
        title=_("{unit}退出“{group}”").format(unit=membership.unit.name, group=membership.group.name),
        here=_("退出分组"),
        submit=_("退出"),
        back=reverse("units:unit", args=[membership.unit_id]),
        effect=_("从这一天起，分配给这个分组的任务不再包括这个单位；以前的不变。"),
        steps=crumbs_to(membership.unit),
    )
    return ask(request, form, around)


@page
@staff(rules.NAME_LIAISON)
def name_liaison(request: Request, unit_id: int) -> HttpResponse:
    """Name the contact of a unit."""
    unit = queries.unit_for(request.actor, unit_id, permission=rules.NAME_LIAISON)
    form = LiaisonForm(sent(request), initial={"valid_from": queries.day_of(request.now)})
    if carried_out(
        form, lambda: services.name_liaison(actor=request.actor, now=request.now, unit=unit_id, **form.cleaned_data)
    ):
        messages.success(request, _("联络员已登记。"))
        return redirect("units:unit", unit_id)
    around = FormPage(
        title=_("{name}的联络员是谁").format(name=unit.name),
        here=_("指定联络员"),
        submit=_("指定"),
        back=reverse("units:unit", args=[unit_id]),
        effect=_("各单位工作人员都能看到联络员的姓名和电话。原联络员不再负责的，请另行免去。"),
        steps=crumbs_to(unit),
    )
    return ask(request, form, around)


@page
@staff(rules.NAME_LIAISON)
def end_liaison(request: Request, liaison_id: int) -> HttpResponse:
    """End a contact's time."""
    liaison = queries.liaison_for(request.actor, liaison_id)
    form = EndForm(sent(request), initial={"valid_until": queries.day_of(request.now)})
    if carried_out(
        form,
        lambda: services.end_liaison(actor=request.actor, now=request.now, liaison=liaison_id, **form.cleaned_data),
    ):
        messages.success(request, _("{name}不再是联络员。").format(name=liaison.name))
        return redirect("units:unit", liaison.unit_id)
    around = FormPage(
        title=_("{name}不再担任{unit}联络员").format(name=liaison.name, unit=liaison.unit.name),
        here=_("免去联络员"),
        submit=_("免去"),
        back=reverse("units:unit", args=[liaison.unit_id]),
        steps=crumbs_to(liaison.unit),
    )
    return ask(request, form, around)
