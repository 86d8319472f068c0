"""Rates from counts, by each formula; months and cut-off days."""

from datetime import date

import pytest

from chengxin.oversight.rules.months import month_of, months_between, moved, read_month, written
from chengxin.oversight.rules.rates import CompliantOf, Counts, DueBy, Formula, Rate, TimelyOf, rates_of
from chengxin.oversight.rules.reporting import Period, due_day, letter_number, open_month, overlaps

COUNTS = Counts(
    rows=100, accepted=80, unchanged=10, returned=10, decisions=80, timed=60, late=6, late_national=3
)  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "compliant", "timely", "late"),
    [
        (Formula(), "90.0%", "90.0%", "10.0%"),
        (Formula(compliant_of=CompliantOf.SETTLED), "88.9%", "90.0%", "10.0%"),
        (Formula(timely_of=TimelyOf.READ), "90.0%", "54.0%", "6.0%"),
        (Formula(due_by=DueBy.NATIONAL), "90.0%", "95.0%", "5.0%"),
    ],
)
def test_the_formula_decides(formula: Formula, compliant: str, timely: str, late: str) -> None:
    rates = rates_of(COUNTS, formula)
    assert (rates.compliant.shown, rates.timely.shown, rates.late.shown) == (compliant, timely, late)


def test_where_nothing_came_in_there_is_no_number() -> None:
    rates = rates_of(Counts(), Formula(timely_of=TimelyOf.READ))
    assert (rates.compliant.shown, rates.timely.shown, rates.late.shown) == ("", "", "")
    assert not rates_of(Counts(rows=5, accepted=5, decisions=5), Formula(timely_of=TimelyOf.READ)).timely.shown


def test_almost_all_is_not_all() -> None:
    assert Rate(99_999, 100_000).shown == "99.9%"
    assert Rate(1, 100_000).shown == "0.1%"
    assert (Rate(3, 3).shown, Rate(0, 3).shown, Rate(2, 3).shown) == ("100.0%", "0.0%", "66.7%")


def test_counts_of_months_add_up() -> None:
    assert Counts(200, 160, 20, 20, 160, 120, 12, 6) == COUNTS + COUNTS


def test_months_are_moved_read_and_written() -> None:
    assert moved(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert moved(date(2026, 11, 1), 14) == date(2028, 1, 1)
    assert read_month("2026-05") == month_of(date(2026, 5, 31))
    assert [read_month(text) for text in ("2026-13", "2026-5", "1999-05", "五月", "2026-05-01")] == [None] * 5
    assert written(date(2026, 5, 1)) == "2026-05"
    assert len(list(months_between(date(2025, 11, 1), date(2026, 2, 1)))) == 4


def test_a_month_is_due_in_the_month_after() -> None:
    assert due_day(date(2025, 12, 1), 25) == date(2026, 1, 25)
    assert open_month(date(2026, 3, 1)) == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("first", "until", "meets"),
    [
        (date(2026, 3, 1), None, True),
        (date(2026, 5, 1), None, False),
        (date(2025, 1, 1), date(2026, 2, 1), False),
        (date(2025, 1, 1), date(2026, 2, 2), True),
    ],
)
def test_periods_are_half_open(first: date, until: date | None, meets: bool) -> None:  # noqa: FBT001  a case of the table
    assert overlaps(Period(first, until), [Period(date(2026, 2, 1), date(2026, 5, 1))]) is meets


def test_a_letter_is_numbered_as_papers_are() -> None:
    assert letter_number("海棠市信用局通报", 2026, 3) == "海棠市信用局通报〔2026〕3号"
