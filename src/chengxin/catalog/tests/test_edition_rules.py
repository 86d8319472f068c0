"""The life of an edition as a table, its papers, how editions stand on a day, what differs. No database."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Cycle, Disclosure, Item, Stage, Timeline, decided_by_edition, edition_changes
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


DECIDED: dict[str, Item] = {
    "改名称": replace(ITEM, name="别的"),
    "改公开属性": replace(ITEM, disclosure=Disclosure.GOVERNMENT),
    "改更新周期": replace(ITEM, cycle=Cycle.YEAR),
    "改保存期限": replace(ITEM, retention_months=7),
    "改结束的日子": replace(ITEM, valid_until=date(2030, 1, 1)),
    "改信息来源": replace(ITEM, source="别处"),
    "改依据": replace(ITEM, basis=()),
    "删去字段": replace(ITEM, fields=ITEM.fields[1:]),
    "改字段": replace(ITEM, fields=(replace(ITEM.fields[0], means=None), *ITEM.fields[1:])),
}
BY_ITSELF: dict[str, Item] = {
    "nothing": ITEM,
    "providers": replace(ITEM, providers=frozenset({"gsj"})),
    "remark": replace(ITEM, remark="说明"),
    "collection": replace(ITEM, collected=not ITEM.collected),
    "order of bases": replace(ITEM, basis=tuple(reversed(ITEM.basis))),
    "order of fields": replace(ITEM, fields=tuple(reversed(ITEM.fields))),
    "hint": replace(ITEM, fields=(replace(ITEM.fields[0], hint="提示", length=7, aliases=("甲",)), *ITEM.fields[1:])),
}


@pytest.mark.parametrize("words", DECIDED)
def test_what_article_19_names_is_decided_by_an_edition(words: str) -> None:
    (said,) = decided_by_edition(ITEM, DECIDED[words])
    assert said.startswith(words)


@pytest.mark.parametrize("what", BY_ITSELF)
def test_what_only_helps_to_report_is_not(what: str) -> None:
    assert decided_by_edition(ITEM, BY_ITSELF[what]) == ()


def test_a_new_item_is_decided_by_an_edition() -> None:
    assert decided_by_edition(None, ITEM) == ("新增目录项",)
