"""A reporter types a record, a reviewer takes it back: what each of them sees on the way."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from chengxin.foundation.roles import Role
from chengxin.intake.models import Submission
from chengxin.intake.tests.rows import COMPANY, SOUND
from chengxin.intake.tests.scenes import loaded, processed, recent
from chengxin.register.models import Record
from chengxin.units.models import Unit
from chengxin.units.queries import day_of
from chengxin.units.tests import factories
from tests.journeys.browser import Visitor

pytestmark = pytest.mark.journey


@dataclass(frozen=True)
class Bureau:
    """A unit with a reporter and a reviewer, who need no second factor."""

    unit: Unit
    now: datetime


@pytest.fixture
def bureau(visitor: Visitor, settings: Settings, tmp_path: Path) -> Bureau:
    assert visitor.site
    settings.DATA = tmp_path
    now = timezone.now()
    platform = factories.found(now)
    unit = factories.unit(platform, now, "one")
    for name, role in (("reporter-one", Role.REPORTER), ("reviewer-one", Role.REVIEWER)):
        factories.ready(factories.person(platform, now, name, unit, role), now)
    return Bureau(unit, now)


@pytest.fixture
def enter(visitor: Visitor) -> Callable[[str], Page]:
    def come_in(username: str) -> Page:
        page = visitor.page
        visitor.go("/desk/")
        page.get_by_label("登录名").fill(username)
        page.get_by_label("密码").fill(factories.PASSWORD)
        page.get_by_role("button", name="登录").click()
        return page

    return come_in


def fill(page: Page, decided: str) -> None:
    """Type a whole penalty, field by field."""
    texts = {
        "行政相对人名称": SOUND["CF_XDR_MC"],
        "行政相对人代码_1（统一社会信用代码）": COMPANY,
        "法定代表人": SOUND["CF_FRDB"],
        "行政处罚决定书文号": SOUND["CF_WSH"],
        "违法行为类型": SOUND["CF_WFXW"],
        "违法事实": SOUND["CF_SY"],
        "处罚依据": SOUND["CF_YJ"],
        "处罚内容": SOUND["CF_NR"],
        "罚款金额（万元）": "0.2",
        "处罚决定日期": decided,
        "处罚有效期": "2099-12-31",
        "处罚机关": SOUND["CF_CFJG"],
        "处罚机关统一社会信用代码": SOUND["CF_CFJGDM"],
        "数据来源单位统一社会信用代码": SOUND["CF_SJLYDM"],
    }
    page.get_by_label("行政相对人类别").select_option(label="法人及非法人组织")
    page.get_by_label("罚款", exact=True).check()
    for label, text in texts.items():
        page.get_by_label(label, exact=True).fill(text)


def test_a_reporter_types_a_record_and_sends_it(visitor: Visitor, bureau: Bureau, enter: Callable[[str], Page]) -> None:
    page = enter("reporter-one")
    page.get_by_role("link", name="逐条填报").click()
    assert visitor.look() == []
    page.get_by_role("button", name=re.compile("行政处罚")).click()
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("处需要改")
    assert visitor.look() == []

    decided = (day_of(bureau.now) - timedelta(days=1)).isoformat()
    fill(page, decided)
    page.get_by_label("失信程度").select_option(label="一般")
    reckoned = page.locator("#kept")
    expect(reckoned).to_contain_text("以前报送")
    expect(reckoned).to_contain_text("草稿已保存")
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对无误，可以报送")
    assert visitor.look() == []
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.get_by_text("已报送")).to_be_visible()
    row = processed(Submission.objects.get())
    assert (row.state, row.accepted) == ("done", 1)


def test_a_reviewer_finds_a_record_and_revokes_it(
    visitor: Visitor, bureau: Bureau, enter: Callable[[str], Page]
) -> None:
    loaded(bureau.unit, recent())
    page = enter("reviewer-one")
    page.get_by_role("search").get_by_role("searchbox").fill("澜舟水产")
    page.get_by_role("search").get_by_role("button", name="查找").click()
    assert visitor.look() == []
    page.get_by_role("link", name=SOUND["CF_XDR_MC"]).click()
    assert visitor.look() == []
    page.get_by_role("link", name=SOUND["CF_NR"]).click()
    assert visitor.look() == []
    page.get_by_role("link", name="更正", exact=True).click()
    assert visitor.look() == []
    page.go_back()
    page.get_by_role("link", name="停止公示", exact=True).click()
    assert visitor.look() == []
    page.go_back()
    page.get_by_role("link", name="决定已变更或撤销").click()
    assert visitor.look() == []
    page.get_by_label("依法撤销").check()
    page.get_by_label("哪一天作出").fill((day_of(bureau.now) - timedelta(days=2)).isoformat())
    expect(page.locator("#limit")).to_contain_text("应在")
    page.get_by_label("文书号").fill("示复决字〔2026〕3号")
    page.get_by_label("理由").fill("事实不清")
    page.get_by_role("button", name="撤回公示并公开理由").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已停止公示")
    assert visitor.look() == []
    assert Record.objects.get().revocation.document_number == "示复决字〔2026〕3号"
