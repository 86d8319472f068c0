"""Versions of items: one is only ever added."""

from datetime import date, datetime

from chengxin.catalog import rules
from chengxin.catalog.models import CatalogItem, ItemVersion
from chengxin.catalog.rules import Item


def add_version(row: CatalogItem, item: Item, *, in_force_from: date, now: datetime, by: str) -> ItemVersion:
    """Add a version to an item whose row the caller holds, and return it; a part of the caller's use case."""
    last = row.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return ItemVersion.objects.create(
        item=row,
        number=last + 1,
        definition=rules.definition_of(item),
        hash=rules.hash_of(item),
        in_force_from=in_force_from,
        at=now,
        by=by,
    )
