"""The doors of the pages of kinds of lists; what they show stands in ``kept``."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from chengxin.catalog import rules
from chengxin.catalog.queries.kept import LIST_KINDS
from chengxin.catalog.views import kept
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.asking import page


@require_safe
@staff(rules.SEE_CATALOG)
def list_kinds(request: Request) -> HttpResponse:
    """List them by name, sort and state; as a file if asked."""
    return kept.table(request, LIST_KINDS)


@require_safe
@staff(rules.SEE_CATALOG)
def list_kind(request: Request, key: str) -> HttpResponse:
    """Show one with its history."""
    return kept.entry(request, LIST_KINDS, key)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def make(request: Request) -> HttpResponse:
    """Begin a new one."""
    return kept.make(request, LIST_KINDS)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def change(request: Request, key: str) -> HttpResponse:
    """Change its draft."""
    return kept.change(request, LIST_KINDS, key)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def publish(request: Request, key: str) -> HttpResponse:
    """Publish its draft."""
    return kept.publish(request, LIST_KINDS, key)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def discard(request: Request, key: str) -> HttpResponse:
    """Give its draft up."""
    return kept.discard(request, LIST_KINDS, key)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def restore(request: Request, key: str) -> HttpResponse:
    """Take back the draft that was given up."""
    return kept.restore(request, LIST_KINDS, key)
