"""The text of an announcement: the entries of a kind that were published within some days and stand now."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.lists import public
from chengxin.lists.forms import AnnouncementFilter
from chengxin.lists.public import EntryView
from chengxin.lists.rules.doings import SEE_LISTS
from chengxin.lists.views.parts import kinds_in_reach, to_entries


@require_safe
@staff(SEE_LISTS)
def announcement(request: Request) -> HttpResponse:
    """Show the announcement as it would be posted: what the public may read and nothing else."""
    form = AnnouncementFilter(request.GET or None, kinds=kinds_in_reach(request))
    rows: tuple[EntryView, ...] = ()
    if form.is_valid():
        given = form.cleaned_data
        rows = public.entries_published(given["kind"], given["first"], given["last"])
    context = {"form": form, "rows": rows, "asked": form.is_bound and form.is_valid(), "steps": (to_entries(),)}
    return render(request, "lists/announcement.html", context)
