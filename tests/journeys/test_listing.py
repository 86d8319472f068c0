"""A listing with notice and statement, its publication, the honour that ends by it, and the exit."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.adapters.kinds import standard_list_kinds
from chengxin.foundation.actor import system_actor
from chengxin.foundation.roles import Role
from chengxin.lists import services
from chengxin.lists.models import Entry, Paper
from chengxin.lists.tests.scenes import HONEST, listed_by
from chengxin.notices.rules import Manner, Outcome
from chengxin.notices.services import PaperReport, record_paper_delivery
from chengxin.register.rules import Value, key_text, payload_text
from chengxin.register.services import begin_load, merge_chunk, show_load
from chengxin.register.tests.scenes import Fact, frame, officer, organisation
from chengxin.subjects.models import Organisation
from chengxin.vault.services import Upload
from chengxin.vault.tests import samples
from tests.journeys import people
from tests.journeys.browser import Visitor
from tests.journeys.people import OFFICE, REPORTER, REVIEWER, Town, enter, leave

pytestmark = pytest.mark.journey


@pytest.fixture
def town(served: str, settings: Settings, tmp_path: Path) -> Town:
    assert served
    settings.DATA = tmp_path
    town = people.settle()
    listed_by(standard_list_kinds()["wages"], town.unit)
    return town


def propose(page: Page, firm: Organisation, kind: str, town: Town) -> None:
    page.get_by_role("link", name="名单认定").click()
    page.get_by_role("link", name="提出拟列入").click()
    page.get_by_label("名单", exact=True).select_option(kind)
    page.get_by_label("主体的统一社会信用代码").fill(firm.unified_code or "")
    page.get_by_label("列入事由").fill("测试事由")
    page.get_by_label("所依据的决定或者裁判的文书号").fill("示监决〔2026〕1号")
    page.get_by_label("作出的机关").fill("测试机关")
    page.get_by_label("作出的日期").fill(f"{town.now - timedelta(days=30):%Y-%m-%d}")
    page.get_by_role("button", name="提出").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(firm.name)


def open_entry(visitor: Visitor, firm: Organisation) -> Page:
    visitor.go("/desk/lists/")
    visitor.page.get_by_role("link", name=firm.name).first.click()
    return visitor.page


def move(page: Page, name: str, button: str = "") -> None:
    page.get_by_role("link", name=name, exact=True).click()
    if button:
        page.get_by_role("button", name=button, exact=True).click()


def serve(kind: str, town: Town) -> None:
    """Record the service of a paper as the bureau's case officer, whose page is walked elsewhere."""
    paper = Paper.objects.select_related("notice").get(kind=kind)
    assert paper.notice is not None
    record_paper_delivery(
        actor=officer(town.unit, Role.CASE_OFFICER),
        now=timezone.now(),
        notice_id=paper.notice.public_id,
        report=PaperReport(
            outcome=Outcome.DELIVERED,
            manner=Manner.DIRECT,
            delivered_on=timezone.localdate(),
            signed_by="前台",
            detail="",
            scan=Upload(BytesIO(samples.pdf()), "回证.pdf", "application/pdf"),
        ),
    )


def hear(visitor: Visitor) -> None:
    """Write down a statement with its scan, and answer it."""
    page = visitor.page
    page.get_by_role("link", name="登记陈述申辩").click()
    page.locator("[name=manner]").first.check()
    page.get_by_label("内容", exact=True).fill("正在筹款")
    page.get_by_label("陈述申辩材料的扫描件").set_input_files(
        {"name": "申辩书.pdf", "mimeType": "application/pdf", "buffer": samples.pdf()}
    )
    page.get_by_role("button", name="登记陈述申辩").click()
    expect(page.get_by_role("link", name="申辩书.pdf")).to_be_visible()
    assert visitor.look() == []
    page.get_by_role("link", name="答复陈述申辩").click()
    page.locator("[name=followed]").last.check()
    page.get_by_label("答复和理由").fill("不改变事实")
    page.get_by_role("button", name="答复陈述申辩").click()


