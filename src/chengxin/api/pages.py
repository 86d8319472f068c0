"""Pages of the API for people and tools: the document, its reader, the list of problem codes."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from ninja.openapi.docs import Swagger

from chengxin.api.root import api, document
from chengxin.foundation.doors import public
from chengxin.foundation.refusals import Refusal, family
from chengxin.foundation.requests import Request
from chengxin.foundation.responses import TITLES, problem_of, status_of_kind
from chengxin.foundation.transport import NoSuchAddress

READER = Swagger(settings={"persistAuthorization": False, "validatorUrl": None})


@dataclass(frozen=True)
class Code:
    """One problem code: its HTTP status with title, and its sentence with places for facts."""

    code: str
    status: int
    title: str
    sentence: str


def problem_codes() -> list[Code]:
    """Return all problem codes a caller can meet."""
    return [_code(kind) for kind in family().values() if ".tests" not in kind.__module__]


def _code(kind: type[Refusal]) -> Code:
    status = status_of_kind(kind)
    return Code(kind.code, status, TITLES[status], kind.says)


@require_safe
@public
def home(_request: Request) -> HttpResponse:
    """Lead to the reader of the document."""
    return redirect("api:openapi-view")


@require_safe
@public
def described(_request: Request) -> HttpResponse:
    """Answer the OpenAPI document."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_safe
@public
def reader(request: Request) -> HttpResponse:
    """Show the document in a page served from here; nothing comes from elsewhere."""
    return READER.render_page(request, api)


@require_safe
@public
def problems(request: Request) -> HttpResponse:
    """Show what each problem code means; ``type`` of a problem leads here."""
    return render(request, "api/problems.html", {"codes": problem_codes()})


@public
def nothing_here(request: Request, rest: str) -> HttpResponseBase:  # noqa: ARG001  the address that is none
    """Answer an address that is none."""
    return problem_of(NoSuchAddress(), request)
