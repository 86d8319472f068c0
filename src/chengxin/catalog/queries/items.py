"""Reads of items: which are in force on a day, what versions they have, and the version of a hash."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.db.models import Exists, Func, IntegerField, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from chengxin.catalog import rules
from chengxin.catalog.models import CatalogItem, ItemVersion
from chengxin.catalog.rules import Disclosure, Family, Item
from chengxin.catalog.rules.definition import read_definition
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import Conflict, NotFound


class NotYetCollected(Conflict):
    """The item stands in the catalogue and nobody reports it yet."""

    code = "catalog.not-yet-collected"
    says = "“{item}”在目录里，但是尚未归集，现在没有模板，也不收报送"
    field = "item"


class MadeByProcedure(Conflict):
    """Records of the item come from a procedure on this platform."""

    code = "catalog.made-by-procedure"
    says = "“{item}”的记录由平台上的认定程序产生，不收报送，也没有模板"
    field = "item"


def items_no_longer_public(actor: Actor, *, on: date) -> dict[str, Item]:
    """Return the items that were public and are not on a day, by key: ended, not shown to the public any more.

    An item the catalogue does not know is not among them, nor one that comes in force later.
    """
    gone = {
        row.item_id: item
        for row in _newest(actor, on, rules.SEE_CATALOG)
        if not ((item := definition_item(row)).is_public and item.is_in_force(on))
    }
    before = ItemVersion.objects.filter(item__in=gone, in_force_from__lte=on)
    return {gone[row.item_id].key: gone[row.item_id] for row in before if definition_item(row).is_public}


def items_in_force(actor: Actor, *, on: date, permission: Permission = rules.SEE_CATALOG) -> dict[str, Item]:
    """Return the items in force on a day, by key; an actor without the permission gets none.

    A room whose work needs the catalogue asks with the permission for that work.
    """
    return _read(_newest(actor, on, permission), on)


def items_to_report(actor: Actor, *, on: date, permission: Permission) -> dict[str, Item]:
    """Return the items in force on a day that units may report: collected already, and made by no procedure."""
    newest = _newest(actor, on, permission)
    return _read([version for version in newest if _is_reported(version.definition)], on)


def _is_reported(definition: Mapping[str, Any]) -> bool:
    return bool(definition.get("collected", True)) and not definition.get("by_procedure", False)


def _newest(actor: Actor, on: date, permission: Permission) -> Iterable[ItemVersion]:
    if not actor.may(permission):
        return ()
    begun = ItemVersion.objects.filter(in_force_from__lte=on)
    return begun.order_by("item__key", "-in_force_from", "-number").distinct("item__key")


def _read(versions: Iterable[ItemVersion], on: date) -> dict[str, Item]:
    found = [_item(version.hash, json.dumps(version.definition)) for version in versions]
    return {item.key: item for item in found if item.is_in_force(on)}


def require_collected(item: Item) -> None:
    """Do nothing if units report records of the item.

    Raises:
        NotYetCollected: it stands in the catalogue, and nobody reports it yet.
        MadeByProcedure: a procedure on this platform makes them.
    """
    if item.by_procedure:
        raise MadeByProcedure(item=item.name)
    if not item.collected:
        raise NotYetCollected(item=item.name)


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


@lru_cache(maxsize=2048)
def judging_item(digest: str) -> Item:
    """Return the item by the hash of the version that judged a record; read once, as what a hash names never changes.

    Raises:
        NotFound: there is no such version.
    """
    version = ItemVersion.objects.filter(hash=digest).first()
    if version is None:
        raise NotFound
    return _item(version.hash, json.dumps(version.definition))


def catalogue_rows(actor: Actor) -> QuerySet[CatalogItem]:
    """Return the rows of all items by key; those that were never in force only to who keeps the catalogue."""
    if not actor.may(rules.SEE_CATALOG):
        return CatalogItem.objects.none()
    found = CatalogItem.objects.order_by("key")
    return found if keeps(actor) else found.filter(Exists(ItemVersion.objects.filter(item=OuterRef("pk"))))


def keeps(actor: Actor) -> bool:
    """Say whether the actor keeps the catalogue of the whole city."""
    return actor.scope(rules.KEEP_CATALOG).everything


def catalogue_row(actor: Actor, key: str) -> CatalogItem:
    """Return the row of an item.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    row = catalogue_rows(actor).filter(key=key).first()
    if row is None:
        raise NotFound
    return row


@dataclass(frozen=True)
class Version:
    """A version of an item without its fields: which it is, from when, who put it in force."""

    number: int
    in_force_from: date
    at: datetime
    by: str


