from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.law.periods import Period, Span, add_months, chinese, numeral

DAYS = st.dates(date(1990, 1, 1), date(2080, 12, 31))
MONTHS = st.integers(0, 120)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2019-08-31", 3, "2019-11-30"),
        ("2019-08-31", 6, "2020-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2025-12-15", 1, "2026-01-15"),
    ],
)
def test_months_end_on_the_same_number_or_the_month_s_end(start: str, months: int, end: str) -> None:
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


@given(DAYS, MONTHS)
def test_a_month_later_is_never_a_later_number(start: date, months: int) -> None:
    end = add_months(start, months)
    assert end.day <= start.day
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end + timedelta(days=1)).day == 1


@given(DAYS, DAYS, MONTHS)
def test_a_later_start_never_ends_earlier(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert add_months(first, months) <= add_months(second, months)


@given(DAYS, MONTHS, MONTHS)
def test_more_months_never_end_earlier(start: date, one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    assert add_months(start, fewer) <= add_months(start, more)


def test_days_are_counted_from_the_next_day() -> None:
    assert Span(days=60).last_day(date(2024, 1, 1)) == date(2024, 3, 1)


def test_working_days_are_refused_without_a_calendar() -> None:
    with pytest.raises(ValueError, match="calendar"):
        Span(working_days=7).last_day(date(2024, 1, 1))


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(months=3), "三个月"),
        (Span(years=1), "一年"),
        (Span(working_days=7), "七个工作日"),
        (Span(days=20), "二十日"),
        (Span(days=90), "九十日"),
        (Span(working_days=15), "十五个工作日"),
        (Span(days=100), "100日"),
    ],
)
def test_spans_read_in_chinese(span: Span, words: str) -> None:
    assert span.words() == words


@given(st.integers(1, 99))
def test_numerals_are_different(number: int) -> None:
    assert numeral(number) not in {numeral(other) for other in range(1, 100) if other != number}


def test_a_period_is_half_open_and_says_both_days_in_words() -> None:
    period = Period(date(2019, 7, 1), date(2023, 5, 1))
    assert period.holds(date(2019, 7, 1))
    assert period.holds(date(2023, 4, 30))
    assert not period.holds(date(2023, 5, 1))
    assert period.words() == "自2019年7月1日起至2023年4月30日止"
    assert chinese(date(2026, 8, 31)) == "2026年8月31日"


def test_neighbouring_periods_do_not_overlap() -> None:
    assert not Period(None, date(2020, 1, 1)).overlaps(Period(date(2020, 1, 1), None))
    assert Period(None, date(2020, 1, 2)).overlaps(Period(date(2020, 1, 1), None))
