"""The page that tells how to contest and repair follows the day."""

from datetime import date

import pytest
from django.test import Client

from chengxin.law.book import load
from chengxin.portal.relief import guide_of

LAW = load(None)


def test_limits_are_counted_from_the_day_on_which_it_is_asked() -> None:
    guide = guide_of(LAW, date(2026, 6, 30), calendar="guangxi")
    assert [line.due_on for line in guide.limits] == [date(2026, 7, 1), date(2026, 7, 2), date(2026, 7, 9)]
    assert all(line.basis and line.provisional for line in guide.limits)


def test_ways_are_those_of_the_day() -> None:
    now, before = (guide_of(LAW, on, calendar="guangxi").ways for on in (date(2026, 6, 30), date(2020, 6, 30)))
    assert [way.entrance for way in now] == ["“信用中国”网站", "国家企业信用信息公示系统"]
    assert {len(way.materials) for way in now} == {2}
    assert before == ()


@pytest.mark.service
@pytest.mark.usefixtures("db")
def test_the_page_tells_what_is_in_force_now_and_has_no_as_of() -> None:
    text = Client().get("/relief/").content.decode()
    assert "信用承诺书" in text
    assert "数据存在异议" in text
    assert "异议和修复" in Client().get("/").content.decode()
    assert Client().get("/relief/?as_of=2019-01-01").status_code == 422
