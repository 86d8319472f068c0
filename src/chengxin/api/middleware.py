"""Whatever goes wrong under /api/, the answer is a problem document, also when no route was reached."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from chengxin.foundation import transport
from chengxin.foundation.refusals import NotPermitted, Refusal
from chengxin.foundation.responses import problem_of
from chengxin.foundation.rest import MEDIA_TYPE

Answer = Callable[[HttpRequest], HttpResponseBase]
ROOT = "/api/"
FIRST_ERROR = 400
FIRST_FAULT = 500
KEPT = ("Allow", "Retry-After")
KINDS: dict[int, type[Refusal]] = {
    403: NotPermitted,
    404: transport.NoSuchAddress,
    405: transport.WrongMethod,
    413: transport.TooLarge,
    503: transport.NotReady,
}


class ProblemMiddleware:
    """Replaces error pages by problem documents and keeps answers out of caches."""

    def __init__(self, answer: Answer) -> None:
        """Keep the rest of the chain."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.answer(request)
        if not request.path.startswith(ROOT):
            return response
        is_page = not response.headers.get("Content-Type", "").startswith(MEDIA_TYPE)
        if response.status_code >= FIRST_ERROR and is_page:
            response = _as_problem(response, request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _as_problem(page: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    other = transport.ServerFault if page.status_code >= FIRST_FAULT else transport.BadRequest
    kind = KINDS.get(page.status_code, other)
    problem = problem_of(kind(), request)
    for name in KEPT:
        if name in page.headers:
            problem.headers[name] = page.headers[name]
    return problem
