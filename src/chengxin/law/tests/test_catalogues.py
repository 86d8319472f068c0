"""What the law asks of a catalogue, by day and place: a table of dates."""

from datetime import date

import pytest

from chengxin.law import book

LAW = book.load(None)
EVE, FIRST = date(2023, 4, 30), date(2023, 5, 1)


@pytest.mark.parametrize(
    ("on", "region", "steps"),
    [
        (date(2017, 1, 1), "guangxi", ["notice"]),
        (EVE, "guangxi", ["notice"]),
        (FIRST, "guangxi", ["public-consultation", "government-consent", "notice", "regional-filing"]),
        (FIRST, "shandong", ["notice"]),
    ],
)
def test_the_steps_of_an_edition_depend_on_day_and_place(on: date, region: str, steps: list[str]) -> None:
    assert [step.step for step in LAW.catalogue(on=on, region=region).steps] == steps


def test_a_step_of_the_region_says_the_article_that_demands_it() -> None:
    asked = {step.step: step for step in LAW.catalogue(on=FIRST, region="guangxi").steps}
    assert "社会信用条例" in asked["government-consent"].basis
    assert asked["government-consent"].basis.endswith("第十九条")
    assert asked["public-consultation"].needs == ("period", "result")


@pytest.mark.parametrize(
    ("on", "region", "unless"), [(EVE, "guangxi", False), (FIRST, "guangxi", True), (FIRST, "henan", False)]
)
def test_dogs_may_be_in_it_on_grave_facts_where_the_law_says_so(on: date, region: str, *, unless: bool) -> None:
    kinds = {one.title: one for one in LAW.catalogue(on=on, region=region).excluded}
    assert kinds["养犬"].unless_grave is unless
    assert not kinds["信访"].unless_grave


def test_the_reason_of_what_is_excluded_is_the_law_of_the_day() -> None:
    before, after = (
        next(one for one in LAW.catalogue(on=on, region="guangxi").excluded if one.title == "信访")
        for on in (EVE, FIRST)
    )
    assert "第二十一条" not in before.reason
    assert "第二十一条" in after.reason


@pytest.mark.parametrize(
    ("on", "levels"),
    [(date(2020, 12, 6), ()), (date(2020, 12, 7), ("local-regulation",)), (FIRST, ("local-regulation",))],
)
def test_a_local_supplement_rests_on_local_regulation_since_the_law_says_so(on: date, levels: tuple[str, ...]) -> None:
    assert LAW.catalogue(on=on, region="guangxi").supplement_levels == levels
