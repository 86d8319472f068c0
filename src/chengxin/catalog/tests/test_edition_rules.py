"""The life of an edition as a table, its papers, how editions stand on a day, what differs. No database."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Stage, Timeline, edition_changes
from chengxin.catalog.rules.editions import (
    MOVES,
    Choice,
    EditionMove,
    EditionState,
    Paper,
    Part,
    Standing,
    after,
    choices_for,
    lacking,
    part_of,
    standings,
    steps_lacking,
)
from chengxin.law import book

LAW = book.load(None)
ITEM = standard_items()["licence-organisation"]
DRAFT, OPEN, SETTLING = EditionState.DRAFT, EditionState.CONSULTATION, EditionState.SETTLING


@pytest.mark.parametrize(
    ("state", "move", "then"),
    [
        (DRAFT, EditionMove.CONSULT, OPEN),
        (OPEN, EditionMove.SETTLE, SETTLING),
        (SETTLING, EditionMove.CONSULT, OPEN),
        (SETTLING, EditionMove.ADOPT, EditionState.ADOPTED),
        (DRAFT, EditionMove.ADOPT, None),
        (OPEN, EditionMove.ADOPT, None),
        (OPEN, EditionMove.CHANGE_ITEMS, None),
        (SETTLING, EditionMove.COMMENT, None),
        (SETTLING, EditionMove.ANSWER, None),
    ],
)
def test_an_edition_goes_its_way(state: EditionState, move: EditionMove, then: EditionState | None) -> None:
    assert after(state, move) is then


@pytest.mark.parametrize("state", [EditionState.ADOPTED, EditionState.GIVEN_UP])
def test_nothing_leads_out_of_an_end(state: EditionState) -> None:
    assert [move for begin, move in MOVES if begin is state] == []


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2016, 12, 31), [Standing.TO_COME, Standing.TO_COME]),
        (date(2017, 1, 1), [Standing.IN_FORCE, Standing.TO_COME]),
        (date(2018, 6, 30), [Standing.IN_FORCE, Standing.TO_COME]),
        (date(2018, 7, 1), [Standing.SUPERSEDED, Standing.IN_FORCE]),
    ],
)
def test_an_edition_is_superseded_on_the_day_of_the_next(on: date, standing: list[Standing]) -> None:
    days = [date(2018, 7, 1), date(2017, 1, 1)]
    assert list(standings(days, on).values()) == standing


WHOLE = Paper("文〔2026〕1号", date(2026, 6, 1), date(2026, 5, 1), date(2026, 5, 31), "收到3条", has_file=True)


@pytest.mark.parametrize(
    ("on", "papers", "missing"),
    [
        (date(2018, 6, 30), {"notice": WHOLE}, []),
        (date(2018, 6, 30), {}, ["notice"]),
        (date(2023, 4, 30), {"notice": WHOLE}, []),
        (date(2023, 5, 1), {"notice": WHOLE}, ["public-consultation", "government-consent", "regional-filing"]),
    ],
)
def test_what_an_edition_lacks_depends_on_its_day(on: date, papers: dict[str, Paper], missing: list[str]) -> None:
    steps = LAW.catalogue(on=on, region="guangxi").steps
    assert [step.step for step, _words in steps_lacking(steps, papers)] == missing


@pytest.mark.parametrize(
    ("step", "paper", "words"),
    [
        ("notice", None, ("文号", "日期", "文件")),
        ("notice", replace(WHOLE, has_file=False), ("文件",)),
        ("regional-filing", replace(WHOLE, has_file=False), ()),
        ("public-consultation", replace(WHOLE, ends_on=None), ("起止日期",)),
        ("public-consultation", replace(WHOLE, result=""), ("结果",)),
    ],
)
def test_a_step_says_what_it_lacks(step: str, paper: Paper | None, words: tuple[str, ...]) -> None:
    steps = {one.step: one for one in LAW.catalogue(on=date(2026, 1, 1), region="guangxi").steps}
    assert lacking(steps[step], paper) == words


@pytest.mark.parametrize(
    ("in_force", "drafted", "choices"),
    [
        (True, False, (Choice.KEEP, Choice.REMOVE)),
        (True, True, (Choice.KEEP, Choice.TAKE_DRAFT, Choice.REMOVE)),
        (False, True, (Choice.TAKE_DRAFT, Choice.LEAVE_OUT)),
        (False, False, (Choice.LEAVE_OUT,)),
    ],
)
def test_an_item_has_the_choices_it_can_have(*, in_force: bool, drafted: bool, choices: tuple[Choice, ...]) -> None:
    assert choices_for(in_force=in_force, drafted=drafted) == choices


def test_a_choice_makes_a_part() -> None:
    assert part_of(Choice.TAKE_DRAFT, in_force=True) is Part.CHANGED
    assert part_of(Choice.TAKE_DRAFT, in_force=False) is Part.ADDED
    assert part_of(Choice.LEAVE_OUT, in_force=False) is None


def test_what_differs_is_said_and_what_is_the_same_is_not() -> None:
    other = replace(ITEM, retention_months=24)
    before = {"a": ITEM, "b": ITEM, "c": ITEM}
    found = edition_changes(before, {"b": other, "c": ITEM, "d": ITEM})
    assert [(one.key, one.part) for one in found] == [("d", Part.ADDED), ("b", Part.CHANGED), ("a", Part.REMOVED)]
    assert [one.words[:4] for one in found[1].differences] == ["保存期限"]
    assert edition_changes(before, before) == []


def test_of_each_day_one_version_judges() -> None:
    days = (date(2015, 12, 1), date(2018, 7, 1), date(2020, 1, 1))
    items = [replace(ITEM, retention_months=number) for number in range(2)]
    ended = replace(items[1], valid_until=days[2])
    timeline = Timeline((Stage(days[0], items[0]), Stage(days[1], items[1], "甲"), Stage(days[2], ended, "乙")))
    assert timeline.on(date(2015, 11, 30)) is None
    for begin, (first, until) in zip(items, pairwise(days), strict=True):
        assert timeline.on(first) == begin
        assert timeline.on(date.fromordinal(until.toordinal() - 1)) == begin
    assert timeline.on(days[2]) is None
    assert "从2020年1月1日起不再归集（《乙》）" in timeline.why_not(days[2])
