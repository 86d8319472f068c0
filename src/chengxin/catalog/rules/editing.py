"""Changes of an item under work, each from an item to an item."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from chengxin.catalog.rules.item import (
    Basis,
    CodeList,
    Cycle,
    Disclosure,
    Family,
    Field,
    Item,
    Origin,
    Rule,
    SubjectKind,
)


def blank_item(*, key: str, name: str, family: Family, on: date) -> Item:
    """Return an item of the city's own with nothing filled in, for government only until somebody says otherwise."""
    return Item(
        key=key,
        name=name,
        family=family,
        adverse=family is Family.PENALTY,
        origin=Origin.LOCAL_SUPPLEMENT,
        disclosure=Disclosure.GOVERNMENT,
        subject_kinds=frozenset({SubjectKind.ORGANISATION}),
        basis=(),
        cycle=Cycle.DECISION,
        retention_months=60,
        publicity_item=family.value if family in {Family.PENALTY, Family.LICENCE} else "none",
        business_key=(),
        fields=(),
        valid_from=on,
    )


def with_basis(item: Item, place: int | None, basis: Basis) -> Item:
    """Return the item with the basis at a place, or after the others where none is said."""
    rows = list(item.basis)
    if place is None:
        rows.append(basis)
    else:
        rows[place] = basis
    return replace(item, basis=tuple(rows))


def without_basis(item: Item, place: int) -> Item:
    """Return the item without the basis at a place."""
    return replace(item, basis=item.basis[:place] + item.basis[place + 1 :])


def with_field(item: Item, code: str, field: Field) -> Item:
    """Return the item with the field in place of the one with this code, or at the end if the code is empty.

    Where the field has a new code, the key, the conditions and the checks that name the old one follow it.
    """
    if not code:
        return replace(item, fields=(*item.fields, field))
    fields = tuple(field if one.code == code else _following(one, code, field.code) for one in item.fields)
    key = tuple(field.code if one == code else one for one in item.business_key)
    rules = tuple(_renamed(rule, code, field.code) for rule in item.rules)
    return replace(item, fields=fields, business_key=key, rules=rules)


def _renamed(rule: Rule, old: str, new: str) -> Rule:
    mine = new if rule.field == old else rule.field
    return replace(rule, field=mine, other=new if rule.other == old else rule.other)


def _following(field: Field, old: str, new: str) -> Field:
    if field.when is None or field.when.field != old:
        return field
    return replace(field, when=replace(field.when, field=new))


def without_field(item: Item, code: str) -> Item:
    """Return the item without a field; what names it elsewhere stays and becomes a fault."""
    return replace(item, fields=tuple(field for field in item.fields if field.code != code))


def moved(item: Item, code: str, *, by: int) -> Item:
    """Return the item with a field some places later (or earlier); at either end it stays."""
    fields = list(item.fields)
    here = next(place for place, field in enumerate(fields) if field.code == code)
    there = min(max(here + by, 0), len(fields) - 1)
    fields.insert(there, fields.pop(here))
    return replace(item, fields=tuple(fields))


def with_key(item: Item, codes: Iterable[str]) -> Item:
    """Return the item with these fields as its key: those it had in their order, new ones after them."""
    wanted = list(codes)
    kept = [code for code in item.business_key if code in wanted]
    return replace(item, business_key=(*kept, *(code for code in wanted if code not in kept)))


def with_lists(item: Item, lists: Mapping[str, CodeList]) -> Item:
    """Return the item with the code lists as they stand now; one that is not there any more stays as it was."""
    fields = tuple(
        replace(field, list=lists.get(field.list.key, field.list)) if field.list else field for field in item.fields
    )
    return replace(item, fields=fields)
