"""Changes of logins and roles: each page asks, then calls one service."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.foundation.actor import Actor
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.foundation.roles import Role
from chengxin.ui.asking import FormPage, ask, attempt, carried_out, page, sent
from chengxin.ui.pieces import Crumb
from chengxin.units import queries, rules, services
from chengxin.units.forms import AppointmentForm, HandOverForm, LoginForm, PersonForm, SeatedLoginForm, SeatingForm
from chengxin.units.models import User
from chengxin.units.views.directory.page import crumbs_to as crumbs_to_unit
from chengxin.units.views.staff.page import crumbs_to

NO_SEAT = {"unit": None, "role": None}


@page
@staff(rules.KEEP_LOGINS)
def create_login(request: Request) -> HttpResponse:
    """Make a login and show its first password once."""
    form = _login_form(request)
    if form.is_valid():
        made = attempt(
            form,
            lambda: services.create_login(actor=request.actor, now=request.now, **{**NO_SEAT, **form.cleaned_data}),
        )
        if made:
            return _show_password(request, made, _("{name}的账号已建立").format(name=made.user.name))
    may_appoint = request.actor.may(rules.APPOINT)
    around = FormPage(
        title=_("为新同事建立账号"),
        here=_("建立账号"),
        submit=_("建立账号"),
        back=reverse("units:staff"),
        lead=_("一人一个账号，不共用。此人在别的单位已有账号的，不要再建，直接任命角色。"),
        effect=_("建立以后显示一次初始密码，请当面或电话告知本人；本人第一次登录时必须换掉。")
        if may_appoint
        else _("建立以后显示一次初始密码。单位和角色由安全管理员另行任命。"),
        steps=(Crumb(_("人员"), reverse("units:staff")),),
    )
    return ask(request, form, around)


def _login_form(request: Request) -> LoginForm:
    """Return the form; who may appoint gives the first role with the login."""
    if not request.actor.may(rules.APPOINT):
        return LoginForm(sent(request))
    return SeatedLoginForm(
        sent(request),
        units=queries.units_for(request.actor, on=queries.day_of(request.now), permission=rules.APPOINT),
        roles=_givable(request.actor),
        initial={"unit": request.actor.unit},
    )


@page
@staff(rules.KEEP_LOGINS)
def correct_person(request: Request, user_id: int) -> HttpResponse:
    """Correct a person's name or e-mail address."""
    user = queries.login_for(request.actor, user_id, permission=rules.KEEP_LOGINS)
    form = PersonForm(sent(request), initial={"name": user.name, "email": user.email})
    if carried_out(
        form, lambda: services.change_login(actor=request.actor, now=request.now, login=user_id, **form.cleaned_data)
    ):
        messages.success(request, _("已更正。"))
        return redirect("units:person", user_id)
    around = _around(
        user,
        _("更正{name}的资料").format(name=user.name),
        _("更正资料"),
        _("更正"),
        _("以前的操作留痕里仍是原来的姓名。"),
    )
    return ask(request, form, around)


@page
@staff(rules.APPOINT)
def appoint(request: Request, user_id: int) -> HttpResponse:
    """Give a person a role."""
    user = queries.login_for(request.actor, user_id, permission=rules.APPOINT)
    today = queries.day_of(request.now)
    form = AppointmentForm(
        sent(request),
        units=queries.units_for(request.actor, on=today, permission=rules.APPOINT),
        roles=_givable(request.actor),
        initial={"valid_from": today, "unit": request.actor.unit},
    )
    if carried_out(
        form,
        lambda: services.appoint(actor=request.actor, now=request.now, username=user.username, **form.cleaned_data),
    ):
        messages.success(request, _("{name}已任新角色，本人下一次点击时生效。").format(name=user.name))
        return redirect("units:person", user_id)
    effect = _("信用办、办理人、单位管理员、审计员和三位管理员登录时要通过第二重验证，本人下次登录时会被引导启用。")
    return ask(request, form, _around(user, _("任命{name}"), _("任命角色"), _("任命"), effect))


@page
@staff(rules.APPOINT)
def seat(request: Request, unit_id: int) -> HttpResponse:
    """Give a person whose login exists a role at a unit."""
    unit = queries.unit_for(request.actor, unit_id, permission=rules.APPOINT)
    today = queries.day_of(request.now)
    form = SeatingForm(
        sent(request),
        units=queries.units_for(request.actor, on=today, permission=rules.APPOINT),
        roles=_givable(request.actor),
        initial={"valid_from": today, "unit": unit_id},
    )
    if form.is_valid():
        made = attempt(form, lambda: services.appoint(actor=request.actor, now=request.now, **form.cleaned_data))
        if made:
            messages.success(request, _("{name}已任新角色。").format(name=made.user.name))
            return redirect("units:unit", made.unit_id)
    around = FormPage(
        title=_("任命已有账号的人"),
        here=_("任命角色"),
        submit=_("任命"),
        back=reverse("units:unit", args=[unit_id]),
        lead=_("此人在别的单位已有角色时，两边的角色都保留，登录后可以换单位办理。"),
        steps=crumbs_to_unit(unit),
    )
    return ask(request, form, around)


@page
@staff(rules.APPOINT)
def end_appointment(request: Request, appointment_id: int) -> HttpResponse:
    """Take a role back."""
    row = queries.appointment_for(request.actor, appointment_id)
    form = forms.Form(sent(request))
    if carried_out(
        form,
        lambda: services.end_appointment(actor=request.actor, now=request.now, appointment=appointment_id),
    ):
        messages.success(request, _("角色已免除。"))
        return redirect("units:person", row.user_id)
    label = rules.ROLE_LABELS[Role(row.role)]
    title = _("免除{name}在{unit}的{role}")
    effect = _("从今天起不再是{role}，正在办理的，下一次点击时即被挡住。已办的事不变。").format(role=label)
    return ask(
        request, form, _around(row.user, title, _("免除角色"), _("免除"), effect, unit=row.unit.name, role=label)
    )


