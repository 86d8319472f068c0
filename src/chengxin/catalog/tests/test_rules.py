from dataclasses import replace
from datetime import date

import pytest

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import (
    Condition,
    Disclosure,
    Family,
    FieldType,
    Item,
    Means,
    Need,
    definition_of,
    faults_of,
    hash_of,
)
from chengxin.catalog.rules.definition import read_definition
from chengxin.law import book

PENALTY = standard_items()["penalty-organisation"]


@pytest.mark.parametrize("key", sorted(standard_items()))
def test_a_standard_item_may_be_put_in_force(key: str) -> None:
    assert faults_of(standard_items()[key]) == []


@pytest.mark.parametrize("key", sorted(standard_items()))
def test_a_definition_is_read_back_as_it_was_written(key: str) -> None:
    item = standard_items()[key]
    assert read_definition(definition_of(item)) == item


def test_the_hash_follows_every_word() -> None:
    other = replace(PENALTY, retention_months=PENALTY.retention_months + 1)
    assert hash_of(PENALTY) == hash_of(read_definition(definition_of(PENALTY)))
    assert hash_of(PENALTY) != hash_of(other)


def codes(item: Item) -> set[str]:
    return {fault.code for fault in faults_of(item)}


def without(item: Item, means: Means) -> Item:
    return replace(item, fields=tuple(field for field in item.fields if field.means is not means))


def test_an_item_without_an_instrument_is_not_put_in_force() -> None:
    assert codes(replace(PENALTY, basis=())) == {"no-basis"}


@pytest.mark.parametrize("means", [Means.DOCUMENT_NUMBER, Means.DECIDED_ON, Means.DECIDING_BODY, Means.BASIS])
def test_an_adverse_item_says_by_whom_on_what_basis_and_when(means: Means) -> None:
    assert "adverse-needs" in codes(without(PENALTY, means))


def test_a_penalty_is_adverse() -> None:
    assert codes(replace(PENALTY, adverse=False)) == {"penalty-is-adverse"}


PERSON = standard_items()["penalty-person"]


def changed(item: Item, code: str, **changes: object) -> Item:
    field = replace(item.field(code), **changes)  # type: ignore[arg-type]  # the values vary in type
    return replace(item, fields=tuple(field if one.code == code else one for one in item.fields))


@pytest.mark.parametrize("key", ["penalty-person", "licence-person"])
def test_nothing_of_an_item_about_persons_is_public(key: str) -> None:
    item = standard_items()[key]
    assert item.is_about_persons
    assert not item.is_public
    assert {field.disclosure for field in item.fields} == {Disclosure.GOVERNMENT, Disclosure.AUTHORISED}
    assert item.publicity_item == "none"


@pytest.mark.parametrize(
    "means",
    [Means.PERSON_PAPER, Means.PERSON_NUMBER, Means.BORN_ON, Means.DOCUMENT_NUMBER, Means.DECIDED_ON],
)
def test_an_item_about_persons_can_tell_who_and_of_what_age(means: Means) -> None:
    field = PERSON.meaning(means)
    assert field is not None
    assert "person-needs" in codes(without(PERSON, means))
    assert "person-needs" in codes(changed(PERSON, field.code, required=Need.NEVER, when=None))


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (replace(PERSON, subject_kinds=PERSON.subject_kinds | PENALTY.subject_kinds), "persons-apart"),
        (replace(PERSON, disclosure=Disclosure.PUBLIC), "person-public"),
        (changed(PERSON, "CF_NR", disclosure=Disclosure.PUBLIC), "person-field-public"),
        (changed(PERSON, "CF_XDR_MC", disclosure=Disclosure.GOVERNMENT), "person-field-told"),
        (changed(PERSON, "CF_XDR_ZJHM", type=FieldType.TEXT), "person-number"),
        (replace(PERSON, business_key=("CF_WSH",)), "person-number"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_would_show_who_somebody_is_keeps_the_item_from_being_put_in_force(item: Item, code: str) -> None:
    assert code in codes(item)


def test_the_business_key_names_fields_of_the_item() -> None:
    assert "unknown-key-field" in codes(replace(PENALTY, business_key=("CF_WSH", "NO_SUCH")))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"length": 0}, "bad-length"),
        ({"name": " "}, "no-name"),
        ({"type": FieldType.CHOICE}, "list-and-type"),
        ({"required": Need.WHEN}, "when"),
        ({"required": Need.WHEN, "when": Condition("NO_SUCH", ("x",))}, "when-field"),
        ({"required": Need.WHEN, "when": Condition("CF_XDR_MC", ("x",))}, "when-field"),
        ({"required": Need.WHEN, "when": Condition("CF_XDR_LB", ("x",))}, "when-value"),
    ],
)
def test_a_field_that_can_not_be_checked_is_a_fault(changes: dict[str, object], code: str) -> None:
    field = replace(PENALTY.field("CF_SY"), **changes)  # type: ignore[arg-type]  # the table's values vary in type
    item = replace(PENALTY, fields=tuple(field if one.code == "CF_SY" else one for one in PENALTY.fields))
    assert codes(item) == {code}


def test_what_identifies_a_representative_is_for_the_authorised_only() -> None:
    assert PENALTY.field("CF_FR_ZJHM").disclosure is Disclosure.AUTHORISED


def test_penalty_kinds_follow_the_law_of_their_day() -> None:
    kinds = PENALTY.field("CF_CFLB").list
    assert kinds is not None
    since = {value.code: value.since for value in kinds.values}
    assert since["criticism"] == date(2021, 7, 15)
    assert since["fine"] is None


def test_every_licence_says_from_and_until_when() -> None:
    licence = standard_items()["licence-organisation"]
    assert licence.family is Family.LICENCE
    assert licence.meaning(Means.VALID_FROM) is not None
    assert licence.meaning(Means.VALID_UNTIL) is not None


@pytest.mark.parametrize("key", sorted(standard_items()))
def test_what_a_standard_item_rests_on_is_known_to_the_law(key: str) -> None:
    instruments = book.load(None).instruments
    item = standard_items()[key]
    assert all(basis.instrument in instruments for basis in item.basis) or not item.collected
