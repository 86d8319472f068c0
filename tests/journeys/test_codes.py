"""A faulty code is found by a file, worked and closed; the city's office states the rate with its rows."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from chengxin.foundation.identifiers import compose_unified_code
from chengxin.foundation.identifiers.unified_code import ALPHABET
from chengxin.intake.models import Submission
from chengxin.intake.tests.scenes import csv_of, processed
from tests.journeys.browser import Visitor
from tests.journeys.people import OFFICE, REPORTER, enter, leave, settle

pytestmark = pytest.mark.journey

RIGHT = compose_unified_code("91", "990100", "MW000001")
WRONG = RIGHT[:17] + ALPHABET[(ALPHABET.index(RIGHT[17]) + 1) % 31]
OTHER = compose_unified_code("91", "990100", "MW000002")


def told(code: str, name: str) -> dict[str, str]:
    return {
        "统一社会信用代码": code,
        "名称": name,
        "主体类型": "企业",
        "登记状态": "存续",
        "成立日期": "2020/03/05",
        "登记所在区划代码": "990100",
        "登记机关": "测试登记局",
    }


def send(visitor: Visitor, *rows: dict[str, str]) -> None:
    """Upload a registration report as a clerk does, and let the job take it in."""
    page = visitor.page
    visitor.go("/desk/submissions/upload")
    page.get_by_label("目录项").select_option(label="法人和其他组织登记注册基本信息")
    page.locator("#id_file").set_input_files({"name": "登记.csv", "mimeType": "text/csv", "buffer": csv_of(*rows)})
    page.get_by_role("button", name="上传并核对").click()
    page.locator("#long-work").wait_for()
    row = processed(Submission.objects.latest("id"), at=timezone.now() + timedelta(minutes=1))
    assert row.state == "done"
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("接收1行")


def close(page: Page, outcome: str, reason: str) -> None:
    page.get_by_label(outcome).check()
    page.get_by_label("情况").fill(reason)
    page.get_by_role("button", name="办结").click()


def test_a_fault_is_found_worked_and_closed_and_the_city_states_its_rate(
    visitor: Visitor, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    town = settle()
    page = enter(visitor, REPORTER)
    send(visitor, told(WRONG, "测试甲贸易有限公司"), told(OTHER, "测试乙贸易有限公司"))

    page.get_by_role("link", name="重错码", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1条重错码待办")
    assert visitor.look() == []
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_text(f"最后一位应是{RIGHT[17]}")).to_be_visible()
    assert visitor.look() == []

    page.get_by_role("link", name="办结").click()
    assert visitor.look() == []
    close(page, "已改正", "抄错最后一位，已改正重新报送")
    expect(page.get_by_role("alert")).to_contain_text("请填写改正以后的统一社会信用代码")
    page.get_by_role("textbox", name="正确的代码").fill(RIGHT)
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_role("alert")).to_contain_text("还没有收到这个代码的登记信息")

    send(visitor, told(RIGHT, "测试甲贸易有限公司"))
    visitor.go("/desk/codes/faults/")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("link", name="办结").click()
    page.get_by_role("textbox", name="正确的代码").fill(RIGHT)
    close(page, "已改正", "抄错最后一位，已改正重新报送")
    expect(page.get_by_text("已办结：已改正")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("没有待办的重错码")
    leave(page)

    page = enter(visitor, OFFICE, town.device)
    page.get_by_role("link", name="重错码率", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("重错码率0.00%，纠正率100.00%")
    assert visitor.look() == []
    page.get_by_role("table").get_by_role("link").first.click()
    assert visitor.look() == []

    visitor.go("/codes/")
    expect(page.get_by_text("测试甲贸易有限公司")).to_be_visible()
    assert visitor.look() == []
