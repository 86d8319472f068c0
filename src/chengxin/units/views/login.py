"""Signing in and out, and what stands between a login and the desk."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chengxin.foundation.doors import account, public
from chengxin.foundation.requests import Request
from chengxin.ui.asking import page, sent
from chengxin.units import services
from chengxin.units.forms import SignInForm
from chengxin.units.middleware import SeatedRequest, cool_off_minutes
from chengxin.units.models import User
from chengxin.units.views.demonstration import demonstration_accounts

HURDLES = {"password": "units:password", "second-factor": "units:second-factor", "switch": "units:switch"}


def wanted_address(request: Request) -> str:
    """Return the address the person was going to if it is one of ours, else nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else ""


def onward(request: Request) -> HttpResponse:
    """Go where the person was going, else to the desk."""
    return redirect(wanted_address(request) or settings.LOGIN_REDIRECT_URL)


def show(request: Request, template: str, context: dict[str, object], *, refused: bool = False) -> HttpResponse:
    """Render one of the login's pages; a refused one says so by its status."""
    context["next"] = wanted_address(request)
    response = render(request, template, context, status=422 if refused else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@page
@sensitive_post_parameters("password")
@public
def sign_in(request: Request) -> HttpResponse:
    """Ask for name and password."""
    if request.user.is_authenticated and request.method != "POST":
        return onward(request)
    form = SignInForm(sent(request))
    if not form.is_valid():
        return _ask(request, form)
    username = form.cleaned_data["username"]
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        services.note_sign_in_failure(actor=request.actor, now=request.now, username=username)
        words = _("登录名或密码不对。连续错{times}次，锁定{minutes}分钟。")
        form.add_error(None, words.format(times=settings.AXES_FAILURE_LIMIT, minutes=cool_off_minutes()))
        return _ask(request, form)
    login(request, user)
    request.session["started_at"] = request.session["seen_at"] = request.now.isoformat()
    services.note_sign_in(actor=request.actor, now=request.now, user=user)
    return onward(request)


def _ask(request: Request, form: SignInForm) -> HttpResponse:
    context: dict[str, object] = {"form": form}
    if settings.DEMONSTRATION:
        context |= {"logins": demonstration_accounts(request.now), "password": services.DEMONSTRATION_PASSWORD}
    return show(request, "units/sign_in.html", context, refused=form.is_bound)


@require_POST
@account
def sign_out(request: SeatedRequest) -> HttpResponse:
    """End the session."""
    services.note_sign_out(actor=request.actor, now=request.now, user=request.user)
    logout(request)
    messages.success(request, _("您已退出。"))
    return redirect(settings.LOGOUT_REDIRECT_URL)


@page
@account
def gate(request: SeatedRequest) -> HttpResponse:
    """Lead to what stands between the login and the desk: password, second factor, or no role at all."""
    if request.hurdle == "seat":
        return render(request, "units/no_seat.html", {"name": request.user.name}, status=403)
    if not request.hurdle:
        return onward(request)
    query = QueryDict(mutable=True)
    query["next"] = wanted_address(request)
    return redirect(f"{resolve_url(HURDLES[request.hurdle])}?{query.urlencode()}")
