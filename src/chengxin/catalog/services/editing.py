"""Changes of a draft: the item's facts, what it rests on, its fields, its key, who reports it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from chengxin.audit.services import use_case
from chengxin.catalog import queries
from chengxin.catalog.queries import Draft
from chengxin.catalog.rules import (
    Basis,
    Cycle,
    Disclosure,
    Family,
    Field,
    Item,
    Origin,
    SubjectKind,
)
from chengxin.catalog.rules import editing as rules
from chengxin.catalog.rules.shapes import LONGEST_TEXT, MOST_BASES, MOST_FIELDS, MOST_PROVIDERS
from chengxin.catalog.services.checking import (
    BadText,
    CodeTaken,
    TooMuch,
    UnknownList,
    checked_text,
    require_basis,
    require_field,
)
from chengxin.catalog.services.drafts import change_draft
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound


@dataclass(frozen=True)
class ItemFacts:
    """What an item says of itself, beside its basis, fields, key and providers."""

    name: str
    family: Family
    adverse: bool
    origin: Origin
    disclosure: Disclosure
    subject_kinds: frozenset[SubjectKind]
    cycle: Cycle
    retention_months: int
    publicity_item: str
    valid_until: date | None
    collected: bool
    grave_ground: str = ""


@use_case
def change_facts(*, actor: Actor, now: datetime, key: str, seen: int, facts: ItemFacts) -> Item:
    """Change the facts of a draft.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: nobody works on the item.
        ChangedMeanwhile: somebody changed the draft after ``seen``.
        BadText: of the name.
    """
    name = checked_text(facts.name, what="名称", field="name")
    if len(facts.grave_ground) > LONGEST_TEXT:
        raise BadText(what="严重或恶意情节", limit=LONGEST_TEXT, field="grave_ground")
    return change_draft(
        actor, now, key=key, seen=seen, change=lambda draft: replace(draft.item, **{**vars(facts), "name": name})
    )


@use_case
def put_basis(*, actor: Actor, now: datetime, key: str, seen: int, place: int | None, basis: Basis) -> Item:
    """Change the basis at a place of a draft (from 0), or add one where no place is said.

    Raises:
        NotPermitted, NotFound, ChangedMeanwhile: as ``change_facts``; also where there is no such place.
        BadText: of its words.
        TooMuch: there are too many.
    """
    require_basis(basis)

    def change(draft: Draft) -> Item:
        if place is None and len(draft.item.basis) >= MOST_BASES:
            raise TooMuch(what="依据", limit=MOST_BASES)
        if place is not None:
            _require_place(draft.item, place)
        return rules.with_basis(draft.item, place, basis)

    return change_draft(actor, now, key=key, seen=seen, change=change)


@use_case
def remove_basis(*, actor: Actor, now: datetime, key: str, seen: int, place: int) -> Item:
    """Remove the basis at a place of a draft.

    Raises:
        NotPermitted, NotFound, ChangedMeanwhile: as ``change_facts``; also where there is no such place.
    """

    def change(draft: Draft) -> Item:
        _require_place(draft.item, place)
        return rules.without_basis(draft.item, place)

    return change_draft(actor, now, key=key, seen=seen, change=change)


@use_case
def put_field(*, actor: Actor, now: datetime, key: str, seen: int, code: str, field: Field) -> Item:
    """Change the field with this code in a draft, or add one at the end where the code is empty.

    Raises:
        NotPermitted, NotFound, ChangedMeanwhile: as ``change_facts``; also where there is no such field.
        BadCode, BadText, BadLength, TooManyAliases: of the field.
        CodeTaken: another field has its code.
        UnknownList: the platform has no such code list.
        TooMuch: there are too many fields.
    """
    require_field(field)

    def change(draft: Draft) -> Item:
        known = [one.code for one in draft.item.fields]
        if code and code not in known:
            raise NotFound
        if field.code != code and field.code in known:
            raise CodeTaken(value=field.code)
        if not code and len(known) >= MOST_FIELDS:
            raise TooMuch(what="字段", limit=MOST_FIELDS)
        if field.list is not None and field.list.key not in queries.code_lists(actor):
            raise UnknownList(key=field.list.key)
        return rules.with_field(draft.item, code, field)

    return change_draft(actor, now, key=key, seen=seen, change=change)


@use_case
def remove_field(*, actor: Actor, now: datetime, key: str, seen: int, code: str) -> Item:
    """Remove a field from a draft.

    Raises:
        NotPermitted, NotFound, ChangedMeanwhile: as ``change_facts``; also where there is no such field.
    """
    return change_draft(
        actor, now, key=key, seen=seen, change=lambda draft: rules.without_field(_having(draft, code), code)
    )


@use_case
def move_field(*, actor: Actor, now: datetime, key: str, seen: int, code: str, by: int) -> Item:
    """Move a field of a draft some places towards the end, or towards the beginning where ``by`` is negative.

    Raises:
        NotPermitted, NotFound, ChangedMeanwhile: as ``change_facts``; also where there is no such field.
    """
    return change_draft(
        actor, now, key=key, seen=seen, change=lambda draft: rules.moved(_having(draft, code), code, by=by)
    )


@use_case
def set_key(*, actor: Actor, now: datetime, key: str, seen: int, codes: Iterable[str]) -> Item:
    """Say which fields of a draft together are one record.

    Raises:
        NotPermitted, NotFound, ChangedMeanwhile: as ``change_facts``; also where there is no such field.
    """
    wanted = list(codes)

    def change(draft: Draft) -> Item:
        for code in wanted:
            _having(draft, code)
        return rules.with_key(draft.item, wanted)

    return change_draft(actor, now, key=key, seen=seen, change=change)


@use_case
def set_providers(*, actor: Actor, now: datetime, key: str, seen: int, units: Iterable[str]) -> Item:
    """Say which units, by their codes, may report a draft's records; none means all.

    Raises:
        NotPermitted, NotFound, ChangedMeanwhile: as ``change_facts``.
        TooMuch: there are too many.
    """
    wanted = frozenset(units)
    if len(wanted) > MOST_PROVIDERS:
        raise TooMuch(what="报送单位", limit=MOST_PROVIDERS)
    return change_draft(actor, now, key=key, seen=seen, change=lambda draft: replace(draft.item, providers=wanted))


def _require_place(item: Item, place: int) -> None:
    if not 0 <= place < len(item.basis):
        raise NotFound


def _having(draft: Draft, code: str) -> Item:
    if code not in {field.code for field in draft.item.fields}:
        raise NotFound
    return draft.item
