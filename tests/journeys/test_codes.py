"""A faulty code is found by a file, worked and closed; a unit works its lists to zero; the office states the rate."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from chengxin.codes.services import set_registrar
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.foundation.identifiers.registration_number import mod_11_10_holds
from chengxin.foundation.identifiers.unified_code import ALPHABET
from chengxin.foundation.roles import Role
from chengxin.intake.models import Submission
from chengxin.intake.tests.scenes import csv_of, loaded, processed, recent
from chengxin.units.models import User
from chengxin.units.tests import factories
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
    visitor.go("/desk/submissions/upload")
    visitor.page.get_by_label("目录项").select_option(label="法人和其他组织登记注册基本信息")
    hand_in(visitor, *rows)


def hand_in(visitor: Visitor, *rows: dict[str, str]) -> None:
    """Choose the file on the page for uploads, and let the job take it in."""
    page = visitor.page
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


OLD_NUMBER = next(f"99010000000001{end}" for end in range(10) if mod_11_10_holds(f"99010000000001{end}"))
NEW = compose_unified_code("91", "990100", "MW000003")


def converted(code: str) -> dict[str, str]:
    """Return an old registration as its unit reports it, with the code once it has one."""
    return {
        "旧号码种类": "工商注册号",
        "旧号码": OLD_NUMBER,
        "名称": "测试丙印刷厂",
        "主体类型": "企业",
        "登记状态": "存续",
        "登记所在区划代码": "990100",
        "登记机关": "测试登记局",
        "统一社会信用代码": code,
        "换发日期": "2017/09/01" if code else "",
    }


def test_a_registering_unit_works_its_lists_to_zero(visitor: Visitor, settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    town = settle()
    both = factories.person(town.platform, town.now, "market-one", town.unit, Role.REPORTER, Role.REVIEWER)
    market = factories.ready(both, town.now)
    office = factories.actor_of(User.objects.get(username=OFFICE), town.now)
    set_registrar(actor=office, now=town.now, department="9", district="", unit=town.unit.id)
    page = enter(visitor, market.username)
    send(visitor, told(WRONG, "测试甲贸易有限公司"), told(OTHER, "测试乙贸易有限公司"))
    loaded(town.unit, converted(""), item="code-conversion")
    sender = factories.unit(town.platform, town.now, "sender")
    loaded(sender, recent(CX_SXCD="一般", CF_XDR_SHXYM="", CF_XDR_MC="测试乙贸易有限公司"))

    visitor.go("/desk/")
    for waits in ("办理1条重错码", "报送1家存量主体换发的代码", "认定1行报送的是哪个主体"):
        expect(page.get_by_role("link", name=waits)).to_be_visible()
    assert visitor.look() == []

    send(visitor, told(RIGHT, "测试甲贸易有限公司"))
    visitor.go("/desk/codes/faults/")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("link", name="办结").click()
    page.get_by_role("textbox", name="正确的代码").fill(RIGHT)
    close(page, "已改正", "抄错最后一位，已改正重新报送")
    expect(page.get_by_role("heading", level=1)).to_have_text("没有待办的重错码")

    visitor.go("/desk/")
    page.get_by_role("link", name="报送1家存量主体换发的代码").click()
    assert visitor.look() == []
    page.get_by_role("link", name="上传换发的代码").click()
    hand_in(visitor, converted(NEW))
    visitor.go("/desk/codes/waiting/")
    expect(page.get_by_role("heading", level=1)).to_have_text("没有等待换发的存量主体")

    visitor.go("/desk/")
    page.get_by_role("link", name="认定1行报送的是哪个主体").click()
    page.get_by_role("link", name="测试乙贸易有限公司").click()
    page.get_by_role("button", name="就是这家").first.click()
    expect(page.get_by_role("heading", name="没有待认定的行", level=1)).to_be_visible()
    visitor.go("/desk/")
    for done in ("重错码", "换发的代码", "报送的是哪个主体"):
        expect(page.get_by_role("main").get_by_role("link", name=done)).to_have_count(0)
