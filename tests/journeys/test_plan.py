"""The work plan: the credit office imports and publishes it, a bureau hands in evidence, the office closes the task."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect
from pytest_django import Settings

from chengxin.foundation.roles import Role
from chengxin.units.tests import factories
from chengxin.vault.tests import samples
from tests.journeys import people
from tests.journeys.browser import Visitor
from tests.journeys.people import OFFICE, REPORTER, Town, enter, leave

pytestmark = pytest.mark.journey


SECOND_OFFICE = "office-two"


@dataclass(frozen=True)
class Desk:
    """A town with its people, the authenticator of a second officer, and the year of its plan."""

    town: Town
    second: TOTPDevice
    year: int


@pytest.fixture
def desk(served: str, settings: Settings, tmp_path: Path) -> Desk:
    assert served
    settings.DATA = tmp_path
    town = people.settle()
    new = factories.person(town.platform, town.now, SECOND_OFFICE, town.unit, Role.CREDIT_OFFICE)
    device = factories.equip(factories.ready(new, town.now), town.now)
    return Desk(town, device, timezone.localdate(town.now).year)


def table(year: int, unit: str) -> bytes:
    rows = (
        "序号,重点工作模块,重点工作任务,具体工作要求,责任单位,完成时限,备注",
        f"1,基础建设,建好平台,印发年度方案。,牵头：{unit},{year}年1月1日,列入文明城市测评",
        f"2,信息管理,管好代码,核对统一代码。,{unit}；市花木局,{year}年12月31日,",
    )
    return "\n".join(rows).encode()


def choose(page: Page, name: str, content: bytes) -> None:
    page.locator("#id_file").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def test_from_the_table_to_the_closed_task(visitor: Visitor, desk: Desk) -> None:
    page = enter(visitor, OFFICE, desk.town.device)
    page.get_by_role("link", name="工作计划").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("还没有发布过工作计划")
    assert visitor.look() == []
    page.get_by_role("link", name="导入计划").click()
    assert visitor.look() == []
    choose(page, f"{desk.year}年分工表.csv", table(desk.year, desk.town.unit.name))
    page.get_by_role("button", name="读成草稿").click()
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    assert visitor.look() == []
    page.get_by_role("link", name="发布", exact=True).click()
    assert visitor.look() == []
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{desk.year}年工作计划：2项")
    assert visitor.look() == []
    leave(page)

    page = enter(visitor, REPORTER)
    visitor.go("/desk/plan/")
    page.get_by_role("link", name="印发年度方案").first.click()
    page.get_by_role("link", name="报送凭证").click()
    assert visitor.look() == []
    choose(page, "方案.pdf", samples.pdf())
    page.get_by_label("说明").fill("方案已印发")
    page.get_by_role("button", name="报送").click()
    expect(page.locator("#main")).to_contain_text("待审核")
    assert visitor.look() == []
    leave(page)

    page = enter(visitor, SECOND_OFFICE, desk.second)
    page.get_by_role("link", name="审核1份任务凭证").click()
    page.get_by_role("link", name="：第1项").click()
    assert visitor.look() == []
    page.get_by_label("采纳").check()
    page.get_by_role("button", name="记下意见").click()
    page.get_by_role("link", name="办结").click()
    page.get_by_role("button", name="办结").click()
    expect(page.locator("#main")).to_contain_text("已完成")
    assert visitor.look() == []
    visitor.go(f"/desk/plan/{desk.year}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("0项逾期")
    assert visitor.look() == []
    for address in ("?by=unit", "?by=due&state=done", "?state=late"):
        assert visitor.go(f"/desk/plan/{desk.year}{address}").status == 200
        assert visitor.look() == []


def test_the_plan_is_corrected_without_a_script(plain_visitor: Visitor, desk: Desk) -> None:
    page = enter(plain_visitor, OFFICE, desk.town.device)
    plain_visitor.go("/desk/plan/import")
    choose(page, f"{desk.year}年分工表.csv", table(desk.year, desk.town.unit.name))
    page.get_by_role("button", name="读成草稿").click()
    page.get_by_role("link", name="市花木局").click()
    page.get_by_label("指的是哪个单位或分组").select_option(label=desk.town.unit.name)
    page.get_by_role("button", name="对应").click()
    expect(page.locator("#main")).not_to_contain_text("没有对应到名录的责任单位")
    page.get_by_role("link", name="发布", exact=True).click()
    page.get_by_role("button", name="发布").click()
    plain_visitor.go(f"/desk/plan/{desk.year}/tasks/2/correct")
    page.get_by_label("要求").fill("核对全部统一代码。")
    page.get_by_label("更正的理由").fill("漏写")
    page.get_by_role("button", name="保存更正").click()
    expect(page.locator("#main")).to_contain_text("漏写")
    expect(page.locator("ins")).to_have_text("核对全部统一代码。")
