"""Pages of the desk that join rooms."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chengxin.desk import rules
from chengxin.desk.pages import Todo
from chengxin.foundation.doors import account, staff
from chengxin.foundation.requests import Request


@require_safe
@staff(rules.SEE_DESK)
def todo(request: Request) -> HttpResponse:
    """Show what waits for this member of staff."""
    page = Todo(today=timezone.localdate(request.now))
    return render(request, "desk/todo.html", {"page": page})


@require_safe
@staff(rules.SEE_DESK)
def how_to(request: Request) -> HttpResponse:
    """Show the short help of the desk."""
    return render(request, "desk/help.html")


@require_safe
@account
def alive(request: Request) -> HttpResponse:  # noqa: ARG001  the middleware has moved the idle limit already
    """Keep the session of somebody who is still there."""
    return HttpResponse(status=204)
