"""The machine API: the rooms' routers under one root, one way of saying no, one document that describes it."""

import re
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from chengxin.api.reading import field_problem
from chengxin.api.strictness import strictly
from chengxin.api.wire import Renderer, StrictParser
from chengxin.audit.api import router as ledger
from chengxin.catalog.api import router as catalog
from chengxin.checks.api import router as checks
from chengxin.codes.api import router as codes
from chengxin.foundation.doors import MachineDoor
from chengxin.foundation.refusals import Invalid, Refusal
from chengxin.foundation.responses import problem_of
from chengxin.foundation.rest import MEDIA_TYPE
from chengxin.foundation.transport import BadRequest, TooLarge
from chengxin.intake.api import router as submissions
from chengxin.measures.api import router as joint_actions
from chengxin.oversight.api import router as reporting
from chengxin.register.api import router as records
from chengxin.subjects.api import router as subjects
from chengxin.units.api import router as client

PREFIX = "/api/v1/"
DESCRIPTION = """\
公共信用信息平台的机器接口。

- 密钥放在请求头 `Authorization: Bearer <密钥>`；不收会话 cookie。
- 出错时返回 `application/problem+json`（RFC 9457）：`code` 稳定不变，`side` 说明问题在哪一方，`trace` 是追踪编号，\
`fields` 逐项指出位置和原因。
- 限额见响应头 `RateLimit-Limit`、`RateLimit-Remaining`、`RateLimit-Reset`；超过时返回 429 和 `Retry-After`。
- 时间写作 `2018-06-30T09:00:00+08:00`，日期写作 `2018-06-30`。没有声明的查询参数会被拒绝，不会被忽略。
"""
KEY = "key"
CHINESE = re.compile(r"[\u4e00-\u9fff]")

api = NinjaAPI(
    title="公共信用信息平台接口",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=Renderer(),
    parser=StrictParser(),
)
api.add_decorator(strictly, mode="view")
api.add_router("client", client)
api.add_router("catalog", catalog)
api.add_router("checks", checks)
api.add_router("codes", codes)
api.add_router("ledger", ledger)
api.add_router("submissions", submissions)
api.add_router("reporting", reporting)
api.add_router("joint-actions", joint_actions)
api.add_router("subjects", subjects)
api.add_router("", records)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponseBase:
    """Answer a refusal of a door or a service."""
    return problem_of(refusal, request)


@api.exception_handler(ValidationError)
def unreadable_values(request: HttpRequest, error: ValidationError) -> HttpResponseBase:
    """Answer values that do not fit the route, each with its place."""
    fields = tuple(field_problem(one, gettext) for one in error.errors)
    return problem_of(Invalid(), request, fields)


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponseBase:
    """Answer a body beyond the limit; Django alone would call it a bad request."""
    return problem_of(TooLarge(), request)


@api.exception_handler(HttpError)
def unreadable_body(request: HttpRequest, _error: HttpError) -> HttpResponseBase:
    """Answer a body that is no JSON."""
    return problem_of(BadRequest(), request)


def document() -> dict[str, Any]:
    """Return the OpenAPI document: what the library writes, and how keys and problems look.

    Its text is the same in every city, so that the copy in the repository can be compared with it.
    """
    described: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    described["components"] = {
        "schemas": {**described["components"]["schemas"], "Problem": PROBLEM, "FieldProblem": FIELD_PROBLEM},
        "securitySchemes": {KEY: {"type": "http", "scheme": "bearer", "description": "接口密钥"}},
    }
    _for_callers(described)
    doors = doors_by_route()
    for route, item in described["paths"].items():
        for method, operation in item.items():
            _describe(operation, doors[route, method])
    return described


def doors_by_route() -> dict[tuple[str, str], MachineDoor]:
    """Return the door of every route, by its path in the document and its method in lower case."""
    found = {}
    for router in api._get_bound_routers():  # noqa: SLF001  the library offers no public way to its routes
        for path, view in router.path_operations.items():
            route = PREFIX + "/".join(part for part in (router.prefix, path) if part).replace("//", "/").strip("/")
            for operation in view.operations:
                door = next(callback for callback in operation.auth_callbacks if isinstance(callback, MachineDoor))
                found.update({(route, method.lower()): door for method in operation.methods})
    return found


def _for_callers(part: Any) -> None:
    """Leave out what the library copied from the code: docstrings for developers and titles made of names."""
    if isinstance(part, list):
        for one in part:
            _for_callers(one)
    if not isinstance(part, dict):
        return
    for key in ("description", "title"):
        if isinstance(part.get(key), str) and not CHINESE.search(part[key]):
            del part[key]
    for one in part.values():
        _for_callers(one)


def _describe(operation: dict[str, Any], door: MachineDoor) -> None:
    """Add to a route who may call it, and what every answer can be instead."""
    operation["security"] = [{KEY: []}] if door.permission else []
    if door.permission:
        operation["x-scope"] = door.permission.client_scope
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    operation["responses"]["default"] = {"description": "没有办成", "content": content}


FIELD_PROBLEM = {
    "type": "object",
    "required": ["pointer", "code", "message"],
    "properties": {
        "pointer": {"type": "string", "description": "请求体里的位置（RFC 6901），或参数名"},
        "code": {"type": "string"},
        "message": {"type": "string", "description": "中文说明"},
    },
}
PROBLEM = {
    "type": "object",
    "required": ["type", "status", "code", "title", "detail", "side", "trace", "fields"],
    "properties": {
        "type": {"type": "string", "description": "说明页的地址"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "稳定的代号，例如 foundation.not-permitted"},
        "title": {"type": "string"},
        "detail": {"type": "string", "description": "中文说明"},
        "side": {"type": "string", "enum": ["client", "server"], "description": "问题在哪一方"},
        "trace": {"type": "string", "description": "追踪编号"},
        "fields": {"type": "array", "items": {"$ref": "#/components/schemas/FieldProblem"}},
    },
}
