"""Tests, checks, benches: everything that needs the tools of the dev lock."""

import os
import secrets
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from setup import assets, machine, venv
from setup.place import PYTHON, ROOT, VENV_BIN, environment
from setup.talk import Stopped, say

FEWEST_WORKERS = 2
MOST_WORKERS = 8
OWN_SCRIPTS = ("run.py", "setup", "bench")
FAILED = 1


def prepare() -> None:
    """Install everything that checks and tests need."""
    venv.ensure(["run", "dev", "package"])
    assets.ensure(tools=True)


def test(arguments: Sequence[str]) -> int:
    """Run the whole suite but the soak tests; ``arguments`` go to pytest. Return pytest's exit status.

    Without a browser the journeys are left out with one loud line at the end.

    Raises:
        Stopped: no browser although CHENGXIN_REQUIRE_BROWSER=1 demands one.
    """
    browser = machine.chromium()
    if browser is None and os.environ.get("CHENGXIN_REQUIRE_BROWSER") == "1":
        raise Stopped(
            "没有找到 Chromium，而 CHENGXIN_REQUIRE_BROWSER=1 要求浏览器测试。",
            "No Chromium found, and CHENGXIN_REQUIRE_BROWSER=1 asks for the journeys.",
            machine.install_command("chromium"),
            "CHENGXIN_CHROMIUM=<浏览器的路径 path of a browser>",
        )
    prepare()
    marks = "not soak" if browser else "not soak and not journey"
    status = pytest(["-n", str(workers()), "-m", marks, *arguments], browser)
    if browser is None:
        print(
            "\n▲▲▲ 没有 Chromium：浏览器测试（journey）没有运行。装好再测："
            f"{machine.install_command('chromium')}\n"
            "▲▲▲ NO CHROMIUM: THE BROWSER JOURNEYS DID NOT RUN.",
            flush=True,
        )
    return status


def soak(arguments: Sequence[str]) -> int:
    """Run the slow fault and load tests, one after the other."""
    prepare()
    return pytest(["-n", "0", "-m", "soak", *arguments], machine.chromium())


def pytest(words: Sequence[str], browser: str | None) -> int:
    """Run pytest in the checkout, with the browser and Node.js it may start, and return its exit status."""
    more = {"CHENGXIN_CHROMIUM": browser} if browser else {}
    return call([str(PYTHON), "-m", "pytest", *words], CHENGXIN_NODE=machine.node(), **more)


def workers() -> int:
    """Return how many test processes to run: one a core, within reason."""
    return max(FEWEST_WORKERS, min(os.cpu_count() or FEWEST_WORKERS, MOST_WORKERS))


def call(words: Sequence[str], **more: str) -> int:
    """Run a program of the environment in the checkout and return its exit status."""
    return subprocess.run(words, cwd=ROOT, env=environment(**more), check=False).returncode


@dataclass(frozen=True)
class Check:
    """One step of ``make check``: its name, what it looks at, and how it is run (0 is good)."""

    name: str
    looks_at: str
    run: Callable[[], int]
    needs_tools: bool = True


def program(name: str, *words: str, **more: str) -> Callable[[], int]:
    """Return a step that runs a program of ``.venv`` with further environment variables."""
    return lambda: call([str(VENV_BIN / name), *words], **more)


def django(*words: str, **more: str) -> Callable[[], int]:
    """Return a step that runs one of Django's own commands."""
    return program("django-admin", *words, DJANGO_SETTINGS_MODULE="chengxin.config.settings", **more)


def own(module: str) -> Callable[[], int]:
    """Return a step that runs a module of ``setup`` (standard library, needs nothing installed)."""
    return program("python", "-m", module) if PYTHON.exists() else lambda: call(["python3", "-m", module])


def production() -> dict[str, str]:
    """Return an environment as on a production machine, with a secret of the moment."""
    return {
        "CHENGXIN_ENV": "production",
        "CHENGXIN_SECRET_KEY": secrets.token_urlsafe(64),
        "CHENGXIN_PROXIES": "1",
        "CHENGXIN_REPORT_CERTIFICATE": "report.p12",
    }


def pages() -> int:
    """Render the pages with the tests in ``tests/html`` and hold them against html-validate."""
    if not (ROOT / "tests" / "html").is_dir():
        return 0
    return pytest(["tests/html", "-q", "-n", "0"], machine.chromium())


CHECKS = (
    Check("addresses", "下载地址、本机路径、大文件", own("setup.guards"), needs_tools=False),
    Check("links", "文档里的链接", own("setup.links"), needs_tools=False),
    Check("lint", "ruff check", program("ruff", "check", ".")),
    Check("format", "ruff format", program("ruff", "format", "--check", ".")),
    Check("walls", "import-linter", program("lint-imports")),
    Check("types", "mypy", program("mypy")),
    Check("types-setup", "mypy（run.py、setup、bench）", program("mypy", *OWN_SCRIPTS)),
    # Models are compared with migration files; the warning that no database answers says nothing here.
    Check(
        "migrations",
        "模型与迁移一致",
        django("makemigrations", "--check", "--dry-run", PYTHONWARNINGS="ignore::RuntimeWarning"),
    ),
    Check("deploy", "生产环境设置", django("check", "--deploy", "--fail-level", "WARNING", **production())),
    Check("pages", "html-validate", pages),
)


def check(names: Sequence[str]) -> int:
    """Run the named checks (all without a name), each to its end, and list at the end what failed.

    Raises:
        Stopped: a name that is none of the checks.
    """
    unknown = set(names) - {one.name for one in CHECKS}
    if unknown:
        known = ", ".join(one.name for one in CHECKS)
        raise Stopped(f"没有这项检查：{', '.join(sorted(unknown))}", f"The checks are: {known}", status=2)
    chosen = [one for one in CHECKS if not names or one.name in names]
    if any(one.needs_tools for one in chosen):
        prepare()
    results = [(one, *timed(one)) for one in chosen]
    print()
    for one, status, seconds in results:
        print(f"{'■' if status else '✓'} {one.name:<12} {seconds:6.1f} s  {one.looks_at}")
    failed = [one.name for one, status, _ in results if status]
    if failed:
        say(f"没有通过：{', '.join(failed)}", f"Failed: {', '.join(failed)}", "■")
        return FAILED
    say("全部检查通过", "All checks passed", "✓")
    return 0


def timed(one: Check) -> tuple[int, float]:
    """Run one check under its headline; return its exit status and the seconds it took."""
    print(f"\n── {one.name} · {one.looks_at}", flush=True)
    began = time.monotonic()
    return one.run(), time.monotonic() - began
