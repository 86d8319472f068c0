"""Pages of the public site: one frozen page object each."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.audit import public as ledger_public
from chengxin.foundation.doors import public
from chengxin.foundation.requests import Request
from chengxin.portal import pages
from chengxin.ui.pieces import Crumb

HEADS_SHOWN = 21


@require_safe
@public
def home(request: Request) -> HttpResponse:
    """Show the first page."""
    page = pages.Home(head=ledger_public.current_head(), doors=_doors())
    return render(request, "portal/home.html", {"page": page})


def _doors() -> tuple[pages.Door, ...]:
    """Return the ways in that lead somewhere today; others come with the pages behind them."""
    return (
        pages.Door(
            title=_("信用查询"),
            address=reverse("portal:search"),
            words=_("按名称或统一社会信用代码，查企业和其他组织。"),
        ),
        pages.Door(
            title=_("公示期限"),
            address=reverse("portal:law"),
            words=_("一条处罚公示到哪一天，何时可以修复，依据哪一条，自己算一算。"),
        ),
        pages.Door(
            title=_("公示台账"),
            address=reverse("portal:ledger"),
            words=_("公示过什么、撤下过什么，不能悄悄改动，任何人都可以核对。"),
        ),
        pages.Door(
            title=_("关于本站"),
            address=reverse("portal:about"),
            words=_("公示什么，不公示什么，怎样联系主办和承办单位。"),
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
    """List every public page for search engines."""
    addresses = [request.build_absolute_uri(reverse(name)) for name, _label in pages.PUBLIC_PAGES]
    return render(request, "portal/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


@require_safe
@public
def robots(request: Request) -> HttpResponse:
    """Tell robots where not to go: searches, the desk and the API are not for them."""
    lines = ("User-agent: *", "Disallow: /search", "Disallow: /desk/", "Disallow: /api/")
    sitemap_line = f"Sitemap: {request.build_absolute_uri(reverse('portal:sitemap'))}"
    return HttpResponse("\n".join((*lines, "", sitemap_line, "")), content_type="text/plain; charset=utf-8")
