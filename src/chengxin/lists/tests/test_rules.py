"""The procedure as a table, and what holds of it after any sequence of moves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.catalog.rules.item import Basis
from chengxin.catalog.rules.list_kinds import ListTerm
from chengxin.law.book import load
from chengxin.lists.rules import doings
from chengxin.lists.rules.entries import TimeToAnswer, last_day_of, paper_number
from chengxin.lists.rules.procedure import (
    ENDED,
    NEED_WORDS,
    PAPERS_IN_PUBLICATION,
    STATE_LABELS,
    TABLES,
    Move,
    Need,
    PaperKind,
    State,
    Track,
    missing,
    move_label,
    open_moves,
    state_label,
    step_of,
)

TRIES = st.lists(st.tuples(st.sampled_from(Move), st.frozensets(st.sampled_from(Need))), max_size=60)
EVERY_NEED = frozenset(Need)


def walked(track: Track, tries: list[tuple[Move, frozenset[Need]]]) -> tuple[State, set[PaperKind], list[Move]]:
    """Try moves one after the other with the facts that hold then; return where it ends, the papers, what was done."""
    state, papers, done = State.PROPOSED, set[PaperKind](), list[Move]()
    for move, facts in tries:
        step = step_of(track, state, move)
        if step is None or missing(track, state, move, facts):
            continue
        state = step.to
        done.append(move)
        if step.paper:
            papers.add(step.paper)
    return state, papers, done


@pytest.mark.parametrize("track", Track)
@given(tries=TRIES)
def test_from_any_sequence_an_entry_in_publication_has_all_its_papers(
    track: Track, tries: list[tuple[Move, frozenset[Need]]]
) -> None:
    state, papers, done = walked(track, tries)
    if state in {State.PUBLISHED, State.EXITED}:
        assert papers >= PAPERS_IN_PUBLICATION[track]
        assert [move for move in done if move in {Move.APPROVE, Move.NOTIFY, Move.DECIDE, Move.PUBLISH}] == [
            *[Move.APPROVE] * done.count(Move.APPROVE),
            Move.NOTIFY,
            Move.DECIDE,
            Move.PUBLISH,
        ]
    if state is State.EXITED:
        assert PaperKind.REMOVAL in papers


@pytest.mark.parametrize("track", Track)
@given(move=st.sampled_from(Move), state=st.sampled_from(sorted(ENDED)))
def test_what_has_ended_stays_so(track: Track, move: Move, state: State) -> None:
    step = step_of(track, state, move)
    if (state, move) == (State.EXITED, Move.SIGN):  # a signature that comes after a removal by the platform
        assert step is not None
        assert (step.to, step.paper) == (State.EXITED, PaperKind.CONFIRMATION)
    else:
        assert step is None


@pytest.mark.parametrize("track", Track)
@given(data=st.data(), lacking=st.sampled_from(Need))
def test_a_missing_fact_stops_every_move_that_needs_it(track: Track, data: st.DataObject, lacking: Need) -> None:
    (state, move), step = data.draw(st.sampled_from(sorted(TABLES[track].items(), key=str)))
    expected = (lacking,) if lacking in step.needs else ()
    assert missing(track, state, move, EVERY_NEED - {lacking}) == expected


def test_every_way_to_publication_of_the_adverse_track_serves_and_hears() -> None:
    table = TABLES[Track.ADVERSE]
    assert set(table[State.NOTIFIED, Move.DECIDE].needs) >= {Need.DELIVERED, Need.HEARD, Need.ANSWERED, Need.SIGNED}
    assert Need.DECISION_DELIVERED in table[State.DECIDED, Move.PUBLISH].needs
    assert [state for state, move in table if table[state, move].to is State.PUBLISHED] == [State.DECIDED]


def test_every_step_of_the_honest_track_compares_with_the_adverse_lists() -> None:
    table = TABLES[Track.HONEST]
    for place in ((State.PROPOSED, Move.APPROVE), (State.NOTIFIED, Move.DECIDE), (State.DECIDED, Move.PUBLISH)):
        assert Need.CLEAR in table[place].needs


def test_a_job_may_end_a_listing_and_never_begin_or_decide_one() -> None:
    assert doings.FOLLOW_LAW.system
    assert not any(one.system or one.client_scope for one in (doings.PROPOSE, doings.DECIDE, doings.HEAR))


def test_no_need_is_a_count() -> None:
    assert not any(word in need.value for need in Need for word in ("count", "number", "score", "points"))


def test_everything_has_words() -> None:
    assert set(NEED_WORDS) == set(Need)
    assert set(STATE_LABELS) == set(State)
    assert state_label(Track.HONEST, State.NOTIFIED) == "拟列入公示中"
    assert state_label(Track.ADVERSE, State.NOTIFIED) == "已告知，待陈述申辩"
    assert move_label(Track.HONEST, Move.NOTIFY) == "拟列入公示"
    assert open_moves(Track.ADVERSE, State.PUBLISHED) == (Move.EXIT,)


BASIS = Basis("示例办法")


@pytest.mark.parametrize(
    ("term", "named", "last"),
    [
        (ListTerm(36, None, BASIS), None, date(2029, 6, 30)),
        (ListTerm(36, None, BASIS), date(2029, 6, 30), date(2029, 6, 30)),
        (ListTerm(36, None, BASIS), date(2030, 6, 30), None),
        (ListTerm(None, None, BASIS), None, None),
        (ListTerm(None, None, BASIS), date(2026, 6, 30), None),
        (ListTerm(None, None, BASIS), date(2031, 6, 30), date(2031, 6, 30)),
        (ListTerm(None, 36, BASIS), date(2029, 6, 30), date(2029, 6, 30)),
        (ListTerm(None, 36, BASIS), date(2029, 7, 1), None),
    ],
)
def test_the_last_day_lies_within_the_term(term: ListTerm, named: date | None, last: date | None) -> None:
    assert last_day_of(term, date(2026, 6, 30), named) == last


def test_the_time_to_answer_counts_from_the_day_after_delivery() -> None:
    calendar = load(None).calendar("national")
    friday = date(2026, 6, 26)
    assert TimeToAnswer(5, working=True, basis="x").last_day(friday, calendar) == date(2026, 7, 3)
    assert TimeToAnswer(5, working=False, basis="x").last_day(friday, calendar) == date(2026, 7, 1)


def test_papers_are_numbered_in_the_year() -> None:
    assert paper_number("示人社名单", 2026, 3) == "示人社名单〔2026〕3号"
