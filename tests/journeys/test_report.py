"""A report is downloaded, verified, and superseded once a record is taken down."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django import Settings

from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why, take_down
from chengxin.register.tests.scenes import OFFICE, City, Fact, city, record_of, shown
from tests.journeys.browser import Visitor

pytestmark = pytest.mark.journey


@pytest.fixture
def town(served: str, settings: Settings, tmp_path: Path) -> City:
    assert served
    settings.DATA = tmp_path
    town = city()
    shown(town.unit, Fact(town.firm))
    return town


def test_a_report_is_genuine_until_what_it_shows_has_ended(visitor: Visitor, town: City, tmp_path: Path) -> None:
    page = visitor.page
    visitor.go(town.address)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载信用报告").click()
    file = tmp_path / "report.pdf"
    download.value.save_as(file)

    def verify() -> None:
        visitor.go("/reports/verify")
        page.get_by_label("报告文件").set_input_files(file)
        page.get_by_role("button", name="按文件核验").click()

    verify()
    expect(page.get_by_role("heading", name="报告是真实的")).to_be_visible()
    expect(page.get_by_text(town.firm.name)).to_be_visible()
    assert visitor.look() == []

    why = Why(TakedownReason.REPAIRED, "已经信用修复", "测试依据")
    take_down(actor=OFFICE, now=timezone.now(), records=[record_of(Fact(town.firm).number).public_id], why=why)
    verify()
    expect(page.get_by_role("heading", name="报告已被取代")).to_be_visible()
    expect(page.get_by_text("此后有1项信息已到期或变更")).to_be_visible()
    expect(page.get_by_text(town.firm.name)).to_have_count(0)
