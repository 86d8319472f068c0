"""The kinds of lists and the catalogue of measures: what may happen to whom, by which article, for how long."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chengxin.catalog import public as catalog
from chengxin.foundation.doors import public
from chengxin.foundation.requests import Request
from chengxin.portal import measures as told
from chengxin.ui.errors import NoSuchPage


@require_safe
@public
def list_kinds(request: Request) -> HttpResponse:
    """List the kinds of lists of both eras."""
    today = timezone.localdate(request.now)
    kinds = catalog.list_kinds(today)
    page = told.KindsPage(
        lines=tuple(told.kind_line(kind, kind.last_day) for kind in kinds if kind.is_in_force(today)),
        ended=tuple(told.kind_line(kind, kind.last_day) for kind in kinds if not kind.is_in_force(today)),
    )
    return render(request, "portal/list_kinds.html", {"page": page})


@require_safe
@public
def measures(request: Request) -> HttpResponse:
    """List the measures that are published and in force."""
    today = timezone.localdate(request.now)
    every = catalog.measures(today)
    kinds = [kind for kind in catalog.list_kinds(today) if kind.is_in_force(today)]
    matters = sorted({one.matter for one in every})
    form = told.MeasuresForm(request.GET, kinds=kinds, matters=matters)
    page = told.MeasuresPage(
        form=form,
        chosen=told.chosen_of(form, request.path),
        lines=tuple(told.measure_line(one) for one in every if form.takes(one)) if form.is_valid() else (),
    )
    return render(request, "portal/measures.html", {"page": page}, status=422 if form.errors else 200)


@require_safe
@public
def measure(request: Request, key: str) -> HttpResponse:
    """Show one measure."""
    today = timezone.localdate(request.now)
    found = next((one for one in catalog.measures(today) if one.key == key), None)
    if found is None:
        raise NoSuchPage
    kinds = {kind.key: kind.name for kind in catalog.list_kinds(today)}
    items = {key: item.name for key, item in catalog.items_in_force(today).items()}
    return render(request, "portal/measure.html", {"page": told.measure_entry(found, kinds, items)})


@require_safe
@public
def periods(request: Request) -> HttpResponse:
    """Show how long listings and measures last, and where that is written."""
    today = timezone.localdate(request.now)
    kinds = [kind for kind in catalog.list_kinds(today) if kind.is_in_force(today)]
    return render(request, "portal/periods.html", {"page": told.periods(kinds, catalog.measures(today))})
