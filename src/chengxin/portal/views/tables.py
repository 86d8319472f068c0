"""The tables of 双公示: licences and penalties, narrowed and paged."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog import public as catalog
from chengxin.catalog.rules import Item
from chengxin.foundation.doors import public
from chengxin.foundation.requests import Request
from chengxin.portal import groups, tables
from chengxin.portal.caution import only_now, unlisted
from chengxin.register import public as register
from chengxin.ui.errors import NoSuchPage
from chengxin.ui.pieces import Tab
from chengxin.units import public as units

A_PAGE = 20
COUNT_REGION = "count"


@require_safe
@public
@only_now
def licences(request: Request) -> HttpResponse:
    """List licences that are valid, newest decision first."""
    return _table(request, groups.LICENCES)


@require_safe
@public
@only_now
def penalties(request: Request) -> HttpResponse:
    """List penalties that are shown now, newest decision first."""
    return unlisted(_table(request, groups.PENALTIES))


def _table(request: Request, key: str) -> HttpResponse:
    today = timezone.localdate(request.now)
    found = {group.key: group for group in groups.groups_of(catalog.items_in_force(today))}
    items = list(found[key].items.values())
    item = next((one for one in items if one.key == request.GET.get("item", one.key)), None)
    if item is None:
        raise NoSuchPage
    districts = units.district_names(today)
    form = tables.TableForm(request.GET, bodies=register.deciding_bodies(item), districts=districts)
    if request.htmx.target == COUNT_REGION and form.is_valid():
        count = register.count_latest(item, form.filters())
        response = render(request, "portal/table.html#count", {"count": count})
    else:
        page = _page(request, form, item)
        context = {"page": page, "count": page.count}
        response = render(request, "portal/table.html", context, status=422 if form.errors else 200)
    patch_vary_headers(response, ["HX-Target"])
    return response


def _page(request: Request, form: tables.TableForm, item: Item) -> tables.TablePage:
    after, address = request.GET.get("after", ""), request.path
    asked = form.is_valid()
    found = register.latest(item, form.filters(), after=after, limit=A_PAGE) if asked else register.NO_RECORDS
    return tables.TablePage(
        tabs=_tabs(adverse=item.adverse),
        adverse=item.adverse,
        form=form,
        chosen=tables.chosen_of(form, address),
        lines=tuple(tables.line_of(record) for record in found.records),
        count=register.count_latest(item, form.filters()) if asked and request.GET.get("count") else None,
        counting=tables.counting_address(form, address, after),
        pager=tables.pager_of(form, address, after, found.position, A_PAGE),
        first=tables.first_address(form, address) if after else "",
    )


def _tabs(*, adverse: bool) -> tuple[Tab, ...]:
    return (
        Tab(_("行政许可"), reverse("portal:licences"), current=not adverse),
        Tab(_("行政处罚"), reverse("portal:penalties"), current=adverse),
    )
