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
from chengxin.portal.catalogue import answers_page, catalogue_of, edition_page, is_open


@require_safe
@public
def catalogue(request: Request) -> HttpResponse:
    """List the editions: the one in force, those before it, the one laid open for comments."""
    page = catalogue_of(catalog.editions(), timezone.localdate(request.now))
    return render(request, "portal/catalogue.html", {"page": page})


@require_safe
@public
def edition(request: Request, edition: str) -> HttpResponse:
    """Show what an edition holds; a draft only while comments on it are taken, then what was answered to them."""
    today = timezone.localdate(request.now)
    every = catalog.editions()
    found = next((one for one in every if one.key == edition), None)
    if found is None or (found.in_consultation and not is_open(found, today)):
        return _over(request, edition)
    items = catalog.edition_items(edition).values()
    contact = tuple(settings.CITY.footer.contact)
    answers = catalog.answered_comments(edition)
    page = edition_page(found, items, every=every, today=today, contact=contact, answers=answers)
    return render(request, "portal/catalogue_edition.html", {"page": page})


def _over(request: Request, edition: str) -> HttpResponse:
    """Show what was answered to the public's comments on a draft that is no longer laid open.

    Raises:
        NotFound: it never was, or nothing is published.
    """
    over, answers = catalog.consultation(edition), catalog.answered_comments(edition)
    if over is None or not answers:
        raise NotFound
    return render(request, "portal/catalogue_edition.html", {"page": answers_page(over, answers)})
