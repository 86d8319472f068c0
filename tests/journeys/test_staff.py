"""A member of staff on the desk."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from chengxin.foundation.roles import Role
from chengxin.units.tests import factories
from tests.journeys.browser import PHONE, Visitor

pytestmark = pytest.mark.journey


@pytest.fixture
def reporter(visitor: Visitor) -> str:
    """The login of a reporter at a unit, made while the browser waits."""
    assert visitor.site
    now = timezone.now()
    platform = factories.found(now)
    place = factories.unit(platform, now, "one")
    new = factories.login(platform, now, "reporter-one")
    user = factories.ready(new, now)
    factories.appoint(platform, now, user, place, Role.REPORTER)
    return user.username


def sign_in(visitor: Visitor, username: str) -> None:
    visitor.page.get_by_label("登录名").fill(username)
    visitor.page.get_by_label("密码").fill(factories.PASSWORD)
    visitor.page.get_by_role("button", name="登录").click()


def test_signs_in_and_sees_what_waits(visitor: Visitor, reporter: str) -> None:
    visitor.go("/desk/")
    assert visitor.look() == []
    sign_in(visitor, reporter)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("现在没有等您办理的事")
    expect(visitor.page.get_by_role("banner")).to_contain_text("测试单位one")
    assert visitor.look() == []


def test_every_page_of_the_navigation_opens(visitor: Visitor, reporter: str) -> None:
    visitor.go("/desk/")
    sign_in(visitor, reporter)
    links = visitor.page.get_by_role("navigation", name="工作台导航").get_by_role("link")
    addresses = links.evaluate_all("links => links.map((link) => link.pathname)")
    assert "/desk/" in addresses
    wrong = []
    for address in addresses:
        assert visitor.go(address).status == 200, address
        current = visitor.page.get_by_role("navigation", name="工作台导航").locator("[aria-current=page]")
        expect(current).to_have_count(1)
        wrong += visitor.look()
    assert wrong == []


def test_a_wrong_password_is_told_without_saying_which_part_is_wrong(visitor: Visitor, reporter: str) -> None:
    visitor.go("/desk/login/")
    visitor.page.get_by_label("登录名").fill(reporter)
    visitor.page.get_by_label("密码").fill("wrong")
    visitor.page.get_by_role("button", name="登录").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("登录名或密码不对")
    assert visitor.look() == []


def test_the_menu_is_reached_on_a_phone(visitor: Visitor, reporter: str) -> None:
    visitor.page.set_viewport_size({"width": PHONE, "height": 700})
    visitor.go("/desk/")
    sign_in(visitor, reporter)
    visitor.page.get_by_role("link", name="菜单").click()
    expect(visitor.page.get_by_role("navigation", name="工作台导航")).to_be_in_viewport()


def test_pages_that_are_not_there_or_not_mine_say_so_on_the_desk(visitor: Visitor, reporter: str) -> None:
    visitor.go("/desk/no-such-page")
    assert visitor.look() == []
    visitor.go("/desk/")
    sign_in(visitor, reporter)
    assert visitor.go("/desk/no-such-page").status == 404
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("没有这个页面")
    expect(visitor.page.get_by_role("link", name="回到工作台")).to_be_visible()
    assert visitor.look() == []
    assert visitor.go("/desk/trail/").status == 403
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("您现在的身份不能办理这件事")
    assert visitor.look() == []


def test_signs_out(visitor: Visitor, reporter: str) -> None:
    visitor.go("/desk/")
    sign_in(visitor, reporter)
    visitor.page.get_by_role("button", name="退出").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("登录")
    visitor.go("/desk/")
    expect(visitor.page.get_by_label("登录名")).to_be_visible()
