"""Which field has its lists by a day, and its first batch."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from chengxin.foundation.roles import Role
from chengxin.lists.queries import Coverage, coverage_on
from chengxin.lists.tests.scenes import AFTER, DAY, Scene, published
from chengxin.lists.tests.test_pages import text
from chengxin.register.tests.scenes import OFFICE, officer
from chengxin.units.queries import day_of
from chengxin.units.rules import Level
from chengxin.vault.tests.people import bureau, person, sign_in

pytestmark = pytest.mark.service


def field(on: date, name: str) -> Coverage:
    return next(one for one in coverage_on(OFFICE, on=on) if one.field == name)


def test_a_field_has_its_first_batch_from_the_day_it_was_published(scene: Scene) -> None:
    published(scene)
    on = day_of(AFTER)
    after, before = (
        field(on, "拖欠农民工工资失信联合惩戒对象名单"),
        field(on - DAY, "拖欠农民工工资失信联合惩戒对象名单"),
    )
    assert (after.first_on, after.first) == (on, 1)
    assert after == replace(before, first_on=on, first=1)
    assert after.kinds


def test_both_eras_are_held_against_their_own_day(db: None) -> None:  # noqa: ARG001  the database is asked
    then, now = field(date(2018, 6, 30), "生态环境"), field(date(2026, 6, 30), "生态环境")
    assert len(then.kinds) == 3
    assert then.system_on == date(2017, 10, 30)
    assert (now.kinds, now.system_on) == ((), None)


def test_who_lists_does_not_measure_the_fields(scene: Scene) -> None:
    assert coverage_on(officer(scene.unit, Role.REVIEWER), on=day_of(AFTER)) == ()


def test_the_page_and_its_file_say_the_same(db: None) -> None:  # noqa: ARG001  as above
    visitor = Client()
    sign_in(visitor, person(bureau(Level.CITY), Role.CREDIT_OFFICE))
    html = text(visitor, "/desk/lists/coverage/?on=2018-06-30")
    assert "到2018年6月30日为止" in re.sub(r"\s", "", html)
    file = visitor.get("/desk/lists/coverage/coverage.csv?on=2018-06-30").content.decode("utf-8-sig")
    assert "生态环境" in html
    assert "2017-10-30" in file
    assert "对照日期" in text(visitor, "/desk/lists/coverage/?on=昨天", 422)
