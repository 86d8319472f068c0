from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.law import book
from chengxin.law.refusals import BadDate, NoRule, UnknownValue
from chengxin.law.tests.files import NATIONAL_NOTICE, REGIONAL_NOTICE, added

LAW = book.load(None)
NATIONAL, GUANGXI = LAW.calendar("national"), LAW.calendar("guangxi")
KNOWN = st.dates(date(2014, 1, 1), date(2026, 6, 30))
COUNTS = st.integers(1, 60)


@pytest.mark.parametrize(
    ("decided", "national", "guangxi"),
    [
        ("2018-02-13", "2018-02-28", "2018-02-28"),
        ("2018-04-04", "2018-04-16", "2018-04-15"),
        ("2018-04-13", "2018-04-24", "2018-04-26"),
        ("2018-04-16", "2018-04-25", "2018-04-28"),
        ("2018-04-17", "2018-04-26", "2018-05-02"),
        ("2018-04-27", "2018-05-09", "2018-05-09"),
        ("2018-06-15", "2018-06-27", "2018-06-27"),
        ("2018-07-02", "2018-07-11", "2018-07-11"),
        ("2018-09-28", "2018-10-12", "2018-10-12"),
        ("2018-12-28", "2019-01-09", "2019-01-09"),
    ],
)
def test_seven_working_days(decided: str, national: str, guangxi: str) -> None:
    due = LAW.due("double-publicity", date.fromisoformat(decided), calendar="guangxi")
    assert (due.due_on_national.isoformat(), due.due_on.isoformat()) == (national, guangxi)
    assert not due.provisional
    assert sum(day.counted for day in due.days) == 7
    assert due.days[0].on == date.fromisoformat(decided) + timedelta(days=1)
    assert due.days[-1].on == due.due_on


@pytest.mark.parametrize(
    ("year", "count"),
    [
        (2017, 249),
        (2018, 250),
        (2019, 250),
        (2020, 249),
        (2021, 250),
        (2022, 249),
        (2023, 249),
        (2024, 251),
        (2025, 248),
        (2026, 248),
    ],
)
def test_working_days_of_a_year(year: int, count: int) -> None:
    assert NATIONAL.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


@pytest.mark.parametrize(
    ("on", "national", "guangxi"),
    [
        ("2017-04-01", "make-up-day", "shifted-day-off"),
        ("2017-04-08", "weekend", "make-up-day"),
        ("2018-04-15", "weekend", "make-up-day"),
        ("2018-04-18", "working-day", "holiday"),
        ("2018-12-29", "make-up-day", "make-up-day"),
        ("2019-05-02", "shifted-day-off", "shifted-day-off"),
        ("2020-02-01", "holiday", "holiday"),
        ("2021-04-18", "weekend", "make-up-day"),
        ("2023-04-23", "make-up-day", "holiday"),
        ("2024-04-11", "working-day", "holiday"),
        ("2025-03-31", "working-day", "holiday"),
        ("2018-10-08", "working-day", "working-day"),
    ],
)
def test_the_region_may_override_the_national_day(on: str, national: str, guangxi: str) -> None:
    day = date.fromisoformat(on)
    assert (NATIONAL.day(day).kind, GUANGXI.day(day).kind) == (national, guangxi)
    assert GUANGXI.day(day).counted == GUANGXI.is_working_day(day)


@pytest.mark.parametrize(
    ("decided", "provisional"),
    [
        ("2026-12-22", False),
        ("2026-12-23", True),
        ("2026-04-16", True),
        ("2022-04-01", True),
        ("2019-04-03", True),
        ("2020-03-25", True),
        ("2026-07-01", False),
        ("2026-03-02", False),
        ("2025-03-28", False),
    ],
)
def test_a_date_that_may_still_change_says_so(decided: str, *, provisional: bool) -> None:
    due = LAW.due("double-publicity", date.fromisoformat(decided), calendar="guangxi")
    assert due.provisional is provisional
    assert bool(due.uncertain) is provisional
    assert ("暂定" in due.reason) is provisional


def test_the_national_date_is_not_provisional_for_want_of_a_regional_notice() -> None:
    assert not LAW.due("double-publicity", date(2026, 4, 16), calendar="national").provisional


def test_twenty_days_need_the_next_notice_earlier() -> None:
    assert not LAW.due("government-disclosure", date(2026, 12, 3), calendar="national").provisional
    assert LAW.due("government-disclosure", date(2026, 12, 4), calendar="national").provisional


def test_the_customary_holiday_is_shown_beside_the_date() -> None:
    due = LAW.due("double-publicity", date(2026, 4, 16), calendar="guangxi")
    assert due.due_on == date(2026, 4, 27)
    assert due.due_on_expected == date(2026, 4, 28)


