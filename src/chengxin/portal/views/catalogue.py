"""The catalogue of credit information, for anybody: what may be recorded at all, and the draft of the next edition."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chengxin.catalog import public as catalog
from chengxin.foundation.doors import public
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.portal.catalogue import catalogue_of, edition_page, is_open


@require_safe
@public
def catalogue(request: Request) -> HttpResponse:
    """List the editions: the one in force, those before it, the one laid open for comments."""
    page = catalogue_of(catalog.editions(), timezone.localdate(request.now))
    return render(request, "portal/catalogue.html", {"page": page})


@require_safe
@public
def edition(request: Request, edition: str) -> HttpResponse:
    """Show what an edition holds; a draft only while comments on it are taken."""
    today = timezone.localdate(request.now)
    every = catalog.editions()
    found = next((one for one in every if one.key == edition), None)
    if found is None or (found.in_consultation and not is_open(found, today)):
        raise NotFound
    items = catalog.edition_items(edition).values()
    contact = tuple(settings.CITY.footer.contact)
    page = edition_page(found, items, every=every, today=today, contact=contact)
    return render(request, "portal/catalogue_edition.html", {"page": page})
