"""What the public may know of the catalogue: the items whose records are public, as they are in force."""

from datetime import date
from functools import lru_cache
from json import loads

from django.db import connections

from chengxin.catalog.rules import Item
from chengxin.catalog.rules.definition import read_definition

DATABASE = "public"
IN_FORCE = """
SELECT hash, definition::text FROM (
    SELECT DISTINCT ON (key) hash, definition FROM public_catalog_items
    WHERE in_force_from <= %(on)s ORDER BY key, in_force_from DESC, number DESC) newest
WHERE definition ->> 'disclosure' = 'public' AND coalesce(definition ->> 'collected', 'true') = 'true'"""


def items_in_force(on: date) -> dict[str, Item]:
    """Return the public items in force on a day, by key, whose records are collected."""
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(IN_FORCE, {"on": on})
        found = [_item(digest, definition) for digest, definition in cursor.fetchall()]
    return {item.key: item for item in found if item.is_in_force(on) and item.is_public and item.collected}


@lru_cache(maxsize=256)
def _item(_digest: str, definition: str) -> Item:
    return read_definition(loads(definition))