def test_beyond_the_horizon_fixed_festivals_still_do_not_count() -> None:
    assert LAW.due("double-publicity", date(2026, 12, 23), calendar="national").due_on == date(2027, 1, 4)


def test_before_the_records_begin_a_date_is_provisional() -> None:
    assert NATIONAL.uncertainty(date(2003, 12, 31)) is not None
    assert NATIONAL.uncertainty(date(2004, 1, 1)) is None


@given(KNOWN, COUNTS)
def test_what_is_added_is_what_lies_between(start: date, count: int) -> None:
    end = GUANGXI.add_working_days(start, count)
    assert GUANGXI.working_days_between(start, end) == count
    assert GUANGXI.is_working_day(end)


@given(KNOWN, KNOWN, COUNTS)
def test_a_later_start_is_never_due_earlier(one: date, other: date, count: int) -> None:
    first, second = sorted((one, other))
    assert GUANGXI.add_working_days(first, count) <= GUANGXI.add_working_days(second, count)


@given(KNOWN, COUNTS)
def test_one_day_more_is_later(start: date, count: int) -> None:
    assert NATIONAL.add_working_days(start, count) < NATIONAL.add_working_days(start, count + 1)


@given(KNOWN)
def test_the_layer_speaks_only_around_the_third_of_the_third(on: date) -> None:
    if not date(on.year, 3, 15) <= on <= date(on.year, 5, 10):
        assert GUANGXI.is_working_day(on) == NATIONAL.is_working_day(on)


@pytest.mark.parametrize("count", [0, -1, 1001])
def test_an_absurd_count_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="working days"):
        NATIONAL.add_working_days(date(2018, 1, 1), count)


def test_alarms_come_sixty_days_before() -> None:
    assert [alarm.calendar for alarm in LAW.alarms(on=date(2026, 10, 31))] == []
    assert [alarm.calendar for alarm in LAW.alarms(on=date(2026, 11, 1))] == ["national"]
    assert [alarm.calendar for alarm in LAW.alarms(on=date(2026, 2, 11))] == ["guangxi"]
    assert LAW.alarms(on=date(2026, 2, 10)) == ()
    assert LAW.alarms(on=date(2025, 2, 20)) == ()


def test_a_regional_notice_settles_its_year(tmp_path: Path) -> None:
    law = added(tmp_path, REGIONAL_NOTICE)
    due = law.due("double-publicity", date(2026, 4, 16), calendar="guangxi")
    assert not due.provisional
    assert due.due_on == date(2026, 4, 28)
    assert law.calendar("guangxi").day(date(2026, 4, 18)).kind == "make-up-day"
    assert [alarm.calendar for alarm in law.alarms(on=date(2026, 2, 11))] == []


def test_a_national_notice_moves_the_horizon_and_dates_of_the_year_before(tmp_path: Path) -> None:
    law = added(tmp_path, NATIONAL_NOTICE)
    assert law.calendar("national").known_until == date(2027, 12, 31)
    due = law.due("double-publicity", date(2026, 12, 23), calendar="national")
    assert not due.provisional
    assert due.due_on == date(2026, 12, 31)
    assert law.due("double-publicity", date(2027, 4, 1), calendar="guangxi").provisional


def test_what_is_not_law_is_refused() -> None:
    with pytest.raises(UnknownValue):
        LAW.due("no-such-rule", date(2018, 1, 1), calendar="national")
    with pytest.raises(UnknownValue):
        LAW.due("double-publicity", date(2018, 1, 1), calendar="lunar")
    with pytest.raises(NoRule):
        LAW.due("double-publicity", date(2014, 1, 1), calendar="national")
    with pytest.raises(BadDate):
        LAW.due("double-publicity", date(1900, 1, 1), calendar="national")


@pytest.mark.parametrize(
    ("rule", "start", "region", "due_on", "provisional"),
    [
        ("withdrawal", "2026-06-17", None, "2026-06-23", False),
        ("objection-own", "2024-05-06", "shanghai", "2024-05-11", False),
        ("objection-own", "2024-05-06", "guangxi", "2024-05-11", True),
        ("objection-mark", "2024-05-06", None, "2024-05-07", True),
        ("repair-answer", "2026-06-16", None, "2026-07-01", False),
        ("repair-decision", "2026-06-16", None, "2026-06-26", True),
        ("reconsideration", "2026-08-04", None, "2026-10-08", False),
        ("query-log-retention", "2026-01-31", "zhejiang", "2036-01-31", False),
        ("network-log-retention", "2025-08-31", None, "2026-02-28", False),
    ],
)
def test_other_clocks(rule: str, start: str, region: str | None, due_on: str, *, provisional: bool) -> None:
    due = LAW.due(rule, date.fromisoformat(start), calendar="national", region=region)
    assert due.due_on.isoformat() == due_on
    assert due.provisional is provisional
    assert due.instrument in due.reason
