"""Drafts of items: made, begun, given up, taken back; and the one way in which all changes of a draft are written."""

from collections.abc import Callable
from datetime import datetime

from chengxin.audit.services import use_case
from chengxin.catalog import queries, rules
from chengxin.catalog.models import CatalogItem
from chengxin.catalog.queries import Draft
from chengxin.catalog.rules import Family, Item
from chengxin.catalog.rules.definition import read_definition
from chengxin.catalog.rules.editing import blank_item
from chengxin.catalog.services.checking import ChangedMeanwhile, KeyTaken, checked_key, checked_text
from chengxin.catalog.services.trail import note_item, told
from chengxin.foundation.actor import Actor, ActorKind
from chengxin.foundation.refusals import Conflict, NotFound
from chengxin.units.queries import day_of

ON_THE_SERVER = "服务器上的命令"
"""Who changed a draft where no person did."""


class DraftThere(Conflict):
    """One item has one draft at a time."""

    code = "catalog.draft-there"
    says = "已经有一份草稿，请接着改它"


class NothingDiscarded(Conflict):
    """No draft of the item was given up, or another was begun since."""

    code = "catalog.nothing-discarded"
    says = "没有可以恢复的草稿"


@use_case
def create_item(*, actor: Actor, now: datetime, key: str, name: str, family: Family) -> CatalogItem:
    """Make a new item of the city's own as a draft; nothing can be reported for it until it is put in force.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        BadKey, BadText: of key and name.
        KeyTaken: the key names another item.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    title = checked_text(name, what="名称", field="name")
    item = blank_item(key=checked_key(key), name=title, family=family, on=day_of(now))
    row, made = CatalogItem.objects.get_or_create(key=item.key, defaults={"created_at": now})
    if not made:
        raise KeyTaken(key=item.key)
    write_draft(row, item, now=now, by=actor)
    note_item(actor, now, rules.ITEM_CREATED, item, family=family.value)
    return row


@use_case
def begin_draft(*, actor: Actor, now: datetime, key: str) -> CatalogItem:
    """Begin a draft from the newest version of an item.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: there is no such item, or it was never in force.
        DraftThere: somebody works on one.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = held_row(actor, key)
    if row.draft is not None:
        raise DraftThere
    item = queries.newest_item(actor, row)
    if item is None:
        raise NotFound
    write_draft(row, item, now=now, by=actor)
    note_item(actor, now, rules.DRAFT_BEGUN, item)
    return row


@use_case
def discard_draft(*, actor: Actor, now: datetime, key: str, seen: int) -> CatalogItem:
    """Give a draft up; it can be taken back until another one is begun.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: nobody works on the item.
        ChangedMeanwhile: somebody changed the draft after ``seen``.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    draft = held_draft(actor, key, seen)
    row = draft.row
    row.discarded, row.draft, row.draft_number = row.draft, None, row.draft_number + 1
    row.save(update_fields=["discarded", "draft", "draft_number"])
    note_item(actor, now, rules.DRAFT_DISCARDED, draft.item, changes=_changes(actor, draft))
    return row


@use_case
def restore_draft(*, actor: Actor, now: datetime, key: str) -> CatalogItem:
    """Take back the draft that was given up last.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: there is no such item.
        NothingDiscarded: there is none to take back.
        DraftThere: somebody works on another one.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    row = held_row(actor, key)
    if row.draft is not None:
        raise DraftThere
    if row.discarded is None:
        raise NothingDiscarded
    item = read_definition(row.discarded)
    write_draft(row, item, now=now, by=actor)
    note_item(actor, now, rules.DRAFT_RESTORED, item)
    return row


def change_draft(actor: Actor, now: datetime, *, key: str, seen: int, change: Callable[[Draft], Item]) -> Item:
    """Change a draft and record what changed, in words; a part of the caller's use case.

    Raises:
        NotPermitted, NotFound, ChangedMeanwhile: as ``discard_draft``.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    draft = held_draft(actor, key, seen)
    item = change(draft)
    write_draft(draft.row, item, now=now, by=actor)
    changes = told(difference.words for difference in rules.differences(draft.item, item))
    note_item(actor, now, rules.DRAFT_CHANGED, item, changes=changes)
    return item


def held_row(actor: Actor, key: str) -> CatalogItem:
    """Return the row of an item, held until the transaction ends.

    Raises:
        NotFound: there is none.
    """
    row = queries.catalogue_rows(actor).select_for_update().filter(key=key).first()
    if row is None:
        raise NotFound
    return row


def held_draft(actor: Actor, key: str, seen: int) -> Draft:
    """Return the draft of an item, its row held until the transaction ends.

    Raises:
        NotFound: nobody works on the item.
        ChangedMeanwhile: the draft is not the one that was ``seen``.
    """
    held_row(actor, key)
    draft = queries.draft_for(actor, key)
    if draft.number != seen:
        raise ChangedMeanwhile(by=draft.by)
    return draft


def write_draft(row: CatalogItem, item: Item, *, now: datetime, by: Actor) -> None:
    """Write the draft of a row that the caller holds; what was given up before can not be taken back any more."""
    row.draft = rules.definition_of(item)
    name = ON_THE_SERVER if by.kind is ActorKind.SYSTEM else by.name
    row.draft_at, row.draft_by, row.draft_number, row.discarded = now, name, row.draft_number + 1, None
    row.save(update_fields=["draft", "draft_at", "draft_by", "draft_number", "discarded"])


def _changes(actor: Actor, draft: Draft) -> list[str]:
    before = queries.newest_item(actor, draft.row)
    return told(difference.words for difference in rules.differences(before, draft.item)) if before else []
