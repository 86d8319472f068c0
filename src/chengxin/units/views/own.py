"""A person's own login: password, second factor, the unit at which it acts."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

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
from chengxin.foundation.refusals import Invalid, NotFound
from chengxin.ui.asking import page, sent
from chengxin.units import queries, services
from chengxin.units.forms import FirstTokenForm, PasswordForm, SeatForm, TokenForm
from chengxin.units.middleware import SeatedRequest
from chengxin.units.views.login import onward, show


@page
@sensitive_post_parameters()
@account
def password(request: SeatedRequest) -> HttpResponse:
    """Change the own password."""
    if request.hurdle == "second-factor":
        return redirect("units:second-factor")
    form = PasswordForm(sent(request))
    if not form.is_valid():
        return _ask_password(request, form)
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
        return _ask_password(request, form)
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
    form = TokenForm(sent(request))
    if not form.is_valid():
        return _ask_token(request, form)
    device = services.pass_second_factor(
        actor=request.actor, now=request.now, user=request.user, token=form.cleaned_data["token"]
    )
    if device is None:
        form.add_error("token", services.WrongToken().sentence())
        return _ask_token(request, form)
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
    form = FirstTokenForm(sent(request))
    setup: dict[str, object] = {
        "form": form,
        "secret": services.secret_text(device),
        "qr": _qr(device.config_url),
        "asked": request.hurdle == "second-factor",
    }
    if not form.is_valid():
        return show(request, "units/set_second_factor.html", setup, refused=form.is_bound)
    token = form.cleaned_data["token"]
    try:
        codes = services.set_second_factor(actor=request.actor, now=request.now, user=user, device=device, token=token)
    except Invalid as refusal:
        form.add_error("token", refusal.sentence())
        return show(request, "units/set_second_factor.html", setup, refused=True)
    request.session.cycle_key()
    verify_login(request, device)
    context: dict[str, object] = {
        "codes": codes,
        "all_codes": "\n".join(codes),
        "login": user.username,
        "made_at": request.now,
    }
    return show(request, "units/recovery_codes.html", context)


@page
@account
def switch(request: SeatedRequest) -> HttpResponse:
    """Choose the unit to act for: an own one, or one that delegated to it."""
    if not request.seats:
        return redirect("units:gate")
    form = SeatForm(sent(request), seats=request.seats, present=request.seat)
    gone = request.hurdle == "switch"
    if not form.is_valid():
        return show(request, "units/switch.html", {"form": form, "gone": gone}, refused=form.is_bound)
    seat = next(seat for seat in request.seats if seat.key == form.cleaned_data["seat"])
    request.session["seat"] = seat.key
    services.note_switch(actor=request.actor, now=request.now, user=request.user, unit=seat.unit)
    messages.success(request, _("现在以{unit}的身份办理。").format(unit=seat.unit.name))
    return redirect(settings.LOGIN_REDIRECT_URL)


@dataclass(frozen=True)
class SeatLine:
    """One unit at which the person may act."""

    unit: str
    roles: str
    acting_from: str
    present: bool


@dataclass(frozen=True)
class OwnPage:
    """The own login: who, which roles, until when the password holds, whether there is a second factor."""

    name: str
    username: str
    seats: tuple[SeatLine, ...]
    password_changed_at: datetime
    password_until: datetime
    second_factor: bool

    @property
    def may_switch(self) -> bool:
        """Whether there is another unit to act for."""
        return len(self.seats) > 1


@page
@account
def own(request: SeatedRequest) -> HttpResponse:
    """Show the own login: who, which roles, which second factor."""
    user = request.user
    own_page = OwnPage(
        name=user.name,
        username=user.username,
        seats=tuple(_seat_line(seat, request.seat) for seat in request.seats),
        password_changed_at=user.password_changed_at,
        password_until=user.password_changed_at + timedelta(days=settings.PASSWORD_DAYS),
        second_factor=queries.has_second_factor(user),
    )
    return render(request, "units/own.html", {"page": own_page})


def _seat_line(seat: queries.Seat, present: queries.Seat | None) -> SeatLine:
    return SeatLine(
        unit=seat.unit.name,
        roles=seat.role_labels,
        acting_from=seat.acting_from.name if seat.acting_from else "",
        present=seat == present,
    )


def _ask_password(request: SeatedRequest, form: PasswordForm) -> HttpResponse:
    context: dict[str, object] = {
        "form": form,
        "must": request.hurdle == "password",
        "first": request.user.must_change_password,
        "days": settings.PASSWORD_DAYS,
    }
    return show(request, "units/password.html", context, refused=form.is_bound)


def _ask_token(request: SeatedRequest, form: TokenForm) -> HttpResponse:
    """Ask for the figures; a demonstration shows its visitors which."""
    token = ""
    if settings.DEMONSTRATION:
        with suppress(NotFound):
            token = services.demonstration_token(user=request.user, now=request.now)
    login = request.user.username
    context: dict[str, object] = {"form": form, "login": login, "token": token}
    return show(request, "units/second_factor.html", context, refused=form.is_bound)


def _qr(address: str) -> str:
    """Return the QR code as a data address, which the content-security policy allows for images."""
    return segno.make(address, error="m").svg_data_uri(scale=5, border=2, dark="#16222f", light="#ffffff")
