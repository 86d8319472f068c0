"""Whatever goes wrong under /api/, the answer is a problem document in Chinese that names the side at fault."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from ninja import File, NinjaAPI, Query, Schema
from ninja.errors import HttpError, ValidationError
from ninja.files import UploadedFile
from pydantic import ConfigDict

from chengxin.api import middleware, pages
from chengxin.api.reading import WORDS, field_problem, pointer_of
from chengxin.api.root import refused, too_large, unreadable_body, unreadable_values
from chengxin.api.strictness import strictly
from chengxin.api.wire import Renderer, StrictParser
from chengxin.foundation.doors import anybody
from chengxin.foundation.refusals import Refusal
from chengxin.foundation.rest import MEDIA_TYPE
from tests.contracts.conftest import System

pytestmark = pytest.mark.service
MEMBERS = {"type", "status", "code", "title", "detail", "side", "trace", "fields"}


class Row(Schema):
    """One row of a crafted route."""

    model_config = ConfigDict(extra="forbid")

    name: str
    amount: int


class Wanted(Schema):
    """The body of a crafted route."""

    day: date
    rows: list[Row]


class Moment(Schema):
    """An answer with a moment."""

    at: datetime
    name: str


crafted = NinjaAPI(
    urls_namespace="crafted", openapi_url=None, docs_url=None, renderer=Renderer(), parser=StrictParser()
)
crafted.add_decorator(strictly, mode="view")
crafted.exception_handler(Refusal)(refused)
crafted.exception_handler(ValidationError)(unreadable_values)
crafted.exception_handler(RequestDataTooBig)(too_large)
crafted.exception_handler(HttpError)(unreadable_body)


@crafted.post("rows", auth=anybody)
def take_rows(request: HttpRequest, wanted: Wanted) -> Wanted:  # noqa: ARG001  the library passes it
    """Take rows."""
    return wanted


@crafted.get("rows", auth=anybody, response=Moment)
def see_rows(
    request: HttpRequest,  # noqa: ARG001  the library passes it
    size: int = 20,  # noqa: ARG001  read from the address
    kind: list[str] = Query([]),  # noqa: ARG001, B008  the library reads it so
) -> dict[str, object]:
    """Show a moment."""
    return {"at": datetime(2018, 6, 30, 1, 2, 3, 456, tzinfo=UTC), "name": "梁"}


@crafted.post("files", auth=anybody)
def take_file(request: HttpRequest, file: UploadedFile = File(...)) -> str:  # noqa: ARG001, B008  the library's own way
    """Take a file."""
    return file.name or ""


@crafted.get("broken", auth=anybody)
def broken(request: HttpRequest) -> None:  # noqa: ARG001  the library passes it
    """Break."""
    raise ZeroDivisionError


urlpatterns = [path("api/crafted/", crafted.urls), path("api/v1/<path:rest>", pages.nothing_here)]
handler400 = "chengxin.ui.errors.bad_request"
handler404 = "chengxin.ui.errors.not_found"
handler500 = "chengxin.ui.errors.server_error"


@pytest.fixture
def caller(db: None) -> Client:  # noqa: ARG001  the database comes first: calls are counted
    """A program without a key."""
    return Client(raise_request_exception=False)


def problem(response: HttpResponse, status: int, code: str) -> dict[str, object]:
    """Return the document of an answer that must be this problem."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"].startswith(MEDIA_TYPE)
    assert response.headers["Cache-Control"] == "no-store"
    body: dict[str, object] = json.loads(response.content)
    assert set(body) == MEMBERS
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"] == f"/api/v1/problems#{code}"
    assert body["trace"] == response.headers["X-Request-Id"]
    assert body["side"] == ("server" if status >= 500 else "client")
    assert "\\u" not in response.content.decode()
    return body


def test_an_address_that_is_none(caller: Client) -> None:
    problem(caller.get("/api/v1/nowhere"), 404, "foundation.no-such-address")
    problem(caller.post("/api/v1/nowhere"), 404, "foundation.no-such-address")
    problem(caller.get("/api/v2/client"), 404, "foundation.no-such-address")


def test_no_key(caller: Client) -> None:
    response = caller.get("/api/v1/client")
    problem(response, 401, "foundation.not-signed-in")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_wrong_method(system: System) -> None:
    response = system.browser().delete("/api/v1/client")
    problem(response, 405, "foundation.wrong-method")
    assert response.headers["Allow"] == "GET"


def test_an_unknown_parameter_is_named(system: System) -> None:
    body = problem(system.browser().get("/api/v1/client?naem=x&a=1"), 422, "foundation.unknown-parameters")
    assert body["detail"] == "没有这样的查询参数：a、naem"
    assert [field["pointer"] for field in body["fields"]] == ["a", "naem"]  # type: ignore[attr-defined]  # a list of fields


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("size=many", "size", "bad-type"),
        ("size=1&size=2", "size", "repeated-parameters"),
        ("sise=1", "sise", "unknown-parameters"),
    ],
)
def test_a_bad_parameter_is_named(caller: Client, query: str, pointer: str, code: str) -> None:
    response = caller.get(f"/api/crafted/rows?{query}")
    (field,) = json.loads(response.content)["fields"]
    assert response.status_code == 422
    assert (field["pointer"], field["code"]) == (pointer, code)


