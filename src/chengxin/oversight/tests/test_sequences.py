"""Document numbers as sequences: every way they are written, gaps, answers that cut them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.oversight.rules.sequences import (
    Gap,
    GapKind,
    Numbered,
    Said,
    Series,
    count,
    gaps_of,
    is_sparse,
    joined,
    missing_in,
    ranges_of,
    read_number,
)

WORD = "示市监罚"


@pytest.mark.parametrize(
    ("text", "word", "year", "number"),
    [
        ("示市监罚〔2026〕11号", WORD, 2026, 11),
        ("示市监罚[2026]11号", WORD, 2026, 11),
        ("示市监罚【2026】011号", WORD, 2026, 11),
        ("示市监罚（2026）第11号", WORD, 2026, 11),
        ("示市监罚(2026)第 11 号", WORD, 2026, 11),
        ("示市监罚﹝2026﹞１１号", WORD, 2026, 11),
        ("示市监罚［2026］11", WORD, 2026, 11),
        ("示市监罚〔2026年〕11号", WORD, 2026, 11),
        ("示市监罚〔2026〕11号之一", WORD, 2026, 11),
        ("示市监罚〔2026〕11-1号", WORD, 2026, 11),
        ("示市监罚〔2026〕11号-1", WORD, 2026, 11),
        ("示市监罚〔2026〕11号A", WORD, 2026, 11),
        ("示市监〔2026〕罚字第11号", "示市监罚字", 2026, 11),
        ("示应急罚〔2026〕危化5号", "示应急罚危化", 2026, 5),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, word: str, year: int, number: int) -> None:
    assert read_number(text) == Numbered(Series(word, year), number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "11号",
        "〔2026〕11号",
        "示市监罚11号",
        "示市监罚〔26〕11号",
        "示市监罚〔2026〕号",
        "示市监罚〔2026〕0号",
        "示市监罚〔2026〕20260609001号",
        "示市监罚〔2026〕甲号",
        "JY19901020012345",
        "示市监罚〔2026〕11号、12号和其他若干文书",
    ],
)
def test_what_is_no_member_of_a_sequence_is_left_out(text: str) -> None:
    assert read_number(text) is None


def test_what_is_missing_lies_between_the_first_and_the_last() -> None:
    present = ranges_of([5, 6, 9, 14])
    assert present == [(5, 6), (9, 9), (14, 14)]
    assert missing_in(present, from_one=False) == [(7, 8), (10, 13)]
    assert missing_in(present, from_one=True) == [(1, 4), (7, 8), (10, 13)]
    assert missing_in([(1, 3)], from_one=True) == []


def test_an_answer_cuts_a_gap_and_a_later_one_holds() -> None:
    gaps = gaps_of([(10, 20)], [Said(12, 14, GapKind.VOID), Said(14, 30, GapKind.PERSON)])
    assert gaps == [Gap(10, 11, None), Gap(12, 13, GapKind.VOID), Gap(14, 20, GapKind.PERSON)]
    assert [gap.is_open for gap in gaps] == [True, False, False]


def test_a_promise_to_report_stays_open() -> None:
    (gap,) = gaps_of([(7, 8)], [Said(1, 99, GapKind.VOID), Said(7, 8, GapKind.FORGOTTEN)])
    assert gap.is_open
    assert gap.size == 2


def test_where_almost_nothing_comes_the_word_is_asked_about_as_a_whole() -> None:
    present = [(1, 1), (100, 100)]
    assert is_sparse(present, missing_in(present, from_one=False))
    assert not is_sparse([(1, 5), (7, 9)], [(6, 6)])


@given(st.sets(st.integers(1, 60), min_size=1), st.lists(st.tuples(st.integers(1, 60), st.integers(0, 9)), max_size=5))
def test_every_missing_number_stands_in_one_gap_with_the_last_answer(
    numbers: set[int], answers: list[tuple[int, int]]
) -> None:
    said = [Said(first, first + more, list(GapKind)[more % 6]) for first, more in answers]
    gaps = gaps_of(missing_in(ranges_of(numbers), from_one=True), said)
    shown = {number: gap.kind for gap in gaps for number in range(gap.first, gap.last + 1)}
    assert set(shown) == set(range(1, max(numbers))) - numbers
    for number, kind in shown.items():
        last = [one.kind for one in said if one.first <= number <= one.last]
        assert kind == (last[-1] if last else None)


@given(st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60)))
def test_ranges_of_two_files_join_to_the_ranges_of_both(one: set[int], other: set[int]) -> None:
    assert joined([*ranges_of(one), *ranges_of(other)]) == ranges_of(one | other)
    assert count(ranges_of(one)) == len(one)
