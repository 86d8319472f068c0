"""The table of moves and the clocks of an objection, without a database."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from chengxin.law.book import load
from chengxin.law.clocks import Due
from chengxin.relief.rules.clocks import (
    Course,
    Event,
    Limit,
    deadline_of,
    deadlines_of,
    is_suspended,
    limits_of,
    pauses_of,
)
from chengxin.relief.rules.procedure import (
    DISPUTED,
    ENDED,
    MOVE_LABELS,
    NEED_WORDS,
    STATE_LABELS,
    TABLES,
    Move,
    Need,
    Procedure,
    State,
    missing,
    open_moves,
)

LAW = load(None)
CALENDAR = LAW.calendar("guangxi")
FILED = date(2026, 6, 30)
DAYS = st.dates(date(2026, 1, 5), date(2026, 9, 1))


def ask(limit: Limit, on: date) -> Due:
    return LAW.due(limit.value, on, calendar="guangxi")


def ends(course: Course) -> dict[Limit, date | None]:
    return {one.limit: one.due_on for one in deadlines_of(course, ask, CALENDAR)}


def test_every_state_move_and_need_has_its_words_and_every_open_state_a_way_on() -> None:
    assert set(STATE_LABELS) == set(State)
    assert set(MOVE_LABELS) == set(Move)
    assert set(NEED_WORDS) == set(Need)
    over = {State.REFUSED, State.WITHDRAWN, State.DECIDED}
    reached = {State.RECEIVED, State.CHECKED}
    for procedure in Procedure:
        ways = {step.to for step in TABLES[procedure].values()}
        reached |= ways
        assert all(open_moves(procedure, state) for state in ways - over)
        assert not any(open_moves(procedure, state) for state in over)
    assert reached == set(State)


def test_no_answer_without_a_result_for_each_record_by_somebody_else() -> None:
    for state, move in ((State.CHECKED, Move.ANSWER), (State.REVIEW, Move.ANSWER_REVIEW)):
        needs = set(missing(Procedure.OBJECTION, state, move, frozenset()))
        assert needs == {Need.RESULTS, Need.EFFECTS, Need.COLLEAGUE, Need.WORDS}
    assert not DISPUTED & ENDED


def test_the_limits_of_the_fallback_rule_day_by_day() -> None:
    received = Course(FILED, State.RECEIVED, own=False)
    # 2026-06-30 is a Tuesday; no holiday lies in the fortnight after it
    assert ends(received) == {Limit.MARK: date(2026, 7, 1), Limit.TOTAL: date(2026, 7, 9)}
    own = Course(FILED, State.ACCEPTED, own=True)
    assert ends(own) == {Limit.OWN: date(2026, 7, 7)}
    accepted = Course(FILED, State.ACCEPTED, own=False)
    assert ends(accepted) == {Limit.FORWARD: date(2026, 7, 2), Limit.TOTAL: date(2026, 7, 9)}
    forwarded = Course(FILED, State.WITH_SOURCE, own=False, events=(Event(Move.FORWARD, date(2026, 7, 2)),))
    assert ends(forwarded) == {Limit.PROVIDER: date(2026, 7, 9), Limit.TOTAL: date(2026, 7, 9)}
    assert [day.words for day in deadlines_of(own, ask, CALENDAR)[0].days] == [
        "第1个工作日", "第2个工作日", "第3个工作日", "星期六", "星期日", "第4个工作日", "第5个工作日",
    ]  # fmt: skip


def test_days_in_which_the_clock_stands_still_do_not_count() -> None:
    events = (Event(Move.SUSPEND, date(2026, 7, 1)), Event(Move.RESUME, date(2026, 7, 3)))
    course = Course(FILED, State.ACCEPTED, own=True, events=events)
    assert ends(course) == {Limit.OWN: date(2026, 7, 9)}
    words = [day.words for day in deadlines_of(course, ask, CALENDAR)[0].days]
    assert words[:4] == ["第1个工作日", "中止，不计", "中止，不计", "星期六"]

    stopped = Course(FILED, State.ACCEPTED, own=True, events=events[:1])
    assert is_suspended(stopped.events)
    (deadline,) = deadlines_of(stopped, ask, CALENDAR)
    assert deadline.due_on is None
    assert not deadline.late(date(2030, 1, 1))
    assert [day.on for day in deadline.days] == [date(2026, 7, 1)]


def test_papers_that_come_later_begin_the_time_anew_and_an_extension_adds_to_it() -> None:
    papers = Course(FILED, State.RECEIVED, own=True, events=(Event(Move.TAKE_PAPERS, date(2026, 7, 6)),))
    assert ends(papers) == {Limit.MARK: date(2026, 7, 7), Limit.OWN: date(2026, 7, 13)}
    longer = Course(FILED, State.ACCEPTED, own=True, events=(Event(Move.EXTEND, FILED, days=3),))
    assert ends(longer) == {Limit.OWN: date(2026, 7, 10)}
    review = Course(FILED, State.REVIEW, own=True, events=(Event(Move.ASK_REVIEW, date(2026, 8, 3)),))
    assert ends(review) == {Limit.OWN: date(2026, 8, 10)}


@pytest.mark.parametrize("state", sorted(ENDED | {State.PAPERS_REQUESTED}))
def test_nothing_runs_where_nobody_has_to_act(state: State) -> None:
    assert limits_of(Course(FILED, state, own=False)) == ()


@given(begins=DAYS)
def test_without_pauses_a_limit_ends_where_the_law_says(begins: date) -> None:
    due = ask(Limit.TOTAL, begins)
    assert deadline_of(Limit.TOTAL, due, (), 0, CALENDAR).due_on == due.due_on


@given(begins=DAYS, gaps=st.lists(st.integers(0, 12), min_size=2, max_size=6), longer=st.integers(0, 10))
def test_a_limit_counts_its_working_days_and_no_other(begins: date, gaps: list[int], longer: int) -> None:
    on, events = begins, []
    for number, gap in enumerate(gaps[: len(gaps) // 2 * 2]):
        on += timedelta(days=gap)
        events.append(Event(Move.RESUME if number % 2 else Move.SUSPEND, on))
    pauses, due = pauses_of(events), ask(Limit.OWN, begins)
    found = deadline_of(Limit.OWN, due, pauses, longer, CALENDAR)
    counted = [day.on for day in found.days if day.counted]
    assert found.due_on == counted[-1]
    assert len(counted) == 5 + longer
    assert all(CALENDAR.is_working_day(day) and not any(one.holds(day) for one in pauses) for day in counted)
    assert not set(counted) & {begins}
    assert found.due_on is not None
    assert found.due_on >= due.due_on


def test_the_citys_calendar_is_one_the_law_knows() -> None:
    assert LAW.calendar(settings.CITY.calendar).key == settings.CITY.calendar


def test_a_repair_that_was_handed_over_has_the_time_of_those_who_decide() -> None:
    handed = (Event(Move.HAND_OVER, date(2026, 7, 2)),)
    course = Course(FILED, State.HANDED_OVER, own=False, events=handed, procedure=Procedure.REPAIR)
    assert ends(course) == {Limit.REPAIR: date(2026, 7, 16)}
    assert limits_of(Course(FILED, State.RECEIVED, own=False, procedure=Procedure.REPAIR)) == ()
