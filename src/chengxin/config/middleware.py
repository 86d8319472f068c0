"""The first thing a request meets: its number, its moment, and where it came from."""

import ipaddress
import uuid
from collections.abc import Callable
from typing import cast

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from chengxin.audit.services import note_refusal
from chengxin.foundation.refusals import NotPermitted
from chengxin.foundation.requests import Request

Answer = Callable[[HttpRequest], HttpResponseBase]


class RequestMiddleware:
    """Gives the request its one moment and its number, which logs, trail and problem documents carry."""

    def __init__(self, answer: Answer) -> None:
        """Keep the rest of the chain."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and name its number in the response."""
        number = uuid.uuid4().hex
        ours = cast("Request", request)
        ours.now = timezone.now()
        ours.number = number
        ours.origin = origin_of(request)
        # bound for this request only: what the thread does next is not part of it
        with structlog.contextvars.bound_contextvars(request=number):
            response = self.answer(request)
        response.headers["X-Request-Id"] = number
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        return response


class TurnedAwayMiddleware:
    """Records who was turned away at a door for want of a permission, before any use case could do so."""

    def __init__(self, answer: Answer) -> None:
        """Keep the rest of the chain."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Write the entry; the page itself is the next middleware's."""
        if isinstance(exception, NotPermitted) and not exception.recorded:
            ours = cast("Request", request)
            note_refusal(actor=ours.actor, now=ours.now, refusal=exception, what=request.path[:200])


def origin_of(request: HttpRequest) -> str:
    """Return the client's network address; a forwarded one only as far as our own proxies added it."""
    direct = request.META.get("REMOTE_ADDR") or ""
    proxies = settings.ENVIRONMENT.proxies
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    claimed = chain[-proxies] if 0 < proxies <= len(chain) else direct
    try:
        return str(ipaddress.ip_address(claimed))
    except ValueError:
        return direct
