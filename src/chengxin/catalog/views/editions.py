"""The list of editions."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog import queries, rules
from chengxin.catalog.rules.editions import Part
from chengxin.catalog.views.edition_parts import state_of
from chengxin.catalog.views.parts import catalogue
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.units.queries import day_of


@dataclass(frozen=True)
class EditionLine:
    """An edition in the list; ``since`` is the day on which it came or comes in force."""

    title: str
    key: str
    look: str
    state: str
    since: date | None
    items: int
    address: str


@dataclass(frozen=True)
class EditionsPage:
    """All editions the person may see; ``may_begin`` where none is under way."""

    title: str
    lines: tuple[EditionLine, ...]
    may_begin: bool


@require_safe
@staff(rules.SEE_CATALOG)
def editions(request: Request) -> HttpResponse:
    """List the editions, the latest first."""
    today = day_of(request.now)
    held = Count("items", filter=~Q(items__part=Part.REMOVED.value))
    lines = []
    for row in queries.editions_for(request.actor).annotate(held=held):
        look, state = state_of(request.actor, row, today)
        address = reverse("catalog:edition", args=[row.key])
        lines.append(EditionLine(row.title, row.key, look, state, row.in_force_from, row.held, address))
    current = queries.edition_in_force(request.actor, on=today)
    under_way = queries.edition_under_way(request.actor)
    page = EditionsPage(
        title=_("现行的是{title}").format(title=current.title) if current else _("还没有施行的目录"),
        lines=tuple(lines),
        may_begin=queries.keeps(request.actor) and under_way is None,
    )
    return render(request, "catalog/editions.html", {"page": page, "steps": (catalogue(),)})
