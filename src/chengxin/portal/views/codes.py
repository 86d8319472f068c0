"""统一代码公示: codes given, converted and given up, with a file of the same."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.codes import public as events
from chengxin.foundation.doors import public
from chengxin.foundation.requests import Request
from chengxin.portal import codes
from chengxin.portal.caution import only_now
from chengxin.portal.narrowing import address_of
from chengxin.ui.listing import file_of
from chengxin.ui.pieces import Pager
from chengxin.units import public as units

A_FILE = 20_000


@require_safe
@public
@only_now
def code_events(request: Request) -> HttpResponse:
    """List what happened to codes, the last told first."""
    kind, form = _asked(request)
    right = form.is_valid()
    after = request.GET.get("after", "")
    found = events.code_events(form.filters(kind), after=after) if right else events.EventPage((), "")
    query = codes.asked(form, kind)
    shown = codes.CodesPage(
        tabs=codes.tabs_of(form, kind),
        form=form,
        chosen=codes.chosen_of(form, kind),
        lines=found.events,
        count=events.count_code_events(form.filters(kind)) if right else None,
        pager=Pager(
            words=_("每页{size}条，按公示日期从近到远").format(size=events.PAGE_ROWS),
            next=address_of(query | {"after": found.following}) if found.following else "",
        )
        if after or found.following
        else Pager(),
        first=address_of(query) if after else "",
        csv=f"{reverse('portal:codes-file')}{address_of(query)}",
    )
    return render(request, "portal/codes.html", {"page": shown}, status=200 if right else 422)


@require_safe
@public
@only_now
def code_events_file(request: Request) -> HttpResponse:
    """Give the newest of what the list shows as a csv file."""
    kind, form = _asked(request)
    right = form.is_valid()
    found = events.code_events(form.filters(kind), limit=A_FILE) if right else events.EventPage((), "")
    heads = [
        _("事项"),
        _("统一社会信用代码"),
        _("名称"),
        _("主体类型"),
        _("区划代码"),
        _("日期"),
        _("公示日期"),
        _("报送单位"),
        _("原号码种类"),
        _("原号码"),
    ]
    rows = (
        [
            _(one.kind_label),
            one.code,
            one.name,
            one.subject_kind,
            one.district,
            str(one.happened_on or ""),
            str(one.told_on),
            one.unit,
            one.old_kind,
            one.old_number,
        ]
        for one in found.events
    )
    return file_of(f"codes-{timezone.localdate(request.now):%Y%m%d}", heads, rows)


def _asked(request: Request) -> tuple[str, codes.CodesForm]:
    districts = units.district_names(timezone.localdate(request.now))
    form = codes.CodesForm(request.GET, units=events.event_units(), districts=districts)
    return codes.kind_asked(request.GET.get("kind", "")), form
