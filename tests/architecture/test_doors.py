"""Every address declares for whom it is open."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path
from ninja import NinjaAPI

from chengxin.config.urls import urlpatterns
from chengxin.foundation.actor import Permission
from chengxin.foundation.doors import Door, MachineDoor, machine, public, staff
from chengxin.foundation.requests import Request
from tests.architecture.guards import doors

FOR_STAFF = Permission("vault.see-files", "查看文件")
FOR_CLIENTS = Permission("vault.read-files", "读取文件", client_scope="files:read")


def bare(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  the library reads the names of arguments
    """Answer without a door."""
    return HttpResponse()


def odd(_request: HttpRequest) -> HttpResponse:
    """Answer behind a door of an unknown kind."""
    return HttpResponse()


odd.door = Door("back")  # type: ignore[attr-defined]  a mark on a function


@public
def open_page(_request: Request) -> HttpResponse:
    """Answer anybody."""
    return HttpResponse()


@staff(FOR_STAFF)
def staff_page(_request: Request) -> HttpResponse:
    """Answer staff."""
    return HttpResponse()


def api_with(auth: object) -> list[URLPattern]:
    """Return the addresses of an API with one route."""
    api = NinjaAPI(openapi_url=None, docs_url=None, urls_namespace="crafted")
    api.get("files", auth=auth)(bare)
    return [pattern for pattern in api.urls[0] if pattern.name != "api-root"]


def test_every_address_declares_its_door() -> None:
    assert doors.undeclared(urlpatterns) == []


def test_every_address_has_a_name_of_its_own() -> None:
    assert doors.nameless(urlpatterns) == []
    assert doors.same_names(urlpatterns) == []


def test_the_walk_sees_pages_and_routes() -> None:
    found = {address.name: doors.doors_of(address) for address in doors.addresses(urlpatterns)}
    assert found["units:sign-in"]["*"] == Door("public")
    assert found["api:see_own_client"]["GET"].kind == "machine"
    assert found["api:openapi-json"]["*"] == Door("public")


@pytest.mark.parametrize(
    "patterns",
    [
        [path("x", bare)],
        [path("x", odd)],
        [path("inner/", include([path("x", bare)]))],
        api_with(None),
        api_with(lambda _request: True),
        api_with([machine(FOR_CLIENTS), machine(FOR_CLIENTS)]),
        api_with(machine(FOR_STAFF)),
    ],
)
def test_an_address_without_a_door_is_found(patterns: list[URLPattern]) -> None:
    assert len(doors.undeclared(patterns)) == 1


def test_declared_addresses_pass() -> None:
    patterns = [path("a", open_page), path("b", staff_page), *api_with(machine(FOR_CLIENTS)), *api_with(MachineDoor())]
    assert doors.undeclared(patterns) == []


def test_a_name_missing_or_given_twice_is_found() -> None:
    assert doors.nameless([path("a", open_page)])
    assert doors.same_names([path("a", open_page, name="x"), path("b", open_page, name="x")])