class State(StrEnum):
    """Whether records of an item may be reported on a day: yes, not yet, not any more, or it was never in force.

    ``not-collected``: it is in force, and nobody reports it yet.
    """

    IN_FORCE = "in-force"
    NOT_COLLECTED = "not-collected"
    TO_COME = "to-come"
    OVER = "over"
    NEVER = "never"


@dataclass(frozen=True)
class Summary:
    """An item as lists show it. ``version`` is the one in force on the day asked for, else the next, else None.

    ``state`` says whether records may be reported on that day; ``draft`` that somebody works on it.
    """

    key: str
    name: str
    family: Family
    disclosure: Disclosure
    adverse: bool
    fields: int
    valid_from: date | None
    valid_until: date | None
    version: Version | None
    state: State
    draft: bool


def summaries(actor: Actor, *, on: date) -> list[Summary]:
    """Return all items the actor may see, by key, as they stand on a day."""
    found = ItemVersion.objects.filter(item__in=catalogue_rows(actor)).order_by("in_force_from", "number")
    said = found.values("item_id", "number", "in_force_from", "at", "by", **FACTS, fields=_fields_in("definition"))
    versions: dict[int, list[Mapping[str, Any]]] = {}
    for version in said:
        versions.setdefault(version["item_id"], []).append(version)
    drafts = catalogue_rows(actor).values(
        "id", "key", has_draft=Q(draft__isnull=False), **DRAFT_FACTS, fields=_fields_in("draft")
    )
    return [_summary(row, versions.get(row["id"], []), on) for row in drafts]


def _fields_in(column: str) -> Func:
    return Func(KeyTransform("field", column), function="jsonb_array_length", output_field=IntegerField())


FACT_KEYS = ("name", "family", "disclosure", "adverse", "valid_from", "valid_until", "collected")
FACTS = {f"said_{key}": KeyTextTransform(key, "definition") for key in FACT_KEYS}
DRAFT_FACTS = {f"said_{key}": KeyTextTransform(key, "draft") for key in FACT_KEYS}


def _summary(row: Mapping[str, Any], versions: list[Mapping[str, Any]], on: date) -> Summary:
    begun = [version for version in versions if version["in_force_from"] <= on]
    version = begun[-1] if begun else versions[0] if versions else None
    said = version or row
    valid_from = date.fromisoformat(said["said_valid_from"]) if version else None
    valid_until = date.fromisoformat(said["said_valid_until"]) if said["said_valid_until"] else None
    return Summary(
        key=row["key"],
        name=said["said_name"],
        family=Family(said["said_family"]),
        disclosure=Disclosure(said["said_disclosure"]),
        adverse=said["said_adverse"] == "true",
        fields=said["fields"],
        valid_from=valid_from,
        valid_until=valid_until,
        version=Version(version["number"], version["in_force_from"], version["at"], version["by"]) if version else None,
        state=_state(said, begun=bool(begun), valid_from=valid_from, valid_until=valid_until, on=on),
        draft=row["has_draft"],
    )


def _state(
    said: Mapping[str, Any], *, begun: bool, valid_from: date | None, valid_until: date | None, on: date
) -> State:
    if valid_from is None:
        return State.NEVER
    if valid_until is not None and valid_until <= on:
        return State.OVER
    if not begun or valid_from > on:
        return State.TO_COME
    return State.NOT_COLLECTED if said["said_collected"] == "false" else State.IN_FORCE


def versions_of(actor: Actor, row: CatalogItem) -> list[Version]:
    """Return the versions of an item, newest first."""
    found = ItemVersion.objects.filter(item=row) if actor.may(rules.SEE_CATALOG) else ItemVersion.objects.none()
    return [
        Version(version.number, version.in_force_from, version.at, version.by)
        for version in found.defer("definition").order_by("-number")
    ]


def item_version(actor: Actor, row: CatalogItem, number: int) -> Item:
    """Return the item as a version of it says.

    Raises:
        NotFound: there is no such version, or the actor may not see it.
    """
    found = ItemVersion.objects.filter(item=row, number=number) if actor.may(rules.SEE_CATALOG) else None
    version = found.first() if found is not None else None
    if version is None:
        raise NotFound
    return _item(version.hash, json.dumps(version.definition))


def definition_item(version: ItemVersion) -> Item:
    """Return the item as a version says."""
    return _item(version.hash, json.dumps(version.definition))


@lru_cache(maxsize=256)
def _item(_digest: str, definition: str) -> Item:
    return read_definition(json.loads(definition))
