"""The catalogue on the public site: what is in force, what was, what is laid open, and what nobody reads yet."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chengxin.catalog import services
from chengxin.foundation.actor import system_actor
from chengxin.units.tests.factories import real_now

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
OFFICE = system_actor("catalog.import")


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_anybody_reads_the_edition_in_force_and_those_before() -> None:
    first = page("/catalog/")
    assert "现行的是信用信息目录（2018年本）" in first
    assert "已被取代" in first
    old = page("/catalog/2017")
    assert "当时的记录仍按这一版" in old
    assert "国办发〔2015〕51号" in old
    assert Client().get("/catalog/1999").status_code == 404


def test_a_draft_is_read_while_comments_are_taken_and_not_before() -> None:
    now = real_now()
    row = services.begin_edition(actor=OFFICE, now=now, key="2098", title="信用信息目录（2098年本）", copy=True)
    assert Client().get("/catalog/2098").status_code == 404
    assert "2098年本" not in page("/catalog/")
    until = timezone.localdate(now) + timedelta(days=10)
    services.consult(actor=OFFICE, now=now, edition="2098", seen=row.number, until=until)
    assert "正在征求意见" in page("/catalog/")
    draft = page("/catalog/2098")
    assert "这是征求意见稿，还没有施行" in draft
    assert "不用写姓名" in draft
    assert "/catalog/2098/comment" in draft


def test_a_draft_whose_consultation_is_over_is_read_no_more() -> None:
    now = real_now() - timedelta(days=40)
    row = services.begin_edition(actor=OFFICE, now=now, key="2098", title="信用信息目录（2098年本）", copy=True)
    until = timezone.localdate(now) + timedelta(days=10)
    services.consult(actor=OFFICE, now=now, edition="2098", seen=row.number, until=until)
    assert Client().get("/catalog/2098").status_code == 404
    assert "2098年本" not in page("/catalog/")
