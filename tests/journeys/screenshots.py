"""Screenshots of a running installation, for people who judge the design.

``python -m tests.journeys.screenshots OUT [--site http://127.0.0.1:8000] [--login NAME --password WORD]``

Each page is taken whole at 360, 768 and 1440 px; with a login the desk's pages too.
"""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.browser import HEIGHT, LAPTOP, PHONE, TABLET, started

LAW_ASKED = "/law/?decided_on=2026-05-20&item=penalty&severity=serious&kinds=fine&procedure=ordinary"
PUBLIC = {
    "home": "/",
    "search": "/search",
    "search-empty": "/search?q=某某食品",
    "licences": "/licences/",
    "penalties": "/penalties/",
    "list-kinds": "/lists/",
    "lists": "/lists/black/",
    "measures": "/measures/",
    "law": "/law/",
    "law-answer": LAW_ASKED,
    "law-missing": "/law/?decided_on=2024-05-20&item=penalty",
    "ledger": "/ledger/",
    "about": "/about",
    "tour": "/demo/",
    "accessibility": "/accessibility",
    "not-found": "/no-such-page",
    "login": "/desk/login/",
}
DESK = {"desk": "/desk/", "desk-help": "/desk/help", "desk-own": "/desk/me/"}
TOOLS_FAILED = 1


def main(words: list[str]) -> int:
    """Take the pictures and say where they are; 1 if the login did not work."""
    parser = argparse.ArgumentParser(description="整页截图，三种宽度")
    parser.add_argument("out", type=Path)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--login", default="")
    parser.add_argument("--password", default="")
    given = parser.parse_args(words)
    given.out.mkdir(parents=True, exist_ok=True)
    with started() as browser:
        page = browser.new_page(locale="zh-CN")
        take(page, given.site, PUBLIC, given.out)
        if given.login and not sign_in(page, given.site, given.login, given.password):
            sys.stderr.write("登录没有成功\n")
            return TOOLS_FAILED
        if given.login:
            take(page, given.site, DESK | linked(page), given.out)
    sys.stdout.write(f"截图在 {given.out}\n")
    return 0


def take(page: Page, site: str, addresses: dict[str, str], out: Path) -> None:
    """Take each address at the three widths."""
    for name, address in addresses.items():
        for width in (PHONE, TABLET, LAPTOP):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.goto(site + address)
            page.screenshot(path=out / f"{name}-{width}.png", full_page=True)


def sign_in(page: Page, site: str, login: str, password: str) -> bool:
    """Sign in; a demonstration login's token is shown on the page and filled in."""
    page.goto(f"{site}/desk/login/")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    if "second-factor" in page.url:
        page.get_by_label("验证码").fill(page.locator(".note .code").first.inner_text())
        page.get_by_role("button", name="继续").click()
    page.goto(f"{site}/desk/")
    return "login" not in page.url


def linked(page: Page) -> dict[str, str]:
    """Return the pages the desk's navigation leads to, named after their addresses."""
    links = page.get_by_role("navigation", name="工作台导航").get_by_role("link")
    addresses: list[str] = links.evaluate_all("links => links.map((link) => link.pathname)")
    return {address.strip("/").replace("/", "-"): address for address in addresses}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
