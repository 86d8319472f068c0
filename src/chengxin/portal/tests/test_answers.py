from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.law import book
from chengxin.law.facts import Facts
from chengxin.portal.answers import answer_of
from chengxin.portal.pages import LawAnswer

LAW = book.load(None)
DECIDED = date(2026, 5, 20)
SERIOUS = Facts(severity="serious", kinds=("fine",))


def ask(facts: Facts = SERIOUS, decided_on: date = DECIDED, today: date = date(2026, 6, 16)) -> LawAnswer:
    window = LAW.publicity(facts, decided_on=decided_on, as_of=today)
    return answer_of(window, LAW.due("double-publicity", decided_on, calendar="national"), decided_on, today)


def test_the_title_is_the_last_day() -> None:
    answer = ask()
    assert answer.title == "公示到2029年5月20日"
    assert answer.repair == "最早可于2027年5月21日申请修复，修复以后提前停止公示。"


def test_what_ended_is_said_to_have_ended() -> None:
    assert ask(today=date(2029, 5, 21)).title == "2029年5月20日以后已停止公示"
    assert ask(today=date(2029, 5, 20)).title == "公示到2029年5月20日"


def test_what_is_not_shown_has_no_window() -> None:
    answer = ask(Facts(severity="minor"))
    assert answer.title == "这条信息不公示"
    assert answer.moments == ()
    assert answer.repair == ""


def test_a_licence_has_no_last_day() -> None:
    assert ask(Facts(item="licence")).title == "公示，法律没有规定到哪一天为止"


def test_moments_stand_in_order_and_only_what_is_to_come_is_dashed() -> None:
    answer = ask()
    assert [moment.words for moment in answer.moments] == ["作出决定", "今天", "起可以申请修复", "公示的最后一天"]
    assert [moment.look for moment in answer.moments] == ["", "today", "to-come", "to-come"]


def test_the_clock_counts_working_days_from_the_day_after() -> None:
    clock = ask().clock
    assert clock is not None
    assert clock.title == "应在2026年5月29日以前公示"
    words = [day.words for day in clock.days]
    assert words[0] == "作出决定，当天不计"
    assert words[-1] == "第7天，最后一天"
    assert sum(word.startswith("第") for word in words) == 7
    assert [day.look for day in clock.days if day.words == "休息"] == ["off", "off"]


def test_days_worked_in_exchange_count_and_say_why() -> None:
    clock = ask(decided_on=date(2024, 4, 30), facts=Facts(kinds=("fine",), field="other")).clock
    assert clock is not None
    assert any("调休上班" in day.words and day.words.startswith("第") for day in clock.days)


@given(st.integers(min_value=0, max_value=1500))
def test_every_day_of_a_window_has_one_today(days: int) -> None:
    today = DECIDED + timedelta(days=days)
    looks = [moment.look for moment in ask(today=today).moments]
    inside = today <= date(2029, 5, 20)
    assert looks.count("today") == (1 if inside else 0)


@pytest.mark.parametrize("today", [DECIDED, date(2026, 5, 25), date(2026, 5, 29)])
def test_the_clock_marks_today(today: date) -> None:
    clock = ask(today=today).clock
    assert clock is not None
    marked = [day for day in clock.days if day.on == today]
    assert marked[0].look in {"today", "due"}
