"""An objection to its end: filed at the window, marked, found wrong by the bureau, answered, gone, taken to review."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from chengxin.foundation.roles import Role
from chengxin.register.tests.scenes import Fact, organisation, record_of, shown
from chengxin.units.tests import factories
from tests.journeys import people
from tests.journeys.browser import Visitor
from tests.journeys.people import OFFICE, Town, enter, leave

pytestmark = pytest.mark.journey
COLLEAGUE, BUREAU = "office-two", "bureau-two"
WRONG, RIGHT = "示市监处罚〔2026〕错号", "示市监处罚〔2026〕对号"


@pytest.fixture
def town(served: str, settings: Settings, tmp_path: Path) -> Town:
    assert served
    settings.DATA = tmp_path
    return people.settle()


def filed(visitor: Visitor, town: Town, code: str, public: str) -> str:
    """File, accept and forward the objection; see its mark in public; return the address of the case."""
    page = enter(visitor, OFFICE, town.device)
    visitor.go("/desk/relief/")
    page.get_by_role("link", name="登记异议申请").click()
    page.get_by_label("申请人的统一社会信用代码").fill(code)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label(WRONG).check()
    page.get_by_label(RIGHT).check()
    page.get_by_label("哪里不对，应当是什么").fill("第一条写错了当事人；第二条罚款数额不对。")
    assert visitor.look() == []
    page.get_by_role("button", name="登记").click()
    page.get_by_role("link", name="受理并标注异议").click()
    page.get_by_role("button", name="受理并标注异议").click()
    page.get_by_text("逐日计算").first.click()
    expect(page.get_by_text("第1个工作日").first).to_be_visible()
    assert visitor.look() == []
    page.get_by_role("link", name="转来源单位核查").click()
    page.get_by_role("button", name="转来源单位核查").click()
    expect(page.get_by_text("来源单位核查中").first).to_be_visible()
    case = "/" + page.url.split("/", 3)[3]
    visitor.go(public)
    expect(page.get_by_text("提出了异议")).to_be_visible()
    visitor.go(case)
    leave(page)
    return case


def test_a_wrong_record_is_marked_found_wrong_and_gone(visitor: Visitor, town: Town) -> None:
    firm, bureau = organisation(name="海棠盛隆食品有限公司"), factories.unit(town.platform, town.now, "two")
    shown(bureau, *(Fact(firm, number) for number in (WRONG, RIGHT)))
    colleague = factories.person(town.platform, town.now, COLLEAGUE, town.unit, Role.CREDIT_OFFICE)
    second = factories.equip(factories.ready(colleague, town.now), town.now)
    clerk = factories.person(town.platform, town.now, BUREAU, bureau, Role.CASE_OFFICER)
    third = factories.equip(factories.ready(clerk, town.now), town.now)
    public = f"/records/{record_of(WRONG).public_id}"

    case = filed(visitor, town, firm.unified_code or "", public)

    page = enter(visitor, BUREAU, third)
    page.get_by_role("link", name=f"来源单位核查中：{firm.name}").click()
    for number, result in ((WRONG, "delete"), (RIGHT, "maintain")):
        page.get_by_role("link", name="登记核查结果").click()
        option = page.locator("select[name=record] option", has_text=number).get_attribute("value")
        page.locator("select[name=record]").select_option(option)
        page.locator(f"[name=result][value={result}]").check()
        page.get_by_label("查明的事实和依据").fill("经调阅案卷核对。")
        assert visitor.look() == []
        page.get_by_role("button", name="登记核查结果").click()
    expect(page.get_by_text("已核查，待答复").first).to_be_visible()
    leave(page)

    page = enter(visitor, COLLEAGUE, second)
    visitor.go(case)
    page.get_by_role("link", name="答复申请人").click()
    page.get_by_label("给申请人的说明").fill("第一条有误，已经删除；第二条无误。")
    page.get_by_role("button", name="答复申请人").click()
    expect(page.get_by_text("已答复").first).to_be_visible()
    assert visitor.look() == []
    page.emulate_media(media="print")
    visitor.go(f"{case}print")
    expect(page.get_by_role("navigation", name="工作台导航")).to_be_hidden()
    expect(page.get_by_role("table", name="经过")).to_be_visible()
    page.emulate_media(media="screen")
    visitor.go(public)
    expect(page.get_by_text(WRONG)).to_have_count(0)
    visitor.go(f"/subjects/{firm.unified_code}")
    expect(page.get_by_text(WRONG)).to_have_count(0)


def test_a_repair_is_explained_handed_over_and_carried_out(visitor: Visitor, town: Town) -> None:
    firm, bureau = organisation(name="海棠盛隆饮料有限公司"), factories.unit(town.platform, town.now, "two")
    shown(bureau, Fact(firm, RIGHT))
    public = f"/records/{record_of(RIGHT).public_id}"

    page = enter(visitor, OFFICE, town.device)
    visitor.go("/desk/relief/repairs")
    page.get_by_label("申请人的统一社会信用代码").fill(firm.unified_code or "")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("现在就可以申请").first).to_be_visible()
    expect(page.get_by_text("“信用中国”网站")).to_be_visible()
    assert visitor.look() == []
    page.get_by_role("link", name="登记修复申请").click()
    page.get_by_label(RIGHT).check()
    page.get_by_label("怎样改正和履行了义务").fill("已经缴纳罚款，下架了全部过期食品。")
    assert visitor.look() == []
    page.get_by_role("button", name="登记").click()
    page.get_by_role("link", name="转交受理机关").click()
    for paper in page.locator("[name=materials]").all():
        paper.check()
    page.get_by_label("怎样转交，受理编号").fill("窗口代为网上提交，受理编号某号")
    assert visitor.look() == []
    page.get_by_role("button", name="转交受理机关").click()
    expect(page.get_by_text("信用修复办结").first).to_be_visible()
    assert visitor.look() == []
    page.get_by_role("link", name="登记修复决定").click()
    page.locator("[value=repair]").check()
    page.get_by_label("修复决定的文书号").fill("某修决〔2026〕1号")
    page.get_by_label("作出决定的单位").fill("测试市场监督管理局")
    page.get_by_label("决定的日期").fill(f"{town.now:%Y-%m-%d}")
    assert visitor.look() == []
    page.get_by_role("button", name="登记修复决定").click()
    expect(page.get_by_text("已登记决定").first).to_be_visible()
    visitor.go(public)
    expect(page.get_by_text(RIGHT)).to_have_count(0)
    visitor.go(f"/subjects/{firm.unified_code}")
    expect(page.get_by_text(RIGHT)).to_have_count(0)
