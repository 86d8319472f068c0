"""Pages of the public site: one frozen page object each."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.audit import public as ledger_public
from chengxin.catalog import public as catalog
from chengxin.foundation.doors import public
from chengxin.foundation.requests import Request
from chengxin.portal import pages
from chengxin.portal.caution import only_now
from chengxin.portal.groups import LICENCES, PENALTIES, Group, groups_of
from chengxin.portal.tables import Line, line_of
from chengxin.register import public as register
from chengxin.ui.pieces import Crumb, Figure

HEADS_SHOWN = 21
LATELY = timedelta(days=30)
COUNTED = 1_000
NEWS = 5


@require_safe
@public
@only_now
def home(request: Request) -> HttpResponse:
    """Show the first page."""
    today = timezone.localdate(request.now)
    groups = {group.key: group for group in groups_of(catalog.items_in_force(today))}
    page = pages.Home(
        head=ledger_public.current_head(),
        doors=_doors(),
        figures=(
            _figure(_("近30天作出的许可"), groups[LICENCES], "portal:licences", today),
            _figure(_("近30天作出的处罚"), groups[PENALTIES], "portal:penalties", today),
        ),
        latest=tuple(_latest(groups[LICENCES])),
    )
    return render(request, "portal/home.html", {"page": page})


def _figure(label: str, group: Group, name: str, today: date) -> Figure:
    """Return how many records were decided lately and are public, each counted to a limit."""
    since = today - LATELY
    lately = register.Filters(decided_from=since)
    tallies = [register.count_latest(item, lately, limit=COUNTED) for item in group.items.values()]
    number = sum(tally.number for tally in tallies)
    exact = all(tally.exact for tally in tallies)
    return Figure(label, number if exact else f"{number:,}+", _("条"), f"{reverse(name)}?from={since.isoformat()}")


def _latest(group: Group) -> Iterator[Line]:
    found = [record for item in group.items.values() for record in register.latest(item, limit=NEWS).records]
    newest = sorted(found, key=lambda record: record.decided_on or date.min, reverse=True)
    yield from map(line_of, newest[:NEWS])


def _doors() -> tuple[pages.Door, ...]:
    """Return the ways in that lead somewhere today; others come with the pages behind them."""
    return (
        pages.Door(
            title=_("信用查询"),
            address=reverse("portal:search"),
            words=_("按名称或统一社会信用代码，查企业和其他组织。"),
        ),
        pages.Door(
            title=_("行政许可"),
            address=reverse("portal:licences"),
            words=_("有效的行政许可，自作出决定起7个工作日内公示。"),
        ),
        pages.Door(
            title=_("行政处罚"),
            address=reverse("portal:penalties"),
            words=_("公示期内的行政处罚，每一条写明依据、期限和怎样异议、修复。"),
        ),
        pages.Door(
            title=_("信用名单"),
            address=reverse("portal:black-lists"),
            words=_("严重失信名单和守信激励名单：谁列入的、依据哪一条、在列到何时。"),
        ),
        pages.Door(
            title=_("统一代码公示"),
            address=reverse("portal:codes"),
            words=_("新赋、转换和废止的统一社会信用代码，按日期和登记单位查。"),
        ),
        pages.Door(
            title=_("异议和修复"),
            address=reverse("portal:relief"),
            words=_("记录有误怎样提出异议，改正以后怎样申请修复，公示到哪一天。"),
        ),
    )


@require_safe
@public
def about(request: Request) -> HttpResponse:
    """Say what this site is and what it shows."""
    return render(request, "portal/about.html")


@require_safe
@public
def accessibility(request: Request) -> HttpResponse:
    """Say what works for everybody and what does not yet."""
    return render(request, "portal/accessibility.html")


@require_safe
@public
def ledger(request: Request) -> HttpResponse:
    """Show the ledger's heads and how to verify it without us."""
    heads = ledger_public.recent_heads(HEADS_SHOWN)
    page = pages.Ledger(current=heads[0] if heads else None, earlier=heads[1:])
    return render(request, "portal/ledger.html", {"page": page})


@require_safe
@public
def ledger_export(request: Request) -> StreamingHttpResponse:  # noqa: ARG001  the same for everybody
    """Give the whole ledger as a file for ``chengxin ledger verify``."""
    response = StreamingHttpResponse(ledger_public.export_lines(), content_type="application/jsonl; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="ledger.jsonl"'
    return response


@require_safe
@public
def site_map(request: Request) -> HttpResponse:
    """List every public page for people."""
    listed = tuple(Crumb(_(label), reverse(name)) for name, label in pages.PUBLIC_PAGES)
    return render(request, "portal/site_map.html", {"page": pages.SiteMap(listed)})


@require_safe
@public
def sitemap(request: Request) -> HttpResponse:
    """List the public pages that search engines may keep: nothing adverse, and no single record."""
    addresses = [
        request.build_absolute_uri(reverse(name)) for name, _label in pages.PUBLIC_PAGES if name not in pages.UNLISTED
    ]
    return render(request, "portal/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


@require_safe
@public
def robots(request: Request) -> HttpResponse:
    """Tell robots where not to go: searches, the desk and the API are not for them."""
    lines = ("User-agent: *", "Disallow: /search", "Disallow: /desk/", "Disallow: /api/")
    sitemap_line = f"Sitemap: {request.build_absolute_uri(reverse('portal:sitemap'))}"
    return HttpResponse("\n".join((*lines, "", sitemap_line, "")), content_type="text/plain; charset=utf-8")
