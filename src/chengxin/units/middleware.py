"""Makes the request's actor: from an API key, or from a session that is young, verified and seated."""

from collections.abc import Callable
from datetime import timedelta
from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.dateparse import parse_datetime

from chengxin.foundation.actor import Actor, public_actor
from chengxin.foundation.doors import NotSignedIn
from chengxin.foundation.refusals import TooMany
from chengxin.foundation.requests import Request
from chengxin.foundation.responses import problem_of
from chengxin.units import queries, rules, services
from chengxin.units.models import User

Answer = Callable[[HttpRequest], HttpResponseBase]
API = "/api/"
TOUCH_EVERY = timedelta(minutes=1)


class SeatedRequest(Request):
    """A signed-in request as this room's pages see it.

    ``seats`` are the units at which the person may act, ``seat`` the one it acts at, None without any.
    """

    user: User
    seats: list[queries.Seat]
    seat: queries.Seat | None


class ActorMiddleware:
    """Sets ``request.actor`` and, for staff, ``request.seats`` and ``request.seat``.

    API calls go by key only, pages by session only, so that neither can be used through the other.
    """

    def __init__(self, answer: Answer) -> None:
        """Keep the rest of the chain."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request with its actor known."""
        ours = cast("SeatedRequest", request)
        ours.actor, ours.hurdle, ours.seats, ours.seat = public_actor(ours.origin), "", [], None
        if request.path.startswith(API):
            return self._for_machine(ours)
        if request.user.is_authenticated:
            ours.actor = _actor_of_session(ours)
        return self.answer(request)

    def _for_machine(self, request: Request) -> HttpResponseBase:
        secret = _bearer(request)
        client = services.authenticate_key(secret=secret, now=request.now) if secret else None
        if client:
            request.actor = queries.client_actor(client, request.origin)
            limit, caller = client.calls_a_minute, f"client:{client.code}"
        else:
            limit, caller = settings.API_ANONYMOUS_CALLS_A_MINUTE, f"address:{request.origin}"
        allowance = services.use_allowance(caller=caller, limit=limit, now=request.now)
        if allowance.exceeded:
            response: HttpResponseBase = problem_of(TooMany(seconds=allowance.seconds), request)
            response.headers["Retry-After"] = str(allowance.seconds)
        elif secret and client is None:
            response = problem_of(NotSignedIn(), request)
            response.headers["WWW-Authenticate"] = "Bearer"
        else:
            response = self.answer(request)
        response.headers["RateLimit-Limit"] = str(allowance.limit)
        response.headers["RateLimit-Remaining"] = str(allowance.remaining)
        response.headers["RateLimit-Reset"] = str(allowance.seconds)
        return response


def _bearer(request: HttpRequest) -> str:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def _actor_of_session(request: SeatedRequest) -> Actor:
    nobody = public_actor(request.origin)
    if _is_over(request):
        logout(request)
        return nobody
    user = request.user
    request.seats = queries.seats_of(user, queries.day_of(request.now))
    request.seat = _chosen(request)
    request.hurdle = _hurdle(request, user)
    if request.hurdle or request.seat is None:
        return nobody
    return queries.staff_actor(user, request.seat, request.origin)


def _is_over(request: Request) -> bool:
    """Say whether the session has idled or lasted too long; move the idle limit at most once a minute."""
    started = parse_datetime(request.session.get("started_at", "")) or request.now
    seen = parse_datetime(request.session.get("seen_at", "")) or request.now
    if request.now - seen > timedelta(seconds=settings.SESSION_IDLE_SECONDS):
        return True
    if request.now - started > timedelta(seconds=settings.SESSION_LONGEST_SECONDS):
        return True
    if request.now - seen > TOUCH_EVERY or "seen_at" not in request.session:
        request.session["started_at"] = started.isoformat()
        request.session["seen_at"] = request.now.isoformat()
    return False


def _chosen(request: SeatedRequest) -> queries.Seat | None:
    """Return the seat the person chose; the first one, if none was chosen yet.

    A chosen seat that is no more is not replaced by another: what is sent from an open page would act elsewhere.
    """
    if not request.seats:
        return None
    chosen = request.session.setdefault("seat", request.seats[0].key)
    return next((seat for seat in request.seats if seat.key == chosen), None)


def _hurdle(request: SeatedRequest, user: User) -> str:
    """Return what the person must do first: ``second-factor``, ``password``, ``seat``, ``switch`` or nothing.

    Who has an authenticator passes it before anything else, or a stolen password could be made one's own; who has none
    replaces the first password before setting one up.
    """
    verified = user.is_verified()  # type: ignore[attr-defined]  # added by django_otp's middleware
    if not verified and queries.has_second_factor(user):
        return "second-factor"
    if user.must_change_password or request.now - user.password_changed_at > timedelta(days=settings.PASSWORD_DAYS):
        return "password"
    if request.seat is None:
        return "switch" if request.seats else "seat"
    if rules.needs_second_factor(request.seat.roles) and not verified:
        return "second-factor"
    return ""


def cool_off_minutes() -> int:
    """Return how long a login stays locked."""
    return round(settings.AXES_COOLOFF_TIME * 60)


def locked_out(request: HttpRequest, _response: HttpResponse | None, credentials: dict[str, str]) -> HttpResponse:
    """Return the page for a login that is locked after too many attempts."""
    ours = cast("Request", request)
    services.note_lock_out(actor=public_actor(ours.origin), now=ours.now, username=credentials.get("username") or "")
    minutes = cool_off_minutes()
    context = {"minutes": minutes, "times": settings.AXES_FAILURE_LIMIT}
    response = render(request, "units/locked.html", context, status=429)
    response.headers["Retry-After"] = str(minutes * 60)
    response.headers["Cache-Control"] = "no-store"
    return response
