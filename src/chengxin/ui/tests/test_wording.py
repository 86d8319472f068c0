from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from chengxin.ui import wording


@pytest.mark.parametrize(
    ("value", "text", "table", "machine"),
    [
        (date(2018, 6, 30), "2018年6月30日", "2018-06-30", "2018-06-30"),
        (
            datetime(2018, 6, 30, 16, 2, 9, tzinfo=UTC),
            "2018年7月1日00:02",
            "2018-07-01 00:02",
            "2018-07-01T00:02:09+08:00",
        ),
    ],
)
def test_dates_are_written_in_local_time(value: date, text: str, table: str, machine: str) -> None:
    written = wording.date_text(value), wording.date_table(value), wording.date_machine(value)
    assert written == (text, table, machine)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "0元"),
        (20000, "20,000元"),
        (Decimal("20000.00"), "20,000元"),
        (Decimal("1234567.5"), "1,234,567.50元"),
        (Decimal("-3.05"), "-3.05元"),
    ],
)
def test_money_shows_fen_only_where_there_are_some(amount: Decimal | int, words: str) -> None:
    assert wording.money(amount) == words


def test_an_18_character_code_is_read_in_four_groups() -> None:
    assert wording.code_groups("9A990102MAXN04172K") == ("9A", "990102", "MAXN04172", "K")
    assert wording.code_groups("123456789") == ("123456789",)
    assert wording.code_groups("") == ("",)


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (-12, ("late", "逾期12个工作日")),
        (-1, ("late", "逾期1个工作日")),
        (0, ("near", "今天")),
        (1, ("near", "1个工作日")),
        (2, ("good", "2个工作日")),
        (10, ("good", "10个工作日")),
        (11, ("idle", "11个工作日")),
    ],
)
def test_days_left_are_a_state_and_words(days: int, state: tuple[str, str]) -> None:
    assert wording.days_left(days) == state


def test_weekdays() -> None:
    assert [wording.weekday(date(2026, 6, day)) for day in (15, 21)] == ["周一", "周日"]