@override_settings(ROOT_URLCONF=__name__)
def test_a_list_parameter_may_be_repeated_and_moments_carry_china_s_offset(caller: Client) -> None:
    response = caller.get("/api/crafted/rows?kind=a&kind=b")
    assert response.status_code == 200
    assert json.loads(response.content) == {"at": "2018-06-30T09:02:03+08:00", "name": "梁"}
    assert "梁".encode() in response.content


@override_settings(ROOT_URLCONF=__name__)
def test_every_wrong_field_is_pointed_at(caller: Client) -> None:
    body = {"day": "2018-02-30", "rows": [{"name": "甲", "amount": 1}, {"amount": "many", "colour": "red"}]}
    response = caller.post("/api/crafted/rows", body, content_type="application/json")
    fields = problem(response, 422, "foundation.invalid")["fields"]
    found = {(field["pointer"], field["code"]) for field in fields}  # type: ignore[attr-defined]  # a list of objects
    assert found == {
        ("/day", "bad-type"),
        ("/rows/1/name", "missing"),
        ("/rows/1/amount", "bad-type"),
        ("/rows/1/colour", "unknown-field"),
    }


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"\xff\xfe",
        '{"day": "2018年"}'.encode("gb18030"),
        b'{"day": NaN}',
        b'{"day": "2018-01-01", "day": "2018-01-02", "rows": []}',
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_no_json(caller: Client, body: bytes) -> None:
    response = caller.post("/api/crafted/rows", body, content_type="application/json")
    assert response.status_code in {400, 415, 422}
    problem(response, response.status_code, str(json.loads(response.content)["code"]))


@override_settings(ROOT_URLCONF=__name__)
def test_a_body_of_another_type(caller: Client) -> None:
    body = problem(
        caller.post("/api/crafted/rows", "a=1", content_type="text/plain"), 415, "foundation.wrong-content-type"
    )
    assert "application/json" in str(body["detail"])
    problem(
        caller.post("/api/crafted/files", "{}", content_type="application/json"), 415, "foundation.wrong-content-type"
    )


@override_settings(ROOT_URLCONF=__name__, DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_a_body_that_is_too_large(caller: Client) -> None:
    body = json.dumps({"day": "2018-01-01", "rows": [], "x": "y" * 2000})
    response = caller.post("/api/crafted/rows", body, content_type="application/json")
    problem(response, 413, "foundation.too-large")


@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_of_ours_tells_nothing_of_the_inside(caller: Client) -> None:
    response = caller.get("/api/crafted/broken")
    problem(response, 500, "foundation.server-fault")
    assert b"ZeroDivision" not in response.content
    assert b"Traceback" not in response.content


def test_a_wrong_host_is_told_as_a_problem(caller: Client) -> None:
    response = caller.get("/api/v1/client", headers={"Host": "elsewhere.example"})
    problem(response, 400, "foundation.bad-request")


def test_pages_keep_their_own_errors(caller: Client) -> None:
    assert not caller.get("/nowhere").headers["Content-Type"].startswith(MEDIA_TYPE)


def test_an_unavailable_service_keeps_when_to_come_back() -> None:
    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=503, headers={"Retry-After": "7"})

    response = middleware.ProblemMiddleware(answer)(RequestFactory().get("/api/v1/client"))
    assert json.loads(response.content)["code"] == "foundation.not-ready"
    assert response.headers["Retry-After"] == "7"


def test_pointers_follow_the_document_and_escape_its_signs() -> None:
    assert pointer_of(("body", "wanted", "rows", 3, "a/b~c")) == "/rows/3/a~1b~0c"
    assert pointer_of(("query", "size")) == "size"
    assert pointer_of(()) == ""


def test_an_error_nobody_foresaw_still_has_words() -> None:
    found = field_problem({"type": "brand-new", "loc": ("query", "q")}, str)
    assert (found.code, found.message) == ("not-accepted", "这一项不能接受")
    assert all(words for _code, words in WORDS.values())


def call_of(name: str) -> Callable[[Client], HttpResponse]:
    """Return the call of one of the API's own pages."""
    return lambda caller: caller.get(f"/api/v1/{name}")


@pytest.mark.parametrize("name", ["openapi.json", "docs", "problems"])
def test_the_api_s_own_pages_are_open_and_load_nothing_from_elsewhere(caller: Client, name: str) -> None:
    response = call_of(name)(caller)
    assert response.status_code == 200
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert b'src="http' not in response.content


def test_the_root_leads_to_the_documentation(caller: Client) -> None:
    assert caller.get("/api/v1/").headers["Location"] == "/api/v1/docs"


def test_the_page_of_codes_has_an_anchor_for_each(caller: Client) -> None:
    page = call_of("problems")(caller).content.decode()
    assert all(f'id="{code.code}"' in page for code in pages.problem_codes())
