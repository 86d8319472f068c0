"""Listings and evaluations: no number of years but an event ends them, and a year of a rule where it comes before."""

from datetime import date

import pytest

from chengxin.law import book
from chengxin.law.collection import gather, packaged_folder
from chengxin.law.consistency.checks import check
from chengxin.law.facts import Facts
from chengxin.law.refusals import MissingFacts, NoRule
from chengxin.law.rows import PublicityRow
from chengxin.law.windows import Window

LAW = book.load(None)
LISTINGS = ("abnormal-operation", "major-tax-violation", "court-enforcement", "wage-arrears")


def window(item: str, decided: date, **facts: date) -> Window:
    return LAW.publicity(Facts(item=item, **facts), decided_on=decided, as_of=date(2026, 6, 30))  # type: ignore[arg-type]  # only days are given


@pytest.mark.parametrize(
    ("item", "decided", "facts", "end"),
    [
        ("abnormal-operation", date(2024, 5, 6), {}, None),
        ("abnormal-operation", date(2024, 5, 6), {"removed_on": date(2025, 1, 2)}, date(2025, 1, 2)),
        ("abnormal-operation", date(2024, 5, 6), {"term_ends_on": date(2025, 1, 2)}, None),
        ("tax-class-a", date(2025, 4, 20), {}, None),
        ("tax-class-a", date(2025, 4, 20), {"removed_on": date(2025, 9, 1)}, date(2025, 9, 1)),
        ("major-tax-violation", date(2016, 3, 1), {"published_on": date(2016, 4, 1)}, date(2018, 4, 1)),
        ("major-tax-violation", date(2020, 3, 1), {"published_on": date(2020, 4, 1)}, date(2023, 4, 1)),
        ("major-tax-violation", date(2024, 3, 1), {"published_on": date(2024, 4, 1)}, date(2027, 4, 1)),
        (
            "major-tax-violation",
            date(2024, 3, 1),
            {"published_on": date(2024, 4, 1), "removed_on": date(2025, 4, 1)},
            date(2025, 4, 1),
        ),
        (
            "major-tax-violation",
            date(2024, 3, 1),
            {"published_on": date(2024, 4, 1), "removed_on": date(2028, 4, 1)},
            date(2027, 4, 1),
        ),
        ("court-enforcement", date(2015, 3, 1), {}, None),
        ("court-enforcement", date(2024, 3, 1), {"term_ends_on": date(2026, 3, 1)}, date(2026, 3, 1)),
        (
            "court-enforcement",
            date(2024, 3, 1),
            {"term_ends_on": date(2026, 3, 1), "removed_on": date(2025, 3, 1)},
            date(2025, 3, 1),
        ),
        ("wage-arrears", date(2019, 3, 1), {"term_ends_on": date(2020, 3, 1)}, date(2020, 3, 1)),
        ("wage-arrears", date(2024, 3, 1), {"term_ends_on": date(2027, 3, 1)}, date(2027, 3, 1)),
    ],
)
def test_the_earliest_end_counts(item: str, decided: date, facts: dict[str, date], end: date | None) -> None:
    found = window(item, decided, **facts)
    assert (found.publish, found.ends_on) == (True, end)
    assert (found.earliest_repair_on, found.repair) == (None, "not-provided")


def test_the_sentence_says_which_event_ended_it() -> None:
    assert "移出或者停止公布以前一直公示" in window("abnormal-operation", date(2024, 5, 6)).reason
    removed = window("court-enforcement", date(2024, 5, 6), removed_on=date(2025, 1, 2))
    assert "2025年1月2日移出或者停止公布，公示到这一天（含当日）" in removed.reason
    over = window("court-enforcement", date(2024, 5, 6), term_ends_on=date(2026, 5, 6))
    assert "2026年5月6日决定写明的期限届满" in over.reason


@pytest.mark.parametrize("item", LISTINGS)
def test_every_row_of_a_listing_names_its_end(item: str) -> None:
    regimes = {regime.key for regime in LAW.regimes if item in regime.items}
    rows = [row for row in LAW.collection.written(PublicityRow) if row.regime in regimes]
    assert rows
    assert [row.key for row in rows if row.publish and not (row.maximum or row.ends_with)] == []


@pytest.mark.parametrize("item", LISTINGS)
def test_before_the_first_rule_there_is_no_answer(item: str) -> None:
    with pytest.raises(NoRule):
        window(item, date(2013, 9, 30), published_on=date(2013, 9, 30))


def test_a_period_from_publication_asks_for_its_day() -> None:
    with pytest.raises(MissingFacts) as refused:
        window("major-tax-violation", date(2024, 3, 1))
    assert refused.value.facts["keys"] == ("published",)


def test_what_is_only_remembered_of_a_tax_case_is_provisional() -> None:
    assert window("major-tax-violation", date(2024, 3, 1), published_on=date(2024, 4, 1)).provisional
    assert not window("abnormal-operation", date(2024, 3, 1)).provisional


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ('publish = true\nends_with = ["whenever"]', "“whenever”不在可选值中"),
        ('publish = false\nends_with = ["removal"]', "就没有结束公示的事由"),
    ],
)
def test_an_event_that_there_is_not_is_named(row: str, sentence: str) -> None:
    file = f"""
[[regime]]
key = "invented"
title = "虚构"
lines = ["credit-site"]
items = ["licence"]
instrument = "reg-wages"
in_force_from = 2029-01-01
counted_from = "decision"
mark = "derived"
[[publicity]]
key = "invented-any"
regime = "invented"
label = "虚构"
repair = "not-provided"
explanation = "虚构"
{row}
"""
    collection, problems, _version = gather([("a.toml", file.encode())], packaged_folder())
    assert problems == []
    assert sentence in "".join(found.sentence() for found in check(collection))
