from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.foundation.actor import Permission
from chengxin.notices import rules

TEMPLATE = rules.NoticeTemplate(
    code="test.reminder",
    label="测试提醒",
    subject="{case}将于{day}到期",
    body="案件{case}请在{day}前办结。\n{remark}",
    permission=Permission("test.remind", "测试提醒"),
)


def test_places_are_filled() -> None:
    text = TEMPLATE.write({"case": "甲案", "day": "2018年6月30日", "remark": "一\n二"})
    assert text == rules.Text("甲案将于2018年6月30日到期", "案件甲案请在2018年6月30日前办结。\n一\n二")


@pytest.mark.parametrize("values", [{}, {"case": "甲"}, {"case": "甲", "day": "乙", "remark": "丙", "more": "丁"}])
def test_places_and_values_must_agree(values: dict[str, str]) -> None:
    with pytest.raises(rules.WrongPlaces, match=r"test\.reminder"):
        TEMPLATE.write(values)


@given(st.text(max_size=3000))
def test_a_subject_is_one_line_whatever_is_put_in(value: str) -> None:
    text = TEMPLATE.write({"case": value, "day": "今天", "remark": value})
    assert len(text.subject.splitlines()) <= 1
    assert len(text.subject) <= 200
    assert "\x00" not in text.body


def test_braces_in_values_stay_what_they_are() -> None:
    text = TEMPLATE.write({"case": "{remark}", "day": "{0.__class__}", "remark": "密"})
    assert text.subject == "{remark}将于{0.__class__}到期"


def test_waits_grow_and_end() -> None:
    waits = [rules.wait_after(attempt) for attempt in range(1, rules.LAST_ATTEMPT + 1)]
    grown = [wait for wait in waits if wait is not None]
    assert waits[-1] is None
    assert len(grown) == rules.LAST_ATTEMPT - 1
    assert grown == sorted(set(grown))
    assert grown[0] >= timedelta(minutes=1)


def test_everything_has_a_label() -> None:
    assert set(rules.CHANNEL_LABELS) == set(rules.Channel)
    assert set(rules.OUTCOME_LABELS) == set(rules.Outcome)
    assert set(rules.MANNER_LABELS) == set(rules.Manner)


def test_the_alarm_can_be_written() -> None:
    values = dict.fromkeys(rules.ALARM.places, "值")
    assert rules.ALARM.write(values).subject == "通知没有送达：值"
