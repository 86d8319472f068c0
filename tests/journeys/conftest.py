"""Fixtures of the journeys. A journey is left out where there is no browser, unless one is demanded."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import LAPTOP, Visitor, program, started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys of this process.

    Playwright keeps an event loop in this thread, in which Django would refuse to touch the database; the tests do so
    only while the browser waits.
    """
    if program() is None:
        if os.environ.get("CHENGXIN_REQUIRE_BROWSER") == "1":
            pytest.fail("CHENGXIN_REQUIRE_BROWSER=1, but there is no Chromium")
        pytest.skip("no Chromium on this machine")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with started() as browser:
        yield browser
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visitor(browser: Browser, served: str) -> Iterator[Visitor]:
    """Somebody who comes to the site with a laptop."""
    context = browser.new_context(locale="zh-CN", viewport={"width": LAPTOP, "height": 1000})
    yield Visitor(context.new_page(), served)
    context.close()


@pytest.fixture
def plain_visitor(browser: Browser, served: str) -> Iterator[Visitor]:
    """Somebody whose browser runs no scripts."""
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    yield Visitor(context.new_page(), served)
    context.close()
