"""A member of staff on the desk."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from chengxin.foundation.roles import Role
from chengxin.units.models import Unit, User
from chengxin.units.tests import factories
from tests.journeys.browser import PHONE, Visitor

pytestmark = pytest.mark.journey


@dataclass(frozen=True)
class Town:
    """A founded platform with one unit, made while the browser waits."""

    platform: factories.Platform
    place: Unit
    now: datetime

    def login(self, username: str, *roles: Role) -> User:
        """Return a login past its first day, with roles at the unit."""
        user = factories.ready(factories.login(self.platform, self.now, username), self.now)
        for role in roles:
            factories.appoint(self.platform, self.now, user, self.place, role)
        return user


@pytest.fixture
def town(visitor: Visitor) -> Town:
    assert visitor.site
    now = timezone.now()
    platform = factories.found(now)
    return Town(platform, factories.unit(platform, now, "one"), now)


@pytest.fixture
def reporter(town: Town) -> str:
    """The name of a reporter's login."""
    return town.login("reporter-one", Role.REPORTER).username


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


LOOKED_AT: set[str] = set()
"""Pages that somebody else's walk looked at in this process: another role only opens them."""


def walk(visitor: Visitor) -> list[str]:
    """Open every page of the navigation and return what is wrong with any."""
    navigation = visitor.page.get_by_role("navigation", name="工作台导航")
    addresses = navigation.get_by_role("link").evaluate_all("links => links.map((link) => link.pathname)")
    assert addresses[0] == "/desk/"
    wrong = []
    for address in addresses:
        assert visitor.go(address).status == 200, address
        expect(navigation.locator("[aria-current=page]")).to_have_count(1)
        if address not in LOOKED_AT:
            wrong += visitor.look()
            LOOKED_AT.add(address)
    return wrong


def test_every_page_of_the_navigation_opens(visitor: Visitor, reporter: str) -> None:
    visitor.go("/desk/")
    sign_in(visitor, reporter)
    assert walk(visitor) == []


ADMINISTERING = {"委托代办": (Role.UNIT_ADMINISTRATOR, Role.CASE_OFFICER), "操作留痕": (Role.AUDITOR,)}


@pytest.mark.parametrize("page", ADMINISTERING)
def test_who_needs_a_second_factor_passes_it_and_opens_every_page(visitor: Visitor, town: Town, page: str) -> None:
    user = town.login("head", *ADMINISTERING[page])
    device = factories.equip(user, town.now)
    visitor.go("/desk/")
    sign_in(visitor, "head")
    visitor.page.get_by_label("验证码").fill(factories.token(device, later=1))
    visitor.page.get_by_role("button", name="继续").click()
    expect(visitor.page.get_by_role("navigation", name="工作台导航")).to_contain_text(page)
    assert walk(visitor) == []


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


def test_an_idle_session_warns_before_it_ends_and_can_go_on(visitor: Visitor, reporter: str) -> None:
    visitor.go("/desk/")
    sign_in(visitor, reporter)
    visitor.page.clock.install()
    visitor.go("/desk/help")
    warning = visitor.page.get_by_role("alertdialog")
    visitor.page.clock.fast_forward("27:59")
    expect(warning).to_be_hidden()
    visitor.page.clock.fast_forward("00:02")
    expect(warning).to_be_visible()
    assert [fault for fault in visitor.look() if "axe" in fault] == []
    with visitor.page.expect_response("**/desk/alive") as answer:
        visitor.page.get_by_role("button", name="继续办理").click()
    assert answer.value.status == 204
    expect(warning).to_be_hidden()