@page
@staff(rules.APPOINT)
def hand_over(request: Request, user_id: int) -> HttpResponse:
    """Move all roles a person holds at a unit to another person."""
    user = queries.login_for(request.actor, user_id, permission=rules.APPOINT)
    today = queries.day_of(request.now)
    held = queries.appointments_for(request.actor, permission=rules.APPOINT).order_by()
    places = held.filter(queries.not_over(today), user=user).values("unit_id")
    units = list(queries.units_for(request.actor).filter(id__in=places))
    form = HandOverForm(sent(request), units=units, initial={"unit": units[0].id if len(units) == 1 else None})
    if form.is_valid():
        given = attempt(
            form,
            lambda: services.hand_over(actor=request.actor, now=request.now, login=user_id, **form.cleaned_data),
        )
        if given is not None:
            messages.success(request, _("已移交{n}个角色。").format(n=len(given)))
            return redirect("units:person", user_id)
    effect = _("此人在所选单位的角色全部转给接手人，当天生效。账号不会停用；此人离开机关的，请另外停用账号。")
    return ask(request, form, _around(user, _("{name}把角色移交给谁"), _("移交角色"), _("移交"), effect))


@page
@staff(rules.KEEP_LOGINS)
def disable(request: Request, user_id: int) -> HttpResponse:
    """Close a login."""
    user = queries.login_for(request.actor, user_id, permission=rules.KEEP_LOGINS)
    form = forms.Form(sent(request))
    if carried_out(form, lambda: services.disable_login(actor=request.actor, now=request.now, login=user_id)):
        messages.success(request, _("{name}的账号已停用。").format(name=user.name))
        return redirect("units:person", user_id)
    effect = _("此人立即退出，不能再登录。角色保留在记录里，恢复账号后重新有效。")
    return ask(request, form, _around(user, _("停用{name}的账号"), _("停用账号"), _("停用"), effect))


@page
@staff(rules.KEEP_LOGINS)
def enable(request: Request, user_id: int) -> HttpResponse:
    """Open a closed login and show its new first password once."""
    effect = _("恢复以后显示一次新的初始密码，原来的角色仍在有效期内的重新有效。")
    return _with_password(
        request,
        user_id,
        services.enable_login,
        lambda user: _around(user, _("恢复{name}的账号"), _("恢复账号"), _("恢复"), effect),
        _("{name}的账号已恢复"),
    )


@page
@staff(rules.KEEP_LOGINS)
def reset_password(request: Request, user_id: int) -> HttpResponse:
    """Give a login a new first password and show it once."""
    effect = _("此人立即退出；显示一次新的初始密码，请先核对是本人提出的。第二重验证不变。")
    return _with_password(
        request,
        user_id,
        services.reset_password,
        lambda user: _around(user, _("重置{name}的密码"), _("重置密码"), _("重置"), effect),
        _("{name}的密码已重置"),
    )


@page
@staff(rules.RESET_SECOND_FACTOR)
def reset_second_factor(request: Request, user_id: int) -> HttpResponse:
    """Remove a login's authenticator and recovery codes."""
    user = queries.login_for(request.actor, user_id, permission=rules.RESET_SECOND_FACTOR)
    form = forms.Form(sent(request))
    if carried_out(form, lambda: services.reset_second_factor(actor=request.actor, now=request.now, login=user_id)):
        messages.success(request, _("{name}的第二重验证已重置。").format(name=user.name))
        return redirect("units:person", user_id)
    effect = _("原来的验证器和恢复码作废，本人下次登录时重新设置。请先当面核对身份：知道密码的人随后就能设置验证器。")
    return ask(
        request,
        form,
        _around(user, _("重置{name}的第二重验证"), _("重置第二重验证"), _("重置"), effect),
    )


def _with_password(
    request: Request,
    user_id: int,
    service: Callable[..., services.NewLogin],
    around: Callable[[User], FormPage],
    done: str,
) -> HttpResponse:
    user = queries.login_for(request.actor, user_id, permission=rules.KEEP_LOGINS)
    form = forms.Form(sent(request))
    if form.is_valid():
        made = attempt(form, lambda: service(actor=request.actor, now=request.now, login=user_id))
        if made:
            return _show_password(request, made, done.format(name=user.name))
    return ask(request, form, around(user))


def _show_password(request: Request, made: services.NewLogin, title: str) -> HttpResponse:
    """Show a first password in the answer to the form: it stands in no address, no session and no log."""
    context = {
        "title": title,
        "username": made.user.username,
        "password": made.password,
        "address": request.build_absolute_uri(reverse("units:sign-in")),
        "person": reverse("units:person", args=[made.user.id]),
        "steps": crumbs_to(made.user),
    }
    return render(request, "units/first_password.html", context)


def _around(user: User, title: str, here: str, submit: str, effect: str, **facts: str) -> FormPage:
    return FormPage(
        title=title.format(name=user.name, **facts),
        here=here,
        submit=submit,
        back=reverse("units:person", args=[user.id]),
        effect=effect,
        steps=crumbs_to(user),
    )


def _givable(actor: Actor) -> list[Role]:
    held = [grant.role for grant in actor.grants]
    return [role for role in Role if rules.may_appoint(held, role)]
