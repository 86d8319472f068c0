"""Refusals as HTTP: the one table of statuses, and the problem document."""

from django.http import HttpRequest, JsonResponse

from chengxin.foundation import refusals
from chengxin.foundation.doors import NotSignedIn
from chengxin.foundation.rest import MEDIA_TYPE, Problem

STATUS: tuple[tuple[type[refusals.Refusal], int], ...] = (
    (NotSignedIn, 401),
    (refusals.NotPermitted, 403),
    (refusals.NotFound, 404),
    (refusals.Conflict, 409),
    (refusals.Invalid, 422),
    (refusals.TooMany, 429),
    (refusals.Refusal, 400),
)
TITLES = {
    400: "请求不能办理",
    401: "没有通过身份验证",
    403: "没有权限",
    404: "没有找到",
    409: "与现在的状态冲突",
    422: "内容不能接受",
    429: "超过调用限额",
    500: "系统出了问题",
}


def status_of(refusal: refusals.Refusal) -> int:
    """Return the HTTP status of a refusal."""
    return next(status for kind, status in STATUS if isinstance(refusal, kind))


def problem_of(refusal: refusals.Refusal, request: HttpRequest) -> JsonResponse:
    """Return the refusal as a problem document (RFC 9457)."""
    status = status_of(refusal)
    problem = Problem(
        status=status,
        code=refusal.code,
        title=TITLES[status],
        detail=refusal.sentence(),
        side="client",
        trace=getattr(request, "number", ""),
    )
    return problem_response(problem)


def problem_response(problem: Problem) -> JsonResponse:
    """Return a problem as an HTTP response."""
    options = {"ensure_ascii": False}
    return JsonResponse(problem.body(), status=problem.status, content_type=MEDIA_TYPE, json_dumps_params=options)
