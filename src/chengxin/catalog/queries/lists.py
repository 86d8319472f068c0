"""Reads of code lists: how they stand now, which items use them, which of their values were ever in force."""

from dataclasses import dataclass
from datetime import datetime

from chengxin.catalog import rules
from chengxin.catalog.models import CatalogItem, CodeListRow, ItemVersion
from chengxin.catalog.queries.items import catalogue_rows
from chengxin.catalog.rules import CodeList
from chengxin.catalog.rules.definition import list_from
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound


@dataclass(frozen=True)
class ListState:
    """A code list as it stands, with the number of its last change."""

    entry: CodeList
    number: int
    changed_at: datetime


@dataclass(frozen=True)
class Use:
    """An item that uses a code list. ``current`` says that its newest version has the list as it stands now."""

    key: str
    name: str
    current: bool


def code_lists(actor: Actor) -> dict[str, CodeList]:
    """Return the code lists as they stand now, by key."""
    if not actor.may(rules.SEE_CATALOG):
        return {}
    return {row.key: list_from(row.data) for row in CodeListRow.objects.order_by("key")}


def list_state(actor: Actor, key: str) -> ListState:
    """Return a code list with the number of its last change.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    row = CodeListRow.objects.filter(key=key).first() if actor.may(rules.SEE_CATALOG) else None
    if row is None:
        raise NotFound
    return ListState(list_from(row.data), row.number, row.changed_at)


def list_uses(actor: Actor, *, entry: CodeList | None = None) -> dict[str, list[Use]]:
    """Return, by code list, the items whose newest version uses it; of one list if it is given."""
    stands = {entry.key: entry} if entry else code_lists(actor)
    newest = (
        ItemVersion.objects.filter(item__in=catalogue_rows(actor))
        .order_by("item__key", "-in_force_from", "-number")
        .distinct("item__key")
        .values_list("item__key", "definition__name", "definition__lists")
    )
    uses: dict[str, list[Use]] = {key: [] for key in stands}
    for key, name, copies in newest:
        for copy in copies:
            if copy["key"] in stands:
                uses[copy["key"]].append(Use(key, name, current=list_from(copy) == stands[copy["key"]]))
    return uses


def codes_in_use(actor: Actor, key: str) -> frozenset[str]:
    """Return the codes of a list's values that stood in any version ever put in force: records may hold them."""
    if not actor.may(rules.SEE_CATALOG):
        return frozenset()
    copies = ItemVersion.objects.filter(definition__lists__contains=[{"key": key}]).values_list(
        "definition__lists", flat=True
    )
    return frozenset(
        value["code"] for lists in copies for copy in lists if copy["key"] == key for value in copy["values"]
    )


def drafts_with_list(actor: Actor, key: str) -> list[str]:
    """Return the keys of the items whose draft uses a code list."""
    rows = catalogue_rows(actor) if actor.scope(rules.KEEP_CATALOG).everything else CatalogItem.objects.none()
    return list(rows.filter(draft__lists__contains=[{"key": key}]).values_list("key", flat=True))
