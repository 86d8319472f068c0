"""The standard items and code lists that come with a release."""

from datetime import datetime

from django.db import transaction

from chengxin.catalog import rules
from chengxin.catalog.adapters import standard_items, standard_lists
from chengxin.catalog.models import CatalogItem, CodeListRow
from chengxin.catalog.rules import Item
from chengxin.catalog.rules.definition import list_data
from chengxin.catalog.services.versions import add_version
from chengxin.foundation.actor import Actor


@transaction.atomic
def install_standard_catalogue(*, actor: Actor, now: datetime) -> int:
    """Install the standard items and code lists that are new in this release; return how many items changed.

    It comes with the schema at each migration and nobody decides it: the versions themselves say what was installed and
    when, for good; an entry of the trail at each start would say nothing.

    An item the city has changed itself keeps its version: the release's definition is noted, not put in force. A code
    list that is there is left alone, as the city may have added to it. Safe to run twice.

    Raises:
        NotPermitted: the actor may not keep the whole catalogue.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    for known in standard_lists().values():
        CodeListRow.objects.get_or_create(
            key=known.key,
            defaults={"name": known.name, "values": list_data(known)["values"], "changed_at": now},
        )
    return sum(_install(item, now) for item in standard_items().values())


def _install(item: Item, now: datetime) -> bool:
    digest = rules.hash_of(item)
    row, made = CatalogItem.objects.select_for_update().get_or_create(key=item.key, defaults={"created_at": now})
    if row.standard_hash == digest:
        return False
    untouched = made or row.versions.order_by("-number").values_list("hash", flat=True).first() == row.standard_hash
    if untouched:
        add_version(row, item, in_force_from=item.valid_from, now=now, by="标准目录")
    row.standard_hash = digest
    row.save(update_fields=["standard_hash"])
    return untouched
