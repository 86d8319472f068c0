"""A browser for journeys, and what must hold on every page it visits."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ("--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-gpu")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PHONE, TABLET, LAPTOP = 360, 768, 1440
NARROWEST = 320
HEIGHT = 1000


def program() -> str | None:
    """Return the browser: ``CHENGXIN_CHROMIUM``, else the first of the usual names."""
    named = os.environ.get("CHENGXIN_CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def started() -> Iterator[Browser]:
    """Have a browser within the block. The sandbox of Chromium does not work for root."""
    flags = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else [*QUIET]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=flags)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at a browser. ``look`` says what is wrong with the page; the site's address is ``site``."""

    page: Page
    site: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to what the browser complains about and whom it asks."""
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        refused_page = message.location.get("url") == self.page.url and "Failed to load resource" in message.text
        if message.type in {"error", "warning"} and not refused_page:
            self.faults.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme not in {"data", "blob"} and asked.netloc != urlsplit(self.site).netloc:
            self.faults.append(f"foreign request: {request.url}")

    def go(self, path: str) -> Response:
        """Open an address of the site; once more where the page was just about to go somewhere by itself."""
        try:
            response = self.page.goto(self.site + path)
        except Error as fault:
            if "net::ERR_ABORTED" not in fault.message:
                raise
            response = self.page.goto(self.site + path)
        assert response is not None
        return response

    def look(self) -> list[str]:
        """Return what is wrong with the page as it stands: at every width, with larger text, for everybody."""
        # A click returns when the next page begins: the first moment has no document to measure.
        # (A locator waits without evaluating text, which the site's content policy refuses once it has to ask twice.)
        self.page.locator("html").wait_for(state="attached")
        self.page.wait_for_load_state("load")
        found = [*self.faults]
        self.faults.clear()
        for width in (NARROWEST, PHONE, TABLET, LAPTOP):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            found += self._sideways(f"{width} px")
            if width in {PHONE, LAPTOP}:
                found += [f"{fault} at {width} px" for fault in self._barriers()]
        self.page.evaluate("document.documentElement.style.fontSize = '200%'")
        self.page.set_viewport_size({"width": TABLET, "height": HEIGHT})
        found += self._sideways("text at 200 %")
        self.page.evaluate("document.documentElement.style.fontSize = ''")
        self.page.set_viewport_size({"width": LAPTOP, "height": HEIGHT})
        return [f"{self.page.url}: {fault}" for fault in found]

    def _sideways(self, when: str) -> list[str]:
        wide = self.page.evaluate(
            """() => {
              const room = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= room) return null;
              const beyond = (element) => element.getBoundingClientRect().right > room + 1;
              const over = [...document.querySelectorAll("body *")].find(beyond);
              return over ? over.outerHTML.slice(0, 120) : "?";
            }"""
        )
        return [f"scrolls sideways ({when}): {wide}"] if wide else []

    def _barriers(self) -> list[str]:
        """Return what axe-core finds, with everything that can be opened open."""
        self.page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        result: dict[str, Any] = self.page.evaluate("(options) => axe.run(document, options)", options)
        return [
            f"axe {violation['id']}: {violation['help']}: {violation['nodes'][0]['html'][:160]}"
            for violation in result["violations"]
        ]
