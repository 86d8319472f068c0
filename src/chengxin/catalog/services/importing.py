"""A definition that comes from a file becomes the draft of its item, new or not."""

from datetime import datetime

from chengxin.audit.services import use_case
from chengxin.catalog import queries, rules
from chengxin.catalog.models import CatalogItem, CodeListRow
from chengxin.catalog.rules import CodeList, Item
from chengxin.catalog.rules.definition import list_data, list_from
from chengxin.catalog.rules.lists import clash_of, merged
from chengxin.catalog.services.checking import ChangedMeanwhile, checked_key
from chengxin.catalog.services.drafts import write_draft
from chengxin.catalog.services.lists import WritingTaken
from chengxin.catalog.services.trail import note_item, note_list, told
from chengxin.foundation.actor import Actor


@use_case
def import_definition(*, actor: Actor, now: datetime, item: Item, seen: int, source: str, digest: str) -> CatalogItem:
    """Make the definition of a file the draft of its item, in place of the draft that was ``seen`` (0: no such item).

    Code lists of the file are brought in: new ones are made, known ones get the file's values and keep those it has
    not. ``source`` is the file's name, ``digest`` its SHA-256 in hexadecimal; both go into the trail.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        BadKey: of the item.
        ChangedMeanwhile: somebody made or changed the draft after ``seen``.
        WritingTaken: two values of a code list could not be told apart.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row, _made = CatalogItem.objects.select_for_update().get_or_create(
        key=checked_key(item.key), defaults={"created_at": now}
    )
    if row.draft_number != seen:
        raise ChangedMeanwhile(by=row.draft_by or "别人")
    for entry in rules.lists_of(item).values():
        _bring_in(actor, now, entry)
    before = queries.newest_item(actor, row)
    write_draft(row, item, now=now, by=actor)
    changes = told(difference.words for difference in rules.differences(before, item)) if before else []
    note_item(actor, now, rules.DEFINITION_IMPORTED, item, file=source, sha256=digest, changes=changes)
    return row


def _bring_in(actor: Actor, now: datetime, given: CodeList) -> None:
    row, made = CodeListRow.objects.select_for_update().get_or_create(
        key=given.key, defaults={"name": given.name, "values": list_data(given)["values"], "changed_at": now}
    )
    before = CodeList(given.key, given.name, ()) if made else list_from(row.data)
    after = merged(before, given)
    clash = clash_of(after)
    if clash:
        raise WritingTaken(writing=clash[0], label=clash[1].label)
    if made:
        note_list(actor, now, rules.LIST_CREATED, after)
    elif before != after:
        row.name, row.values, row.changed_at, row.number = after.name, list_data(after)["values"], now, row.number + 1
        row.save(update_fields=["name", "values", "changed_at", "number"])
        note_list(actor, now, rules.LIST_CHANGED, after, changes=told(rules.list_differences(before, after)))
