"""Reads of drafts: for who keeps the catalogue of the whole city, nobody else."""

from dataclasses import dataclass
from datetime import datetime

from chengxin.catalog.models import CatalogItem
from chengxin.catalog.queries.items import catalogue_rows, item_version, keeps, versions_of
from chengxin.catalog.queries.lists import code_lists
from chengxin.catalog.rules import Item
from chengxin.catalog.rules.definition import read_definition
from chengxin.catalog.rules.editing import with_lists
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound


@dataclass(frozen=True)
class Draft:
    """The draft of an item: what it says, with the code lists as they stand now, and who changed it last.

    ``number`` is that of its last change; ``newest`` the number of the item's newest version, 0 if it has none.
    """

    row: CatalogItem
    item: Item
    number: int
    by: str
    at: datetime
    newest: int


def draft_for(actor: Actor, key: str) -> Draft:
    """Return the draft of an item.

    Raises:
        NotFound: nobody works on it, there is no such item, or the actor does not keep the catalogue.
    """
    row = catalogue_rows(actor).filter(key=key, draft__isnull=False).first() if keeps(actor) else None
    if row is None or row.draft is None or row.draft_at is None:
        raise NotFound
    versions = versions_of(actor, row)
    return Draft(
        row=row,
        item=with_lists(read_definition(row.draft), code_lists(actor)),
        number=row.draft_number,
        by=row.draft_by,
        at=row.draft_at,
        newest=versions[0].number if versions else 0,
    )


def newest_item(actor: Actor, row: CatalogItem) -> Item | None:
    """Return the item as its newest version says, None if it was never in force."""
    versions = versions_of(actor, row)
    return item_version(actor, row, versions[0].number) if versions else None
