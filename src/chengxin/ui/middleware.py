"""Turns refusals into pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from chengxin.foundation.refusals import Refusal
from chengxin.ui import errors

NOT_ALLOWED = 405


class RefusalMiddleware:
    """A refusal that a view lets through becomes the page of its status; so does Django's empty 405."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the chain."""
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.answer(request)
        if response.status_code == NOT_ALLOWED and isinstance(response, HttpResponse) and not response.content:
            page = errors.not_allowed(request)
            page.headers["Allow"] = response.headers.get("Allow", "")
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page of a refusal; leave every other exception to Django."""
        return errors.refusal_page(request, exception) if isinstance(exception, Refusal) else None
