"""The people of a journey: a bureau with a reporter and a reviewer, the city's credit office, and how they come in."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page

from chengxin.foundation.roles import Role
from chengxin.units.models import Unit
from chengxin.units.tests import factories
from tests.journeys.browser import Visitor

REPORTER, REVIEWER, OFFICE = "reporter-one", "reviewer-one", "office-one"


@dataclass(frozen=True)
class Town:
    """A founded platform with a bureau; ``device`` is the authenticator of the credit office."""

    platform: factories.Platform
    unit: Unit
    device: TOTPDevice
    now: datetime


def settle() -> Town:
    """Found the platform and seat everybody."""
    now = timezone.now()
    platform = factories.found(now)
    unit = factories.unit(platform, now, "one")
    for name, role in ((REPORTER, Role.REPORTER), (REVIEWER, Role.REVIEWER)):
        factories.ready(factories.person(platform, now, name, unit, role), now)
    office = factories.ready(factories.person(platform, now, OFFICE, unit, Role.CREDIT_OFFICE), now)
    return Town(platform, unit, factories.equip(office, now), now)


def enter(visitor: Visitor, username: str, device: TOTPDevice | None = None) -> Page:
    """Sign in; with an authenticator also past the second factor."""
    page = visitor.page
    visitor.go("/desk/")
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码").fill(factories.PASSWORD)
    page.get_by_role("button", name="登录").click()
    if device is not None:
        page.get_by_label("验证码").fill(factories.token(device, later=1))
        page.get_by_role("button", name="继续").click()
    page.get_by_role("navigation", name="工作台导航").wait_for()
    return page


def leave(page: Page) -> None:
    """Sign out."""
    page.get_by_role("button", name="退出").click()
    page.get_by_label("登录名").wait_for()
