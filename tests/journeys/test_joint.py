"""A joint action to its end: opened from an entry, answered by two units, ended, its stop confirmed."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from chengxin.foundation.roles import Role
from chengxin.measures.models import Task
from chengxin.measures.rules.states import TaskState
from chengxin.measures.tests.scenes import MEASURE, entry
from chengxin.register.tests.scenes import organisation
from chengxin.units.models import Unit
from chengxin.units.tests import factories
from tests.journeys import people
from tests.journeys.browser import Visitor
from tests.journeys.people import OFFICE, REVIEWER, Town, enter, leave

pytestmark = pytest.mark.journey
OTHER, COLLEAGUE = "officer-two", "office-two"


@pytest.fixture
def town(served: str, settings: Settings, tmp_path: Path) -> Town:
    assert served
    settings.DATA = tmp_path
    return people.settle()


def other_unit(town: Town) -> Unit:
    """Return a second unit, with somebody who decides there."""
    unit = factories.unit(town.platform, town.now, "two")
    factories.ready(factories.person(town.platform, town.now, OTHER, unit, Role.REVIEWER), town.now)
    return unit


def asked(visitor: Visitor, town: Town, units: tuple[Unit, ...]) -> str:
    """Open the action and ask the units; return its address."""
    page = enter(visitor, OFFICE, town.device)
    visitor.go("/desk/joint/entries/")
    page.get_by_role("link", name="发起").first.click()
    page.get_by_role("button", name="发起").click()
    page.get_by_role("link", name="发送任务").click()
    page.locator(f"[name=measure][value={MEASURE}]").check()
    for unit in units:
        page.get_by_label(unit.name).check()
    page.get_by_label("反馈期限（工作日）").fill("10")
    page.get_by_label("期限的依据").fill("示例工作规则第六条")
    assert visitor.look() == []
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_role("heading", name=units[-1].name)).to_be_visible()
    assert visitor.look() == []
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="工作台导航")).to_be_hidden()
    expect(page.get_by_role("link", name="发送任务")).to_be_hidden()
    expect(page.get_by_role("table", name="经过")).to_be_visible()
    page.emulate_media(media="screen")
    action = "/" + page.url.split("/", 3)[3]
    leave(page)
    return action


def test_an_action_is_opened_answered_and_ended(visitor: Visitor, town: Town) -> None:
    firm, other = organisation(name="海棠盛隆建筑有限公司"), other_unit(town)
    entry(town.unit, firm)
    person = factories.person(town.platform, town.now, COLLEAGUE, town.unit, Role.CREDIT_OFFICE)
    colleague = factories.equip(factories.ready(person, town.now), town.now)
    action = asked(visitor, town, (town.unit, other))
    page = enter(visitor, REVIEWER)
    page.get_by_role("link", name="办理1项联合奖惩任务").click()
    page.get_by_role("link", name=firm.name).first.click()
    page.get_by_role("link", name="接收", exact=True).click()
    page.get_by_role("button", name="接收", exact=True).click()
    page.get_by_role("link", name="登记采取的措施").click()
    page.get_by_label("采取措施的日期").fill(f"{town.now:%Y-%m-%d}")
    page.get_by_label("在哪件事项中").fill("某项目招标的资格审查")
    page.get_by_label("采取了什么措施").fill("不予通过")
    page.get_by_label("由谁决定").fill("招标领导小组")
    assert visitor.look() == []
    page.locator("main form").get_by_role("button").first.click()
    expect(page.get_by_text("某项目招标的资格审查")).to_be_visible()
    leave(page)

    page = enter(visitor, OTHER)
    visitor.go(action)
    page.get_by_role("link", name="接收", exact=True).click()
    page.get_by_role("button", name="接收", exact=True).click()
    page.get_by_role("link", name="说明不采取的理由").click()
    page.locator("[name=ground]").first.check()
    page.locator("main form").get_by_role("button").first.click()
    expect(page.get_by_role("link", name="说明不采取的理由")).not_to_be_visible()
    leave(page)

    page = enter(visitor, COLLEAGUE, colleague)
    visitor.go(action)
    page.get_by_role("main").get_by_role("link", name="退出", exact=True).click()
    page.locator("main textarea").fill("工资已经付清，移出名单")
    page.get_by_role("button", name="退出并通知停止").click()
    assert set(Task.objects.values_list("state", flat=True)) == {TaskState.STOPPING}
    leave(page)

    page = enter(visitor, REVIEWER)
    visitor.go(action)
    page.get_by_role("link", name="确认停止").click()
    page.get_by_label("停止日期").fill(f"{town.now:%Y-%m-%d}")
    page.locator("main form").get_by_role("button").first.click()
    expect(page.get_by_role("link", name="确认停止")).not_to_be_visible()
    assert sorted(Task.objects.values_list("state", flat=True)) == [TaskState.STOPPED, TaskState.STOPPING]
