"""Pages for what could not be done, in the shell of the door where it happened. No traceback ever."""

import sys
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_htmx.http import retarget

from chengxin.foundation import transport
from chengxin.foundation.actor import ActorKind
from chengxin.foundation.refusals import NotFound, NotPermitted, Refusal
from chengxin.foundation.requests import Request
from chengxin.foundation.responses import problem_of, status_of

API = "/api/"
DESK = "/desk/"
NUMBER_SHOWN = 8
"""So many figures of the request's number are shown: enough to find it in the logs, few enough to read on the phone."""


@dataclass(frozen=True)
class RefusedPage:
    """What such a page says.

    ``advice`` is what it means or what to do next, ``back`` and ``back_words`` the way out, ``number`` the request's
    number on a fault of ours.
    """

    status: int
    title: str
    advice: str
    back: str
    back_words: str
    number: str = ""


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return a refusal as a page, or for a fragment request as a message in the page's message region."""
    if request.path.startswith(API):
        return problem_of(refusal, request)
    status = status_of(refusal)
    on_desk = request.path.startswith(DESK)
    page = RefusedPage(
        status=status,
        title=refusal.sentence(),
        advice=_advice(request, status),
        back=reverse("desk:todo" if on_desk else "portal:home"),
        back_words=_("回到工作台") if on_desk else _("回到首页"),
    )
    response = _fragment(request, page) if getattr(request, "htmx", False) else _shown(request, page)
    if "seconds" in refusal.facts:
        response.headers["Retry-After"] = str(refusal.facts["seconds"])
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django hands it over by name
    """Answer what can not be read (400)."""
    return refusal_page(request, transport.BadRequest())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django hands it over by name
    """Answer what Django itself forbids (403)."""
    return refusal_page(request, NotPermitted())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django hands it over by name
    """Answer an address that does not exist (404)."""
    return refusal_page(request, transport.NoSuchAddress() if request.path.startswith(API) else NoSuchPage())


def not_allowed(request: HttpRequest) -> HttpResponse:
    """Answer a method that the address does not know (405)."""
    return refusal_page(request, WrongPress())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's own signature
    """Answer a form without a valid token (403): open too long, or sent from another site."""
    return refusal_page(request, FormExpired())


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours (500): no database, no session, no context processor, so that it can not fail again.

    Django calls it while the error is handled, so that a full disk can be told from other faults (503).
    """
    number = getattr(request, "number", "")
    full = transport.is_no_room(sys.exception())
    if full and request.path.startswith(API):
        return problem_of(transport.NoRoom(), request)
    if request.path.startswith(API):
        return problem_of(transport.ServerFault(), request)
    page = RefusedPage(
        status=HTTPStatus.SERVICE_UNAVAILABLE if full else HTTPStatus.INTERNAL_SERVER_ERROR,
        title=_("服务器的存储空间不足") if full else _("系统出了问题，不是您的操作有误"),
        advice=_("刚才的内容没有保存。请稍后再试；一直这样的，请联系平台管理员。")
        if full
        else _("已经记录下来。没有提交成功的内容请过几分钟再试。"),
        back=request.path,
        back_words=_("再试一次"),
        number=number[:NUMBER_SHOWN],
    )
    context = {"page": page, "city": settings.CITY, "demonstration": settings.DEMONSTRATION}
    return HttpResponse(render_to_string("ui/fault.html", context), status=page.status)


class NoSuchPage(NotFound):
    """There is no page at this address."""

    code = "ui.no-such-page"
    says = gettext_noop("没有这个页面")


class FormExpired(NotPermitted):
    """The form's token is missing or old."""

    code = "ui.form-expired"
    says = gettext_noop("表单已过期，没有提交")


class WrongPress(transport.WrongMethod):
    """The page was reached in a way it does not know, for example by reloading the end of a form."""

    code = "ui.wrong-press"
    says = gettext_noop("这个地址不能这样打开")


def _advice(request: HttpRequest, status: int) -> str:
    on_desk = _is_staff(request)
    words = {
        400: _("网址或提交的内容不完整。请回到上一页，刷新后再试。"),
        403: _("如果应当由您办理，请换成相应单位的身份，或请本单位管理员设置角色。")
        if on_desk
        else _("请回到上一页，刷新后再试；工作人员请先登录。"),
        404: _("网址可能少了几个字，或者页面已经搬走。"),
        405: _("请从导航进入，再按页面上的按钮办理。"),
        409: _("您的操作没有生效。请回到上一页，刷新后再看。"),
        410: _("期限届满或内容被撤下之后，从网站、文件和接口中一并移除，不再提供查询。"),
        413: _("请分成几份，或压缩以后再传。"),
        422: _("没有保存任何内容。请回到上一页改正。"),
        429: _("为了让大家都能用，短时间内的次数有上限。"),
    }
    return words.get(status, _("请回到上一页，刷新后再试。"))


def _shown(request: HttpRequest, page: RefusedPage) -> HttpResponse:
    shell = "portal/base.html"
    if request.path.startswith(DESK):
        shell = "ui/desk.html" if _is_staff(request) else "ui/account.html"
    return render(request, "ui/refused.html", {"page": page, "shell": shell}, status=page.status)


def _fragment(request: HttpRequest, page: RefusedPage) -> HttpResponse:
    response = render(request, "ui/refused_fragment.html", {"page": page}, status=page.status)
    response.headers["HX-Reswap"] = "innerHTML show:window:top"
    return retarget(response, "#messages")


def _is_staff(request: HttpRequest) -> bool:
    actor = getattr(cast("Request", request), "actor", None)
    return actor is not None and actor.kind is ActorKind.STAFF
