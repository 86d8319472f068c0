"""The tables of the lists: who is on one now, a list at a time, red and black apart."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog import public as catalog
from chengxin.catalog.rules import Family, Item
from chengxin.catalog.rules.list_kinds import NO_LISTS
from chengxin.foundation.doors import public
from chengxin.foundation.requests import Request
from chengxin.portal import tables
from chengxin.portal.caution import only_now, unlisted
from chengxin.portal.pages import Listings
from chengxin.register import public as register
from chengxin.register.public import RecordView
from chengxin.ui.errors import NoSuchPage
from chengxin.ui.pieces import Tab
from chengxin.units import public as units

A_PAGE = 20
COUNT_REGION = "count"


@require_safe
@public
@only_now
def red(request: Request, item: str = "") -> HttpResponse:
    """List who is on a list of the honest now, newest first."""
    return _table(request, item, adverse=False)


@require_safe
@public
@only_now
def black(request: Request, item: str = "") -> HttpResponse:
    """List who is on a list of the seriously dishonest now, newest first."""
    return unlisted(_table(request, item, adverse=True))


def _table(request: Request, key: str, *, adverse: bool) -> HttpResponse:
    today = timezone.localdate(request.now)
    items = _lists(today_items=catalog.items_in_force(today), adverse=adverse)
    item = items.get(key) if key else next(iter(items.values()), None)
    if item is None and key:
        raise NoSuchPage
    bodies = register.deciding_bodies(item) if item else ()
    form = tables.TableForm(request.GET, bodies=bodies, districts=units.district_names(today))
    if item and request.htmx.target == COUNT_REGION and form.is_valid():
        response = render(request, "portal/table.html#count", {"count": register.count_latest(item, form.filters())})
    else:
        page = _page(request, form, item, tuple(items.values()), adverse=adverse)
        status = 422 if form.errors else 200
        response = render(request, "portal/listings.html", {"page": page, "count": page.count}, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _lists(*, today_items: Mapping[str, Item], adverse: bool) -> dict[str, Item]:
    """Return the items that are lists of one side, by key."""
    family = Family.LISTING if adverse else Family.HONOUR
    found = (item for key, item in sorted(today_items.items()) if item.family is family and key not in NO_LISTS)
    return {item.key: item for item in found}


def _page(
    request: Request, form: tables.TableForm, item: Item | None, items: tuple[Item, ...], *, adverse: bool
) -> Listings:
    after, address = request.GET.get("after", ""), request.path
    asked = form.is_valid() and item is not None
    found = register.latest(item, form.filters(), after=after, limit=A_PAGE) if asked and item else register.NO_RECORDS
    counted = asked and item and request.GET.get("count")
    return Listings(
        adverse=adverse,
        sides=_sides(adverse=adverse),
        lists=_tabs(items, item, adverse=adverse),
        name=item.name if item else "",
        form=form,
        chosen=tables.chosen_of(form, address),
        lines=tuple(_line(record) for record in found.records),
        count=register.count_latest(item, form.filters()) if counted and item else None,
        counting=tables.counting_address(form, address, after),
        pager=tables.pager_of(form, address, after, found.position, A_PAGE),
        first=tables.first_address(form, address) if after else "",
    )


def _line(record: RecordView) -> tables.Line:
    """Return the line of a listing; ``kinds`` is the name of the list where several stand in one item."""
    return replace(tables.line_of(record), kinds=record.said("document-name"))


def _sides(*, adverse: bool) -> tuple[Tab, ...]:
    return (
        Tab(_("守信激励名单"), reverse("portal:red-lists"), current=not adverse),
        Tab(_("严重失信名单"), reverse("portal:black-lists"), current=adverse),
    )


def _tabs(items: tuple[Item, ...], chosen: Item | None, *, adverse: bool) -> tuple[Tab, ...]:
    name = "portal:black-list" if adverse else "portal:red-list"
    return tuple(Tab(item.name, reverse(name, args=[item.key]), current=item is chosen) for item in items)
