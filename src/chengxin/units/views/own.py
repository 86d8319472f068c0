"""A person's own login: password, second factor, the unit at which it acts."""

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as verify_login

from chengxin.foundation.doors import account
from chengxin.foundation.refusals import Invalid
from chengxin.units import queries, services
from chengxin.units.forms import PasswordForm, SeatForm, TokenForm
from chengxin.units.middleware import SeatedRequest
from chengxin.units.views.login import onward, page, show


@page
@sensitive_post_parameters()
@account
def password(request: SeatedRequest) -> HttpResponse:
    """Change the own password."""
    if request.hurdle == "second-factor":
        return redirect("units:second-factor")
    form = PasswordForm(request.POST or None)
    must = request.hurdle == "password"
    first = request.user.must_change_password
    if not form.is_valid():
        return show(request, "units/password.html", form=form, must=must, first=first, refused=form.is_bound)
    given = form.cleaned_data
    try:
        user = services.change_password(
            actor=request.actor,
            now=request.now,
            user=request.user,
            old=given["old_password"],
            new=given["new_password"],
        )
    except Invalid as refusal:
        form.add_error(refusal.field, refusal.sentence())
        return show(request, "units/password.html", form=form, must=must, first=first, refused=True)
    update_session_auth_hash(request, user)
    messages.success(request, _("密码已修改，其他地方的登录已退出。"))
    return onward(request)


@page
@sensitive_post_parameters("token")
@account
def second_factor(request: SeatedRequest) -> HttpResponse:
    """Ask for the six figures, or lead to setting up an authenticator if there is none."""
    if not queries.has_second_factor(request.user):
        return redirect("units:set-second-factor")
    form = TokenForm(request.POST or None)
    if not form.is_valid():
        return show(request, "units/second_factor.html", form=form, refused=form.is_bound)
    device = services.pass_second_factor(
        actor=request.actor, now=request.now, user=request.user, token=form.cleaned_data["token"]
    )
    if device is None:
        form.add_error("token", services.WrongToken().sentence())
        return show(request, "units/second_factor.html", form=form, refused=True)
    request.session.cycle_key()
    verify_login(request, device)
    return onward(request)


@page
@sensitive_post_parameters("token")
@account
def set_second_factor(request: SeatedRequest) -> HttpResponse:
    """Set up an authenticator: its secret as a QR code and as text, confirmed by its first token.

    A login that has one already must have passed it in this session, else a stolen password could replace it; one that
    still has its first password replaces that first, for somebody else has seen it.
    """
    if request.hurdle == "password" or (request.hurdle == "second-factor" and queries.has_second_factor(request.user)):
        return redirect("units:gate")
    user = request.user
    device = services.waiting_authenticator(user=user)
    form = TokenForm(request.POST or None)
    setup = {"form": form, "secret": services.secret_text(device), "qr": _qr(device.config_url)}
    if not form.is_valid():
        return show(request, "units/set_second_factor.html", refused=form.is_bound, **setup)
    token = form.cleaned_data["token"]
    try:
        codes = services.set_second_factor(actor=request.actor, now=request.now, user=user, device=device, token=token)
    except Invalid as refusal:
        form.add_error("token", refusal.sentence())
        return show(request, "units/set_second_factor.html", refused=True, **setup)
    request.session.cycle_key()
    verify_login(request, device)
    return show(request, "units/recovery_codes.html", codes=codes, login=user.username, made_at=request.now)


@page
@account
def switch(request: SeatedRequest) -> HttpResponse:
    """Choose the unit to act for: an own one, or one that delegated to it."""
    if not request.seats:
        return redirect("units:gate")
    form = SeatForm(request.POST or None, seats=request.seats, present=request.seat)
    gone = request.hurdle == "switch"
    if not form.is_valid():
        return show(request, "units/switch.html", form=form, gone=gone, refused=form.is_bound)
    seat = next(seat for seat in request.seats if seat.key == form.cleaned_data["seat"])
    request.session["seat"] = seat.key
    services.note_switch(actor=request.actor, now=request.now, user=request.user, unit=seat.unit)
    messages.success(request, _("现在以{unit}的身份办理。").format(unit=seat.unit.name))
    return redirect(settings.LOGIN_REDIRECT_URL)


@page
@account
def own(request: SeatedRequest) -> HttpResponse:
    """Show the own login: who, which roles, which second factor."""
    context = {
        "login": request.user,
        "seats": request.seats,
        "seat": request.seat,
        "second_factor": queries.has_second_factor(request.user),
        "password_days": settings.PASSWORD_DAYS,
    }
    return render(request, "units/own.html", context)


def _qr(address: str) -> str:
    """Return the QR code as a data address, which the content-security policy allows for images."""
    return segno.make(address, error="m").svg_data_uri(scale=5, border=2, dark="#16222f", light="#ffffff")
