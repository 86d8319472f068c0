"""Tasks move as the table says, and the end reaches every one of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.adapters.kinds import standard_list_kinds, standard_measures
from chengxin.catalog.rules import Family
from chengxin.catalog.rules.list_kinds import NO_LISTS
from chengxin.catalog.rules.measures import OrderedBy
from chengxin.measures.rules.entries import (
    KINDS_OF_ITEM,
    ORDERED_LABELS,
    REMIND_BEFORE,
    EntryFacts,
    is_due_soon,
    is_for_units,
    kind_of_entry,
    measures_for,
)
from chengxin.measures.rules.states import (
    ACTION_LABELS,
    GROUND_LABELS,
    MOVE_LABELS,
    MOVES,
    SENT,
    TASK_LABELS,
    ActionState,
    Ground,
    Move,
    TaskState,
    after,
    after_all,
    can,
)

MOVES_OF_UNITS = st.lists(st.sampled_from([one for one in Move if one not in {Move.ORDER_STOP, Move.SEND}]))


def test_every_state_move_and_ground_has_a_chinese_name() -> None:
    assert set(ACTION_LABELS) == set(ActionState)
    assert set(TASK_LABELS) == set(TaskState)
    assert set(MOVE_LABELS) == set(Move)
    assert set(GROUND_LABELS) == set(Ground)


@given(MOVES_OF_UNITS)
def test_whatever_a_unit_did_the_end_reaches_its_task(moves: list[Move]) -> None:
    state = after_all(moves)
    assert state in SENT
    assert after(state, Move.ORDER_STOP) is TaskState.STOPPING


@given(MOVES_OF_UNITS, MOVES_OF_UNITS)
def test_after_a_stop_order_nothing_is_applied_any_more(before: list[Move], behind: list[Move]) -> None:
    state = after_all([*before, Move.ORDER_STOP, *behind])
    assert state in {TaskState.STOPPING, TaskState.STOPPED}
    assert not any(can(state, move) for move in (Move.ACCEPT, Move.APPLY, Move.DECLINE, Move.ORDER_STOP))


@given(st.lists(st.sampled_from(list(Move))))
def test_nothing_is_applied_before_somebody_accepts(moves: list[Move]) -> None:
    if after_all(moves) is TaskState.APPLIED:
        assert moves.index(Move.ACCEPT) < moves.index(Move.APPLY)


def test_a_confirmed_stop_is_the_end() -> None:
    assert not any(TaskState.STOPPED in table for table in MOVES.values())


def plain(day: date, count: int) -> date:
    return day + timedelta(days=count)


def test_a_task_is_due_soon_from_three_working_days_before() -> None:
    due = date(2026, 7, 10)
    assert is_due_soon(due, due - timedelta(days=REMIND_BEFORE), working_days=plain)
    assert not is_due_soon(due, due - timedelta(days=REMIND_BEFORE + 1), working_days=plain)
    assert is_due_soon(due, due + timedelta(days=1), working_days=plain)


def test_only_what_an_implementing_unit_decides_is_asked_of_units() -> None:
    measure = standard_measures()["wages-public-money"]
    for orderer in OrderedBy:
        assert is_for_units(replace(measure, ordered_by=orderer)) == (orderer is OrderedBy.IMPLEMENTING_UNIT)
        assert ORDERED_LABELS[orderer]


def test_an_entry_triggers_what_names_its_list_or_its_own_item() -> None:
    """经营异常名录 is no list of the dishonest: it triggers only what names it itself."""

    def triggered(item: str) -> set[str]:
        facts = EntryFacts(
            entry="x",
            item=item,
            kind=kind_of_entry(standard_items()[item], {}, date(2026, 6, 1)),
            kind_name="",
            subject="x",
            subject_name="",
            subject_code="",
            body="",
            unit=None,
            number="",
            listed_on=date(2026, 6, 1),
            until=None,
            basis="",
        )
        return {one.key for one in measures_for(facts, standard_measures().values(), on=date(2026, 6, 30))}

    naming = {key for key, one in standard_measures().items() if "abnormal-operation" in one.items}
    assert naming
    assert triggered("abnormal-operation") == naming
    assert triggered("wage-arrears") == {key for key, one in standard_measures().items() if "wages" in one.list_kinds}


NO_ITEM_YET = {
    "market-regulation": "listed by the city's own bureau, by procedure",
    "government-procurement": "listed by the city's own bureau, by procedure",
    "work-safety": "listed by the city's own bureau, by procedure; the item of the same name is not collected",
    "social-insurance": "listed by the city's own bureau, by procedure",
    "culture-tourism": "listed by the city's own bureau, by procedure",
    "science": "listed by the city's own bureau, by procedure",
    "defence": "listed by the city's own bureau, by procedure",
    "telecom-fraud": "listed by the city's own bureau, by procedure",
    "honest-volunteer": "listed by the city's own bureau, by procedure",
    "statistics": "listed elsewhere; no item of the catalogue collects it",
    "customs": "listed elsewhere; no item of the catalogue collects it",
    "honest-customs": "listed elsewhere; no item of the catalogue collects it",
}
"""Kinds of lists whose entries come as records of no item of their own, and why."""


@pytest.mark.parametrize("item", sorted(KINDS_OF_ITEM))
def test_an_entry_is_on_the_kind_of_the_day_on_which_it_was_decided(item: str) -> None:
    """The first days are those of the kinds, and each kind is met on its first and its last day."""
    kinds = standard_list_kinds()
    collected = standard_items()[item]
    first = KINDS_OF_ITEM[item][0][0]
    assert kind_of_entry(collected, {}, first - timedelta(days=1)) == ""
    assert kind_of_entry(collected, {}, None) == ""
    for since, key in KINDS_OF_ITEM[item]:
        assert since == kinds[key].in_force_from
        for on in (since, kinds[key].last_day or date(2026, 6, 30)):
            assert kind_of_entry(collected, {}, on) == key


def test_an_older_entry_triggers_no_measure_of_the_newer_list() -> None:
    older = kind_of_entry(standard_items()["wage-arrears"], {}, date(2019, 5, 1))
    newer = kind_of_entry(standard_items()["wage-arrears"], {}, date(2026, 6, 1))
    assert (older, newer) == ("wages-black-2017", "wages")
    triggered = {
        kind: [one.key for one in standard_measures().values() if kind in one.list_kinds] for kind in (older, newer)
    }
    assert triggered[newer]
    assert triggered[older] == []


@pytest.mark.parametrize("item", sorted(KINDS_OF_ITEM))
def test_an_item_names_a_list_of_its_own_side_that_triggers_measures(item: str) -> None:
    kind = KINDS_OF_ITEM[item][-1][1]
    collected, listed = standard_items()[item], standard_list_kinds()[kind]
    assert collected.collected
    assert collected.adverse == listed.is_adverse
    facts = EntryFacts(
        entry="",
        item=item,
        kind=kind,
        kind_name="",
        subject="",
        subject_name="",
        subject_code="",
        body="",
        unit=None,
        number="",
        listed_on=date(2026, 6, 16),
        until=None,
        basis="",
    )
    measures = standard_measures().values()
    triggered = measures_for(facts, measures, on=date(2026, 6, 30))
    named = [one for one in measures if kind in one.list_kinds or item in one.items]
    assert triggered
    assert {one.key for one in triggered} == {one.key for one in named if one.is_in_force(date(2026, 6, 30))}


def test_every_collected_item_of_lists_is_on_a_kind_or_is_said_to_be_none() -> None:
    lists = {key for key, one in standard_items().items() if one.family is Family.LISTING and one.collected}
    made = {key for key, one in standard_items().items() if one.by_procedure}
    assert lists == (KINDS_OF_ITEM.keys() & lists) | (made & lists) | NO_LISTS


def test_every_kind_in_force_has_an_item_or_a_reason_for_none() -> None:
    in_force = {key for key, one in standard_list_kinds().items() if one.is_in_force(date(2026, 6, 30))}
    assert in_force == {kinds[-1][1] for kinds in KINDS_OF_ITEM.values()} | NO_ITEM_YET.keys()
