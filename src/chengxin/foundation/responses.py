"""Refusals as HTTP: the one table of statuses, and the problem document."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from chengxin.foundation import refusals, transport
from chengxin.foundation.doors import NotSignedIn
from chengxin.foundation.rest import MEDIA_TYPE, FieldProblem, Problem

STATUS: tuple[tuple[type[refusals.Refusal], int], ...] = (
    (NotSignedIn, 401),
    (refusals.NotPermitted, 403),
    (refusals.NotFound, 404),
    (transport.WrongMethod, 405),
    (refusals.Conflict, 409),
    (refusals.Gone, 410),
    (transport.TooLarge, 413),
    (transport.WrongContentType, 415),
    (refusals.Invalid, 422),
    (refusals.TooMany, 429),
    (transport.ServerFault, 500),
    (transport.NotReady, 503),
    (refusals.Refusal, 400),
)
TITLES = {
    400: "请求不能办理",
    401: "没有通过身份验证",
    403: "没有权限",
    404: "没有找到",
    405: "方法不对",
    409: "与现在的状态冲突",
    410: "已经撤下",
    413: "内容太大",
    415: "内容类型不对",
    422: "内容不能接受",
    429: "超过调用限额",
    500: "系统出了问题",
    503: "系统暂时不能服务",
}
SERVER_SIDE = 500
"""From this status on the fault is ours."""


def status_of(refusal: refusals.Refusal) -> int:
    """Return the HTTP status of a refusal."""
    return status_of_kind(type(refusal))


def status_of_kind(kind: type[refusals.Refusal]) -> int:
    """Return the HTTP status of a kind of refusal."""
    return next(status for family, status in STATUS if issubclass(kind, family))


def problem_of(refusal: refusals.Refusal, request: HttpRequest, fields: tuple[FieldProblem, ...] = ()) -> JsonResponse:
    """Return the refusal as a problem document (RFC 9457).

    ``fields`` names each field that can not be accepted; without it the refusal's own field is named, if it has one.
    """
    status = status_of(refusal)
    own = (FieldProblem(f"/{refusal.field}", refusal.code, refusal.sentence()),) if refusal.field else ()
    problem = Problem(
        status=status,
        code=refusal.code,
        title=_(TITLES[status]),
        detail=_(refusal.says).format(**refusal.facts),
        side="server" if status >= SERVER_SIDE else "client",
        trace=getattr(request, "number", ""),
        fields=fields or own,
    )
    response = problem_response(problem)
    if isinstance(refusal, NotSignedIn):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def problem_response(problem: Problem) -> JsonResponse:
    """Return a problem as an HTTP response."""
    options = {"ensure_ascii": False}
    return JsonResponse(problem.body(), status=problem.status, content_type=MEDIA_TYPE, json_dumps_params=options)
