"""The page that tells how to contest a record and how to have it repaired."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import public
from chengxin.foundation.requests import Request
from chengxin.law.current import law_in_force
from chengxin.portal.caution import only_now
from chengxin.portal.relief import guide_of


@require_safe
@public
@only_now
def guide(request: Request) -> HttpResponse:
    """Tell how records are contested and repaired."""
    today = timezone.localdate(request.now)
    shown = guide_of(law_in_force(settings.DATA), today, calendar=settings.CITY.calendar)
    return render(request, "portal/relief.html", {"page": shown})
