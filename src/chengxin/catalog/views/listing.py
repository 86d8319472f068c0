"""The list of items."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog import queries, rules
from chengxin.catalog.forms import ItemFilter
from chengxin.catalog.forms.items import STATES
from chengxin.catalog.queries import State, Summary
from chengxin.catalog.rules import labels
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.units.queries import day_of

LOOKS = {
    State.IN_FORCE: "good",
    State.NOT_COLLECTED: "idle",
    State.TO_COME: "idle",
    State.OVER: "done",
    State.NEVER: "idle",
}


@dataclass(frozen=True)
class ItemLine:
    """An item in the list. ``look`` and ``state`` say whether records may be reported, ``since`` from when."""

    name: str
    key: str
    family: str
    disclosure: str
    fields: int
    look: str
    state: str
    since: date | None
    draft: bool
    address: str


@dataclass(frozen=True)
class ItemsPage:
    """The list: its finding, how many items wait to be collected, its rows, what the actor may do here."""

    title: str
    waiting: int
    lines: tuple[ItemLine, ...]
    filtered: bool
    may_keep: bool


@require_safe
@staff(rules.SEE_CATALOG)
def items(request: Request) -> HttpResponse:
    """List the items by name, family, disclosure and state."""
    today = day_of(request.now)
    form = ItemFilter(request.GET or None)
    every = queries.summaries(request.actor, on=today)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = [item for item in every if _fits(item, asked)] if form.is_valid() or not form.is_bound else []
    filtered = any(asked.values()) or (form.is_bound and not form.is_valid())
    in_force, waiting = (sum(item.state is state for item in every) for state in (State.IN_FORCE, State.NOT_COLLECTED))
    page = ItemsPage(
        title=_("符合条件的目录项有{n}个").format(n=len(found))
        if filtered
        else _("{n}个目录项在生效，可以报送").format(n=in_force),
        waiting=waiting,
        lines=tuple(_line(item) for item in found),
        filtered=filtered,
        may_keep=queries.keeps(request.actor),
    )
    return render(request, "catalog/items.html", {"page": page, "form": form})


def _fits(item: Summary, asked: dict[str, str]) -> bool:
    words = asked.get("q", "").strip().lower()
    state = asked.get("state", "")
    return (
        (not words or words in item.name.lower() or words in item.key)
        and asked.get("family", "") in {"", item.family}
        and asked.get("disclosure", "") in {"", item.disclosure}
        and (not state or state == item.state or (state == "draft" and item.draft))
    )


def _line(item: Summary) -> ItemLine:
    return ItemLine(
        name=item.name,
        key=item.key,
        family=labels.FAMILY_LABELS[item.family],
        disclosure=labels.DISCLOSURE_LABELS[item.disclosure],
        fields=item.fields,
        look=LOOKS[item.state],
        state=_(STATES[item.state]),
        since=item.version.in_force_from if item.version else None,
        draft=item.draft,
        address=reverse("catalog:item", args=[item.key]),
    )
