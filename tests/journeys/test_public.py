"""A citizen on the public site."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from chengxin.audit.services import seal_ledger
from chengxin.units.tests import factories
from tests.journeys.browser import Visitor

pytestmark = pytest.mark.journey

LAW_ASKED = "/law/?decided_on=2026-05-20&item=penalty&severity=serious&kinds=fine&procedure=ordinary"
PAGES = {
    "/": 200,
    "/search": 200,
    "/search?q=某某公司": 200,
    "/search?q=某": 422,
    "/about": 200,
    "/demo/": 200,
    "/accessibility": 200,
    "/ledger/": 200,
    "/law/": 200,
    LAW_ASKED: 200,
    "/law/?decided_on=2024-05-20&item=penalty": 422,
    "/sitemap": 200,
    "/no-such-page": 404,
}


def test_every_page_is_there_for_everybody(visitor: Visitor) -> None:
    wrong = []
    for path, status in PAGES.items():
        response = visitor.go(path)
        assert response.status == status, path
        wrong += visitor.look()
    assert wrong == []


def test_links_of_the_first_page_lead_somewhere(visitor: Visitor) -> None:
    visitor.go("/")
    addresses = visitor.page.eval_on_selector_all("a[href^='/']", "links => links.map((link) => link.pathname)")
    assert len(addresses) > 5
    for address in sorted(set(addresses)):
        assert visitor.go(address).status == 200, address


def test_search_says_that_nothing_is_collected_yet(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.page.get_by_role("searchbox").fill("某某食品")
    visitor.page.get_by_role("button", name="查询").click()
    expect(visitor.page.get_by_role("heading", name="还没有收录数据")).to_be_visible()
    expect(visitor.page.get_by_role("searchbox")).to_have_value("某某食品")


def test_keyboard_reaches_the_text_first(visitor: Visitor) -> None:
    visitor.go("/about")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="跳到正文")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_be_focused()


def test_law_answers_without_a_script(plain_visitor: Visitor) -> None:
    page = plain_visitor.page
    plain_visitor.go("/law/")
    page.get_by_label("决定日期").fill("2026-05-20")
    page.get_by_role("button", name="计算期限").click()
    expect(page.get_by_role("alert")).to_contain_text("失信程度")
    page.get_by_label("失信程度").select_option(label="严重")
    page.get_by_role("button", name="计算期限").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("公示到2029年5月20日")
    expect(page.get_by_role("list", name="按天")).to_contain_text("第7天，最后一天")


def test_an_error_leads_to_its_field(visitor: Visitor) -> None:
    visitor.go("/law/?decided_on=2024-05-20&item=penalty")
    visitor.page.get_by_role("alert").get_by_role("link", name="领域").click()
    expect(visitor.page.get_by_label("领域")).to_be_focused()


def test_the_ledger_shows_its_head_and_copies_it(visitor: Visitor) -> None:
    now = timezone.now()
    factories.found(now)
    head = seal_ledger(now=now + timedelta(minutes=1))
    assert head is not None
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.go("/")
    visitor.page.get_by_role("link", name="核对台账").click()
    root = bytes(head.root).hex()
    expect(visitor.page.get_by_text(root, exact=True).first).to_be_visible()
    visitor.page.get_by_role("button", name="复制").first.click()
    expect(visitor.page.get_by_role("button", name="已复制")).to_be_visible()
    assert visitor.page.evaluate("navigator.clipboard.readText()") == root
    assert visitor.look() == []


def test_first_view_is_light_and_ours(visitor: Visitor) -> None:
    sizes: list[int] = []
    visitor.page.on("response", lambda response: sizes.append(len(response.body())))
    visitor.go("/")
    visitor.page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < 100_000
    assert visitor.faults == []
