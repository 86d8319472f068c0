from datetime import date

import pytest

from chengxin.oversight.rules.board import Dated, Standing, dates_of, pressing, shifted, standing_of

TODAY = date(2018, 6, 30)
YEAR_END = date(2018, 12, 31)


@pytest.mark.parametrize(
    ("days", "closed", "begun", "standing"),
    [
        ([YEAR_END], True, False, Standing.DONE),
        ([date(2018, 1, 1)], True, False, Standing.DONE),
        ([date(2018, 6, 29)], False, True, Standing.LATE),
        ([date(2018, 6, 29), YEAR_END], False, True, Standing.LATE),
        ([TODAY], False, False, Standing.NEAR),
        ([date(2018, 7, 30)], False, False, Standing.NEAR),
        ([date(2018, 7, 31)], False, True, Standing.GOOD),
        ([date(2018, 7, 31)], False, False, Standing.IDLE),
        ([YEAR_END], False, False, Standing.IDLE),
        ([YEAR_END], False, True, Standing.GOOD),
        ([], False, False, Standing.IDLE),
        ([], False, True, Standing.GOOD),
    ],
)
def test_a_task_stands_as_its_days_and_decisions_say(
    days: list[date], *, closed: bool, begun: bool, standing: Standing
) -> None:
    assert standing_of([Dated(day) for day in days], closed=closed, begun=begun, on=TODAY) is standing


@pytest.mark.parametrize(
    ("days", "published_on", "closed", "standing"),
    [
        ([date(2018, 6, 1)], date(2018, 6, 2), False, Standing.UNRECORDED),
        ([date(2018, 6, 1)], date(2018, 6, 1), False, Standing.LATE),
        ([date(2018, 6, 1)], date(2018, 6, 2), True, Standing.DONE),
        ([date(2018, 6, 1), YEAR_END], date(2018, 6, 2), False, Standing.IDLE),
        ([date(2018, 6, 1), date(2018, 7, 20)], date(2018, 6, 2), False, Standing.NEAR),
        ([], date(2018, 6, 2), False, Standing.IDLE),
    ],
)
def test_days_before_the_plan_was_published_here_accuse_nobody(
    days: list[date], published_on: date, *, closed: bool, standing: Standing
) -> None:
    dated = [Dated(day) for day in days]
    assert standing_of(dated, closed=closed, begun=False, on=TODAY, published_on=published_on) is standing


def test_what_is_due_in_this_quarter_is_on_time_before_anything_is_handed_in() -> None:
    assert standing_of([Dated(date(2018, 6, 30))], closed=False, begun=False, on=date(2018, 4, 2)) is Standing.GOOD


def test_milestones_that_are_met_or_recur_bind_no_more() -> None:
    milestones = [("报送", None, False), ("方案", date(2018, 3, 1), True), ("名单", date(2018, 5, 31), False)]
    assert dates_of(YEAR_END, milestones) == (Dated(date(2018, 5, 31), "名单"), Dated(YEAR_END))
    assert dates_of(None, []) == ()


def test_what_presses_is_the_earliest_day_if_it_is_past_or_close() -> None:
    late, far = Dated(date(2018, 5, 31), "名单"), Dated(YEAR_END)
    assert pressing([far, late], TODAY) == late
    assert pressing([far], TODAY) is None
    assert pressing([], TODAY) is None


@pytest.mark.parametrize(
    ("day", "years", "moved"),
    [
        (date(2018, 5, 31), 1, date(2019, 5, 31)),
        (date(2020, 2, 29), 1, date(2021, 2, 28)),
        (date(2020, 2, 29), 4, date(2024, 2, 29)),
        (date(2018, 5, 31), -1, date(2017, 5, 31)),
        (None, 1, None),
    ],
)
def test_a_day_moves_by_years(day: date | None, years: int, moved: date | None) -> None:
    assert shifted(day, years) == moved
