"""Tasks move as the table says, and the end reaches every one of them."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chengxin.catalog.adapters.kinds import standard_measures
from chengxin.catalog.rules.measures import OrderedBy
from chengxin.measures.rules.entries import (
    KIND_OF_ITEM,
    ORDERED_LABELS,
    REMIND_BEFORE,
    EntryFacts,
    is_due_soon,
    is_for_units,
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
            kind=KIND_OF_ITEM.get(item, ""),
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
