"""The page of one subject, and the page of one record."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from chengxin.catalog import public as catalog
from chengxin.foundation.doors import public
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.portal import subjects
from chengxin.portal.caution import only_now, unlisted
from chengxin.portal.entries import entry_of
from chengxin.portal.groups import groups_of
from chengxin.register import public as register
from chengxin.subjects import public as organisations
from chengxin.ui.errors import NoSuchPage
from chengxin.units import public as units

A_PAGE = 10


@require_safe
@public
@only_now
def subject(request: Request, code: str) -> HttpResponse:
    """Show what is registered of a subject and what is public about it now; another way of writing leads here."""
    facts = organisations.organisation_facts(code)
    if facts is None:
        unknown = subjects.unknown(code, timezone.localdate(request.now))
        return unlisted(render(request, "portal/unknown_subject.html", {"page": unknown}, status=404))
    address = subjects.address_of(facts)
    if request.path != address:
        query = urlencode(request.GET, doseq=True)
        return HttpResponseRedirect(f"{address}?{query}" if query else address)
    page = _page(request, facts, address)
    response = render(request, "portal/subject.html", {"page": page, "address": address})
    return unlisted(response) if page.adverse or page.protected else response


def _page(request: Request, facts: organisations.OrganisationFacts, address: str) -> subjects.SubjectPage:
    today = timezone.localdate(request.now)
    after = request.GET.get("after", "")
    groups = groups_of(catalog.items_in_force(today))
    counts = register.counts_of(facts.public_id)
    chosen = subjects.chosen_group(groups, counts, request.GET.get("tab", ""))
    if chosen is None:
        raise NoSuchPage
    found = register.records_of(facts.public_id, chosen.items, after=after, limit=A_PAGE)
    entries = tuple(entry_of(record, today) for record in found.records)
    district = units.district_names(today, also=[facts.district])[facts.district]
    return subjects.SubjectPage(
        name=facts.name,
        report=reverse("portal:report", args=[facts.code or facts.public_id]),
        kind=facts.kind_label,
        district=district,
        standing=facts.status_label,
        solid=facts.status == subjects.ACTIVE,
        protected=facts.protected,
        reported=facts.facts_on is not None,
        facts_on=facts.facts_on,
        at=request.now,
        registered=subjects.registered(facts, district),
        tabs=subjects.tabs_of(groups, counts, chosen, address),
        tab=chosen.label,
        mixed=chosen.mixed,
        adverse=any(group.adverse and (group is chosen or group.total(counts)) for group in groups),
        entries=entries,
        pager=subjects.pager_of(address, chosen.key, after, found.position),
        line=subjects.line_of(entries, facts, today),
    )


@require_safe
@public
@only_now
def record(request: Request, public_id: str) -> HttpResponse:
    """Show one record at the address that stays; one that has ended is gone, and nobody is named."""
    today = timezone.localdate(request.now)
    try:
        found = register.record(public_id, catalog.items_in_force(today))
    except register.RecordGone:
        return unlisted(render(request, "portal/gone.html", status=410))
    except NotFound as never:
        raise NoSuchPage from never
    return unlisted(render(request, "portal/record.html", {"page": entry_of(found, today)}))