def test_a_listing_with_notice_and_statement_to_its_exit(visitor: Visitor, town: Town) -> None:
    firm = organisation(name="海棠盛隆建筑有限公司")
    page = enter(visitor, REPORTER)
    propose(page, firm, "wages", town)
    assert visitor.look() == []
    leave(page)

    page = enter(visitor, REVIEWER)
    open_entry(visitor, firm)
    move(page, "审核同意", "审核同意")
    page.get_by_role("link", name="出具告知书").click()
    page.get_by_label("天数", exact=True).fill("5")
    page.get_by_label("规定这个天数的文件和条款").fill("《示例办法》第九条")
    assert visitor.look() == []
    page.get_by_role("button", name="出具告知书").click()
    expect(page.get_by_text("告知书还没有登记送达").first).to_be_visible()
    assert visitor.look() == []
    serve("notice", town)
    page.reload()
    hear(visitor)
    page.get_by_role("link", name="作出列入决定").click()
    page.get_by_label("签发的负责人").fill("局长 示例")
    page.get_by_label("列入期限届满日").fill("2090-01-01")
    page.get_by_role("button", name="作出列入决定").click()
    expect(page.get_by_text("列入决定书还没有登记送达")).to_be_visible()
    serve("decision", town)
    page.reload()
    move(page, "列入名单并公布", "列入名单并公布")
    expect(page.get_by_text("已列入名单并公布。")).to_be_visible()
    visitor.go(f"/subjects/{firm.unified_code}?tab=listings")
    expect(page.get_by_text("《保障农民工工资支付条例》").first).to_be_attached()

    open_entry(visitor, firm)
    page.get_by_role("link", name="移出", exact=True).click()
    page.locator("[name=ground]").first.check()
    page.get_by_label("所依据文书的文号").fill("示移〔2026〕1号")
    page.get_by_label("理由", exact=True).fill("已经付清")
    page.get_by_label("签发的负责人").fill("局长 示例")
    page.get_by_role("button", name="移出").click()
    expect(page.get_by_text("已移出名单，公示已撤下。")).to_be_visible()
    assert visitor.look() == []
    page.get_by_role("link", name="打印").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("名单认定经过")
    assert visitor.look() == []
    visitor.go(f"/subjects/{firm.unified_code}?tab=listings")
    expect(page.get_by_text("《保障农民工工资支付条例》")).to_have_count(0)


def adverse(firm: Organisation, town: Town) -> None:
    """Put the firm on a list of the dishonest that is decided elsewhere: its decision comes in as a fact."""
    payload: dict[str, Value] = {
        "QX_MC": firm.name,
        "QX_SHXYM": firm.unified_code,
        "QX_WSH": "示人社欠列〔2026〕2号",
        "QX_JG": "测试局",
        "QX_LRRQ": "2026-06-16",
    }
    item = standard_items()["wage-arrears"]
    row = frame([Fact(firm, number="示人社欠列〔2026〕2号")], item).with_columns(
        pl.lit(payload_text(payload)).alias("payload"), pl.lit(key_text(item, payload)).alias("business_key")
    )
    load = begin_load(submission="journey", unit=town.unit.id, item=item, now=town.now)
    merge_chunk(load=load, item=item, rows=row)
    show_load(actor=system_actor("intake.load"), now=town.now, load=load.id)


def test_a_hit_keeps_a_firm_off_the_honest_list(visitor: Visitor, town: Town) -> None:
    listed_by(HONEST, town.unit)
    firm = organisation(name="海棠盛隆运输有限公司")
    page = enter(visitor, REPORTER)
    propose(page, firm, HONEST.key, town)
    leave(page)
    adverse(firm, town)

    page = enter(visitor, REVIEWER)
    visitor.go(f"/desk/lists/entries/{Entry.objects.get(kind=HONEST.key).public_id}/")
    expect(page.get_by_text("交叉比对命中失信名单").first).to_be_visible()
    expect(page.get_by_role("link", name="审核同意")).to_have_count(0)
    assert visitor.look() == []
    assert services.check_honours(actor=system_actor("lists.follow-law"), now=timezone.now()) == 1
    page.reload()
    expect(page.get_by_text("已终止，未列入").first).to_be_visible()
    expect(page.get_by_text("交叉比对命中：").first).to_be_visible()


def test_the_office_makes_a_kind_publishes_it_and_a_bureau_lists_on_it(visitor: Visitor, town: Town) -> None:
    firm, name = organisation(name="海棠盛隆劳务有限公司"), "示例拖欠工资失信名单"
    law = standard_list_kinds()["wages"].basis[0].instrument
    page = enter(visitor, OFFICE, town.device)
    visitor.go("/desk/catalog/kinds/")
    page.get_by_role("link", name="新建名单种类").click()
    for field, words in (
        ("key", "wages-example"),
        ("name", name),
        ("listing_bodies", "示例人力资源社会保障部门"),
        ("basis0_article", "第四十八条"),
        ("months", "12"),
        ("exit_rule", "期满移出"),
        ("in_force_from", "2026-01-01"),
    ):
        page.locator(f"[name={field}]").fill(words)
    for field, choice in (
        ("type", "serious-dishonesty"),
        ("field", "wages"),
        ("region", "*"),
        ("basis_level", "administrative-regulation"),
        ("basis0_instrument", law),
        ("term_instrument", law),
    ):
        page.locator(f"[name={field}]").select_option(choice)
    for value in ("name", "code", "basis"):
        page.locator(f"[name=public_fields][value={value}]").check()
    page.get_by_label(town.unit.name, exact=True).check()
    assert visitor.look() == []
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("草稿已保存。公布以后才有效。")).to_be_visible()
    assert visitor.look() == []
    page.get_by_role("link", name="放弃草稿").click()
    page.get_by_role("button", name="放弃").click()
    page.get_by_role("link", name="恢复草稿").click()
    page.get_by_role("button", name="恢复").click()
    page.get_by_role("link", name="公布…").click()
    assert visitor.look() == []
    page.get_by_role("button", name="从这一天起公布").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"“{name}”现行有效")
    leave(page)
    visitor.go("/lists/")
    expect(page.get_by_text(name).first).to_be_visible()

    page = enter(visitor, REPORTER)
    propose(page, firm, "wages-example", town)
    expect(page.get_by_text(name).first).to_be_visible()
