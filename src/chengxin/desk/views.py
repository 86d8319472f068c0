"""Pages of the desk that join rooms."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chengxin.desk import queries, rules
from chengxin.desk.pages import Help
from chengxin.desk.todo import todo_page
from chengxin.foundation.doors import account, staff
from chengxin.foundation.requests import Request
from chengxin.law.current import law_in_force


@require_safe
@staff(rules.SEE_DESK)
def todo(request: Request) -> HttpResponse:
    """Show what waits for this member of staff."""
    calendar = law_in_force(settings.DATA).calendar(settings.CITY.calendar)
    waiting = queries.waiting_for(request.actor, now=request.now)
    page = todo_page(waiting, today=timezone.localdate(request.now), calendar=calendar)
    return render(request, "desk/todo.html", {"page": page})


@require_safe
@staff(rules.SEE_DESK)
def how_to(request: Request) -> HttpResponse:
    """Show the short help of the desk."""
    return render(request, "desk/help.html", {"page": Help(idle_minutes=settings.SESSION_IDLE_SECONDS // 60)})


@require_safe
@account
def alive(request: Request) -> HttpResponse:  # noqa: ARG001  the middleware has moved the idle limit already
    """Keep the session of somebody who is still there."""
    return HttpResponse(status=204)
