"""Checks of an item's own, and items that nobody reports yet: what may be put in force, and what is said of them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from chengxin.catalog import public, queries
from chengxin.catalog.adapters import standard_items
from chengxin.catalog.queries import NotYetCollected, State
from chengxin.catalog.rules import (
    SEE_CATALOG,
    Area,
    Disclosure,
    Family,
    Item,
    Rule,
    RuleKind,
    Shape,
    SubjectKind,
    definition_of,
    differences,
    faults_of,
    hash_of,
)
from chengxin.catalog.rules.editing import with_field
from chengxin.catalog.services import install_standard_catalogue
from chengxin.catalog.tests.making import typed_papers
from chengxin.catalog.tests.test_pages import fill
from chengxin.foundation.actor import system_actor
from chengxin.units.queries import day_of
from chengxin.units.tests.conftest import Cast, Enter
from chengxin.units.tests.visitor import text

ITEMS = standard_items()
PENALTY, COURT = ITEMS["penalty-organisation"], ITEMS["court-enforcement"]
WAITING = {key: item for key, item in ITEMS.items() if not item.collected}
ROW = "food-safety-record"
NEW_KEYS = {"rule", "collected", "area", "source", "remark"}


def with_rule(item: Item, kind: RuleKind, field: str, **said: Any) -> Item:
    return replace(item, rules=(Rule(kind, field, **said),))


def codes(item: Item) -> set[str]:
    return {fault.code for fault in faults_of(item)}


def test_what_an_item_does_not_say_leaves_its_hash_as_it_was() -> None:
    assert not NEW_KEYS & set(definition_of(PENALTY))
    assert NEW_KEYS - {"collected"} <= set(definition_of(COURT))
    assert definition_of(WAITING[ROW])["collected"] is False
    assert hash_of(with_rule(PENALTY, RuleKind.DIFFERS, "CF_SY", other="CF_NR")) != hash_of(PENALTY)


@pytest.mark.parametrize(
    ("kind", "field", "said", "code"),
    [
        (RuleKind.NOT_BEFORE, "SX_LRRQ", {"other": "NO_SUCH"}, "rule-field"),
        (RuleKind.NOT_BEFORE, "SX_LRRQ", {"other": "SX_LRRQ"}, "rule-field"),
        (RuleKind.NOT_BEFORE, "SX_AH", {"other": "SX_LRRQ"}, "rule-field"),
        (RuleKind.NEEDED_WITH, "NO_SUCH", {"other": "SX_LRRQ"}, "rule-field"),
        (RuleKind.YEAR_BEFORE, "SX_LRRQ", {"other": "SX_LARQ"}, "rule-field"),
        (RuleKind.WITHIN, "SX_AH", {"least": 1, "most": 2}, "rule-field"),
        (RuleKind.WRITTEN_AS, "SX_AH", {}, "rule-limits"),
        (RuleKind.WRITTEN_AS, "SX_LRRQ", {"shape": Shape.CASE_NUMBER}, "rule-field"),
    ],
)
def test_a_check_that_can_not_be_made_is_a_fault(kind: RuleKind, field: str, said: dict[str, Any], code: str) -> None:
    assert codes(with_rule(COURT, kind, field, **said)) == {code}


@pytest.mark.parametrize("limits", [{}, {"least": 1}, {"most": 9}, {"least": 9, "most": 1}])
def test_a_range_has_two_ends_in_their_order(limits: dict[str, int]) -> None:
    assert codes(with_rule(ITEMS["wage-arrears"], RuleKind.WITHIN, "QX_RS", **limits)) == {"rule-limits"}


def test_checks_follow_a_field_to_its_new_code() -> None:
    renamed = with_field(COURT, "SX_LRRQ", replace(COURT.field("SX_LRRQ"), code="SX_NRRQ"))
    assert faults_of(renamed) == []
    assert "SX_LRRQ" not in {code for rule in renamed.rules for code in (rule.field, rule.other)}


def test_a_new_check_and_the_beginning_of_collection_are_told_in_words() -> None:
    after = with_rule(PENALTY, RuleKind.NOT_BEFORE, "CF_YXQ", other="CF_JDRQ")
    assert [one.words for one in differences(PENALTY, after)] == ["增加校验：“处罚有效期”不能早于“处罚决定日期”"]
    begun = replace(WAITING[ROW], collected=True)
    assert "归集由“尚未归集”改为“已归集”" in [one.words for one in differences(WAITING[ROW], begun)]


def test_an_adverse_public_item_has_a_rule_that_takes_it_down() -> None:
    assert faults_of(COURT) == []
    assert codes(replace(COURT, publicity_item="tax-class-a")) == {"publicity-of-adverse"}
    assert codes(replace(ITEMS["tax-class-a"], adverse=True)) >= {"honour-is-good", "publicity-of-adverse"}


def test_items_that_wait_are_spread_over_the_four_domains() -> None:
    assert {item.area for item in WAITING.values()} == set(Area)
    assert len(WAITING) == 53
    assert all(item.source and item.basis for item in WAITING.values())


CLOSED = [key for key, item in ITEMS.items() if item.disclosure is not Disclosure.PUBLIC]


@pytest.mark.parametrize("key", CLOSED)
def test_no_field_of_an_item_that_is_not_public_would_be_public(key: str) -> None:
    assert [field.code for field in ITEMS[key].fields if field.disclosure is Disclosure.PUBLIC] == []


@pytest.mark.parametrize("key", sorted(WAITING))
def test_an_item_that_waits_could_be_put_in_force_and_shows_nothing_adverse_or_of_persons(key: str) -> None:
    item = WAITING[key]
    assert faults_of(item) == []
    assert 5 <= len(item.fields) <= 15
    if item.adverse or item.subject_kinds == {SubjectKind.PERSON}:
        assert item.disclosure is not Disclosure.PUBLIC
    if SubjectKind.PERSON in item.subject_kinds:
        assert item.disclosure is Disclosure.AUTHORISED
        assert item.family is Family.OTHER


@pytest.mark.service
def test_what_waits_is_seen_by_staff_and_neither_reported_nor_shown(cast: Cast, now: datetime) -> None:
    today, office = day_of(now), cast.city_office
    assert install_standard_catalogue(actor=system_actor("catalog.install"), now=now) == 0
    assert set(WAITING) <= queries.items_in_force(office, on=today).keys()
    reported = queries.items_to_report(office, on=today, permission=SEE_CATALOG)
    assert not set(WAITING) & reported.keys()
    assert {"penalty-organisation", "court-enforcement"} <= reported.keys()
    assert not set(WAITING) & public.items_in_force(today).keys()
    states = {one.key: one.state for one in queries.summaries(office, on=today)}
    assert states[ROW] is State.NOT_COLLECTED
    assert states["penalty-organisation"] is State.IN_FORCE


@pytest.mark.service
def test_the_page_of_what_waits_says_so_and_offers_no_template(enter: Enter) -> None:
    visitor = enter("reporter")
    page = text(visitor.get("catalog:item", ROW))
    assert "尚未归集" in page
    assert "下载模板" not in page
    assert "下载模板" in text(visitor.get("catalog:item", "court-enforcement"))
    refused = visitor.get("catalog:template", ROW)
    assert refused.status_code == 409
    assert NotYetCollected(item=WAITING[ROW].name).sentence() in text(refused)
    assert f"另有{len(WAITING)}项列在目录里，尚未归集" in text(visitor.get("catalog:items"))


@pytest.mark.service
def test_the_page_of_an_item_lists_its_own_checks(enter: Enter) -> None:
    page = text(enter("reporter").get("catalog:item", "court-enforcement"))
    assert "“纳入日期”不能早于“立案日期”" in page
    assert "除了每个字段自己的要求" not in text(enter("reporter").get("catalog:item", "penalty-organisation"))


@pytest.mark.service
def test_the_office_begins_collection_in_the_browser(enter: Enter, now: datetime) -> None:
    office = enter("city.office")
    assert office.post("catalog:begin-draft", ROW).status_code == 302
    item = WAITING[ROW]
    typed: dict[str, Any] = {
        "name": item.name,
        "family": "other",
        "adverse": "on",
        "origin": "national-basic",
        "subject_kinds": ["organisation"],
        "disclosure": "government",
        "publicity_item": "none",
        "cycle": "decision",
        "retention_months": "60",
        "valid_until": "",
    }
    assert fill(office, "catalog:facts", ROW, **typed).status_code == 302
    assert "归集由“尚未归集”改为“已归集”" in text(office.get("catalog:draft", ROW))
    assert fill(office, "catalog:put-in-force", ROW, on=day_of(now).isoformat(), **typed_papers(now)).status_code == 302
    assert office.get("catalog:template", ROW).status_code == 200
