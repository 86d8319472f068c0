"""Reads of the catalogue: which items are in force on a day, and the version of a hash."""

import json
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from chengxin.catalog import rules
from chengxin.catalog.models import CatalogItem, CodeListRow, ItemVersion
from chengxin.catalog.rules import CodeList, Item
from chengxin.catalog.rules.definition import list_from, read_definition
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import NotFound


def items_in_force(actor: Actor, *, on: date, permission: Permission = rules.SEE_CATALOG) -> dict[str, Item]:
    """Return the items in force on a day, by key; an actor without the permission gets none.

    A room whose work needs the catalogue asks with the permission for that work.
    """
    if not actor.may(permission):
        return {}
    latest = (
        ItemVersion.objects.filter(in_force_from__lte=on)
        .order_by("item__key", "-in_force_from", "-number")
        .distinct("item__key")
    )
    found = [_item(version.hash, json.dumps(version.definition)) for version in latest]
    return {item.key: item for item in found if item.is_in_force(on)}


def item_in_force(actor: Actor, key: str, *, on: date) -> Item:
    """Return the item as it is in force on a day.

    Raises:
        NotFound: there is no such item in force, or the actor may not see it.
    """
    items = items_in_force(actor, on=on)
    if key not in items:
        raise NotFound
    return items[key]


def item_of_hash(actor: Actor, digest: str, *, permission: Permission = rules.SEE_CATALOG) -> Item:
    """Return the item by the hash of its version.

    Raises:
        NotFound: there is no such version, or the actor may not see it.
    """
    version = ItemVersion.objects.filter(hash=digest).first() if actor.may(permission) else None
    if version is None:
        raise NotFound
    return _item(version.hash, json.dumps(version.definition))


def catalogue_rows(actor: Actor) -> QuerySet[CatalogItem]:
    """Return the rows of all items, drafts included, by key."""
    found = CatalogItem.objects.order_by("key")
    return found if actor.may(rules.SEE_CATALOG) else found.none()


def code_lists(actor: Actor) -> dict[str, CodeList]:
    """Return the code lists as they stand now, by key."""
    if not actor.may(rules.SEE_CATALOG):
        return {}
    rows = CodeListRow.objects.order_by("key")
    return {row.key: list_from({"key": row.key, "name": row.name, "values": row.values}) for row in rows}


@lru_cache(maxsize=256)
def _item(_digest: str, definition: str) -> Item:
    return read_definition(json.loads(definition))
