"""Door markers: every address says for whom it is open, and a guard test sees that none forgot.

``public`` for anybody, ``account`` for a signed-in person's own login, ``staff(permission)`` for the desk,
``machine(permission)`` for API clients.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url

from chengxin.foundation.actor import ActorKind, Permission
from chengxin.foundation.refusals import Refusal
from chengxin.foundation.requests import Request

P = ParamSpec("P")
R = TypeVar("R", bound=Request)
View = Callable[Concatenate[R, P], HttpResponseBase]


@dataclass(frozen=True)
class Door:
    """For whom an address is open. ``kind`` is public, account, staff or machine.

    ``everywhere`` says that holding the permission is not enough: it must reach the whole city.
    """

    kind: str
    permission: Permission | None = None
    everywhere: bool = False


class Marked(Protocol):
    """A view that carries its door."""

    door: Door


def _mark(view: Callable[P, HttpResponseBase], door: Door) -> Callable[P, HttpResponseBase]:
    cast("Marked", view).door = door
    return view


def public(view: View[R, P]) -> View[R, P]:
    """Open to anybody."""

    @wraps(view)
    def through(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return _mark(through, Door("public"))


def account(view: View[R, P]) -> View[R, P]:
    """Open to a signed-in member of staff for the own login only: second factor, password, choice of unit."""

    @wraps(view)
    def through(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_login(request)
        return _uncached(view(request, *args, **kwargs))

    return _mark(through, Door("account"))


def staff(permission: Permission, *, everywhere: bool = False) -> Callable[[View[R, P]], View[R, P]]:
    """Open to staff who hold the permission, ``everywhere`` if so said; others are sent to the login or refused."""

    def decorate(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def through(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_login(request)
            if request.actor.kind is not ActorKind.STAFF:
                return redirect_to_login(request.get_full_path(), resolve_url(settings.SECOND_FACTOR_URL))
            if everywhere:
                request.actor.require_everywhere(permission)
            request.actor.require(permission)
            return _uncached(view(request, *args, **kwargs))

        return _mark(through, Door("staff", permission, everywhere))

    return decorate


class NotSignedIn(Refusal):
    """The API call carries no valid key."""

    code = "foundation.not-signed-in"
    says = "请求没有带有效的接口密钥"


@dataclass(frozen=True)
class MachineDoor:
    """The ``auth=`` of an API route. Without a permission it is open to anybody."""

    permission: Permission | None = None

    @property
    def door(self) -> Door:
        """The door this route declares."""
        return Door("machine" if self.permission else "public", self.permission)

    def __call__(self, request: HttpRequest) -> bool:
        """Let the request through.

        Raises:
            NotSignedIn: no client.
            NotPermitted: the client's scopes do not give the permission.
        """
        if self.permission is None:
            return True
        actor = cast("Request", request).actor
        if actor.kind is not ActorKind.CLIENT:
            raise NotSignedIn
        actor.require(self.permission)
        return True


def machine(permission: Permission) -> MachineDoor:
    """Open to API clients whose scopes give the permission."""
    return MachineDoor(permission)


anybody = MachineDoor()
"""An API route open to anybody, within the announced limits."""


def to_login(request: Request) -> HttpResponse:
    """Return the redirect to the login that comes back to this address; a fragment request reloads the whole page."""
    response: HttpResponse = redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return response


def _uncached(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "no-store"
    return response
