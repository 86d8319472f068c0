"""The standard items, code lists, kinds of lists and measures that come with a release."""

from datetime import date, datetime

from django.db import transaction

from chengxin.catalog import queries, rules
from chengxin.catalog.adapters import StandardEdition, standard_editions, standard_items, standard_lists
from chengxin.catalog.adapters.kinds import standard_list_kinds, standard_measures
from chengxin.catalog.models import CatalogItem, CodeListRow, Edition, EditionItem
from chengxin.catalog.rules import Item
from chengxin.catalog.rules.definition import list_data
from chengxin.catalog.rules.editions import STANDARD, EditionState, Part
from chengxin.catalog.services.kinds import install_standard_kinds
from chengxin.catalog.services.versions import add_version
from chengxin.foundation.actor import Actor


@transaction.atomic
def install_standard_catalogue(*, actor: Actor, now: datetime) -> int:
    """Install the standard items and code lists that are new in this release; return how many changed.

    It comes with the schema at each migration and nobody decides it: the versions themselves say what was installed and
    when, for good; an entry of the trail at each start would say nothing.

    An item the city has changed itself keeps its version: the release's definition is noted, not put in force. A code
    list that is there is left alone, as the city may have added to it. The editions that come with the product hold
    what was in force on their day; what a release adds of such a time is added to them. Safe to run twice.

    Raises:
        NotPermitted: the actor may not keep the whole catalogue.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    for known in standard_lists().values():
        CodeListRow.objects.get_or_create(
            key=known.key,
            defaults={"name": known.name, "values": list_data(known)["values"], "changed_at": now},
        )
    changed = sum(_install(item, now) for item in standard_items().values())
    for entry in standard_editions():
        _install_edition(actor, entry, now)
    return changed + install_standard_kinds(
        actor=actor, now=now, kinds=standard_list_kinds(), measures=standard_measures()
    )


def _install(item: Item, now: datetime) -> bool:
    digest = rules.hash_of(item)
    row, made = CatalogItem.objects.select_for_update().get_or_create(key=item.key, defaults={"created_at": now})
    if row.standard_hash == digest:
        return False
    untouched = made or row.versions.order_by("-number").values_list("hash", flat=True).first() == row.standard_hash
    if untouched:
        add_version(row, item, in_force_from=item.valid_from, now=now, by=STANDARD)
    row.standard_hash = digest
    row.save(update_fields=["standard_hash"])
    return untouched


def _install_edition(actor: Actor, entry: StandardEdition, now: datetime) -> None:
    """Make an edition that comes with the product, and add to it what of its day it lacks."""
    before = queries.edition_in_force(actor, on=date.fromordinal(entry.in_force_from.toordinal() - 1))
    edition, _made = Edition.objects.get_or_create(
        key=entry.key,
        defaults={
            "title": entry.title,
            "state": EditionState.ADOPTED.value,
            "based_on": before,
            "remark": entry.remark,
            "made_at": now,
            "made_by": STANDARD,
            "in_force_from": entry.in_force_from,
            "adopted_at": now,
            "adopted_by": STANDARD,
        },
    )
    if edition.made_by != STANDARD:
        return
    there = set(edition.items.values_list("item__key", flat=True))
    held = set(before.items.values_list("item__key", flat=True)) if before else set()
    EditionItem.objects.bulk_create(
        EditionItem(
            edition=edition,
            item=version.item,
            part=(Part.KEPT if key in held else Part.ADDED).value,
            version=version,
        )
        for key, version in queries.versions_in_force(actor, on=entry.in_force_from).items()
        if key not in there
    )
