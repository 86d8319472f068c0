"""What pages about records owe them: no copies elsewhere, no other time than now."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.utils.translation import gettext_noop

from chengxin.foundation.refusals import Invalid
from chengxin.foundation.requests import Request

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]
PAST = "as_of"


class OnlyNow(Invalid):
    """The public sees records as they are now, never as they were."""

    code = "portal.only-now"
    says = gettext_noop("公开页面只显示现在的内容，不能按过去的日期查询")


def only_now(view: View[P]) -> View[P]:
    """Refuse a question about the past, and let nobody keep a copy: what is taken down is gone everywhere at once."""

    @wraps(view)
    def through(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if PAST in request.GET:
            raise OnlyNow
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return through


def unlisted(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of search engines and their archives: it shows something adverse, or something that ends."""
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response
