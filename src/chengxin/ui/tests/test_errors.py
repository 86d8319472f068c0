import json

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from chengxin.foundation import refusals
from chengxin.foundation.actor import Actor, ActorKind, public_actor
from chengxin.ui import errors
from chengxin.ui.middleware import RefusalMiddleware

STAFF = Actor(kind=ActorKind.STAFF, id="one", name="测试员")


def ask(path: str, *, actor: Actor | None = None, htmx: bool = False) -> HttpRequest:
    request = RequestFactory().get(path, headers={"HX-Request": "true"} if htmx else {})
    request.actor = actor or public_actor("192.0.2.1")  # type: ignore[attr-defined]  # set by units' middleware
    request.number = "0123456789abcdef"  # type: ignore[attr-defined]  # set by the first middleware
    request.session = {}  # type: ignore[assignment]  # nothing is kept
    setattr(request, "_messages", [])  # noqa: B010  the name Django gives it, unknown to its types
    HtmxMiddleware(lambda _request: HttpResponse())(request)
    return request


def refused(refusal: refusals.Refusal, request: HttpRequest) -> HttpResponse:
    response = RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, refusal)
    assert response is not None
    return response


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (refusals.NotPermitted(), 403),
        (refusals.NotFound(), 404),
        (refusals.Conflict(), 409),
        (refusals.Invalid(), 422),
        (refusals.TooMany(seconds=30), 429),
        (refusals.Refusal(), 400),
    ],
)
@pytest.mark.parametrize("path", ["/", "/desk/x"])
def test_a_refusal_becomes_the_page_of_its_status(refusal: refusals.Refusal, status: int, path: str) -> None:
    response = refused(refusal, ask(path))
    assert response.status_code == status
    assert f"<h1>{refusal.sentence()}</h1>" in response.content.decode()
    assert 'name="robots" content="noindex"' in response.content.decode()


def test_too_many_says_when_to_come_back() -> None:
    assert refused(refusals.TooMany(seconds=30), ask("/")).headers["Retry-After"] == "30"


def test_other_exceptions_are_left_to_django() -> None:
    middleware = RefusalMiddleware(lambda _request: HttpResponse())
    assert middleware.process_exception(ask("/"), ValueError("x")) is None


@pytest.mark.parametrize(
    ("path", "actor", "mark"),
    [("/x", None, 'class="wordmark"'), ("/desk/x", STAFF, 'class="desk__side'), ("/desk/x", None, 'class="account"')],
)
def test_the_page_stands_in_the_shell_of_its_door(path: str, actor: Actor | None, mark: str) -> None:
    assert mark in refused(refusals.NotFound(), ask(path, actor=actor)).content.decode()


def test_a_fragment_request_gets_a_message_for_the_page_it_is_on() -> None:
    response = refused(refusals.Conflict(), ask("/desk/x", actor=STAFF, htmx=True))
    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#messages"
    assert response.content.decode().startswith('<p class="message message--error" role="alert">')
    assert "<html" not in response.content.decode()


def test_an_api_call_gets_a_problem_document() -> None:
    response = errors.not_found(ask("/api/v1/x"), Http404())
    assert response.headers["Content-Type"].startswith("application/problem+json")
    assert json.loads(response.content)["status"] == 404


def test_djangos_empty_405_gets_words_and_keeps_allow() -> None:
    def answer(_request: HttpRequest) -> HttpResponseBase:
        return HttpResponse(status=405, headers={"Allow": "POST"})

    response = RefusalMiddleware(answer)(ask("/desk/x", actor=STAFF))
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert isinstance(response, HttpResponse)
    assert "这个地址不能这样打开" in response.content.decode()


def test_a_fault_of_ours_needs_neither_session_nor_actor_nor_database() -> None:
    request = HttpRequest()
    request.path = "/x"
    request.number = "0123456789abcdef"  # type: ignore[attr-defined]  # set by the first middleware
    html = errors.server_error(request).content.decode()
    assert "系统出了问题，不是您的操作有误" in html
    assert "01234567" in html
    assert "Traceback" not in html


def test_an_expired_form_says_that_nothing_was_sent() -> None:
    response = errors.csrf_failure(ask("/desk/x"), reason="CSRF token missing.")
    assert response.status_code == 403
    assert "表单已过期，没有提交" in response.content.decode()
    assert "CSRF" not in response.content.decode()
