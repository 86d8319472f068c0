"""The one place that reads an entry. Everything else of the room knows it as ``EntryFacts``.

Entries decided elsewhere (courts, authorities above) stand in the register as records of catalogue items of the family
listing, entries of the city's own procedures as records of the items that a procedure makes (``lists``); these say
themselves on which kind of list they are.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chengxin.catalog.queries import item_of_hash
from chengxin.catalog.rules import Family, Item, Means
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid, NotFound
from chengxin.lists.rules.entries import KIND_NAME_COLUMN
from chengxin.measures.rules.doings import RUN_ACTIONS
from chengxin.measures.rules.entries import EntryFacts, kind_of_entry
from chengxin.register.queries import history_for, versions_for
from chengxin.register.rules import Standing


class EntryNotListing(Invalid):
    """The record is no entry of a list."""

    code = "measures.entry-not-listing"
    says = "“{item}”不是名单，不能据以发起联合奖惩"
    field = "entry"


class EntryNotStanding(Conflict):
    """The entry stands no more."""

    code = "measures.entry-not-standing"
    says = "这条名单信息现在不在公示：{words}"


def facts_of(actor: Actor, entry: str, *, on: date) -> EntryFacts:
    """Return what the entry (opaque id) says on the day.

    Records about natural persons are none of these and read as not found.

    Raises:
        NotFound: there is no such entry, or it lies outside the actor's reach.
        EntryNotListing: it is a record of another kind.
        EntryNotStanding: it is not shown to the public any more.
    """
    row = versions_for(actor, permission=RUN_ACTIONS).filter(record__public_id=entry).select_related("load").first()
    if row is None:
        raise NotFound
    item = item_of_hash(actor, row.item_version or row.load.item_version)
    if item.family is not Family.LISTING and not item.by_procedure:
        raise EntryNotListing(item=item.name)
    told = history_for(actor, entry, today=on, permission=RUN_ACTIONS)
    if told.position.standing is not Standing.SHOWN or told.decided_on is None:
        raise EntryNotStanding(words=told.position.words)
    said = row.payload | row.closed_payload
    return EntryFacts(
        entry=entry,
        item=item.key,
        kind=kind_of_entry(item, said, told.decided_on),
        kind_name=said.get(KIND_NAME_COLUMN, "") if item.by_procedure else told.item_name,
        subject=told.subject_id,
        subject_name=told.subject_name,
        subject_code=told.subject_code,
        body=told.deciding_body or told.source_unit,
        unit=row.source_unit_id,
        number=told.document_number,
        listed_on=told.decided_on,
        until=told.position.ends_on,
        basis=_basis(item, said) or told.basis,
    )


def _basis(item: Item, said: Mapping[str, Any]) -> str:
    """Return the law that the decision itself names, empty where the item has no such field."""
    field = item.meaning(Means.BASIS)
    return str(said.get(field.code) or "") if field else ""


def why_over(actor: Actor, entry: str, *, on: date) -> str:
    """Return in words why the entry stands no more, empty while it stands."""
    try:
        facts_of(actor, entry, on=on)
    except EntryNotStanding as refusal:
        return str(refusal.facts["words"])
    except NotFound:
        return "名单信息已经撤回"
    return ""
