"""Parts that several pages show: the way to them, kinds and units in words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.foundation.requests import Request
from chengxin.lists import queries
from chengxin.lists.models import Entry
from chengxin.lists.rules.doings import PROPOSE
from chengxin.lists.rules.procedure import State, Track, state_label
from chengxin.ui.pieces import Crumb
from chengxin.units.queries import day_of, unit_for

LOOKS = {
    State.PROPOSED: "near",
    State.RETURNED: "near",
    State.APPROVED: "near",
    State.NOTIFIED: "idle",
    State.DECIDED: "near",
    State.PUBLISHED: "done",
    State.EXITED: "idle",
    State.STOPPED: "idle",
}


def to_entries() -> Crumb:
    """Return the way to the table."""
    return Crumb(_("名单认定"), reverse("lists:entries"))


def to_entry(row: Entry) -> tuple[Crumb, ...]:
    """Return the way to the pages below an entry."""
    return (to_entries(), Crumb(row.subject_name, reverse("lists:entry", args=[row.public_id])))


def state_words(row: Entry) -> str:
    """Return the state of an entry in words."""
    return _(state_label(Track(row.track), State(row.state)))


def own_kinds(request: Request) -> list[tuple[str, str]]:
    """Return the kinds on which the own unit may list today (key and name)."""
    if request.actor.unit is None or not request.actor.may(PROPOSE):
        return []
    unit = unit_for(request.actor, request.actor.unit)
    found = queries.kinds_of(request.actor, unit, on=day_of(request.now))
    return [(kind.key, kind.name) for kind in found]


def kinds_in_reach(request: Request) -> list[tuple[str, str]]:
    """Return the kinds of the entries in reach (key and name)."""
    rows = queries.entries_for(request.actor).order_by("kind").values_list("kind", "kind_name").distinct()
    return list(dict(rows).items())


def units_in_reach(request: Request) -> list[tuple[str, str]]:
    """Return the units of the entries in reach (id as text, and name)."""
    rows = queries.entries_for(request.actor).order_by("unit__name_key", "unit_id")
    return [(str(number), name) for number, name in dict(rows.values_list("unit_id", "unit__name")).items()]
