"""The example files for a server: well formed, and everything they name is there."""

import re
import subprocess
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import typer
from django.conf import settings
from django.urls import Resolver404, resolve

from chengxin.config.cli import app
from chengxin.config.urls import urlpatterns
from chengxin.intake.rules.doings import MEGABYTE, MOST_OF_API, MOST_OF_DESK

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
INSTALLED = "/opt/chengxin/"
NGINX = (DEPLOY / "nginx" / "chengxin.conf").read_text(encoding="utf-8")
UNITS = sorted((DEPLOY / "systemd").iterdir())
SCRIPT = DEPLOY / "nightly-backup"
ENVIRONMENT = dict(
    line.split("=", 1)
    for line in (DEPLOY / "chengxin.env.example").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
SECTIONS = {".service": {"Unit", "Service", "Install"}, ".timer": {"Unit", "Timer", "Install"}}


def unit(path: Path) -> ConfigParser:
    """Return a systemd unit; a key that comes twice is refused."""
    parser = ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # the documented way to keep capitals
    parser.read_string(path.read_text(encoding="utf-8"))
    return parser


def statements(text: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield nginx's statements, each with the blocks around it.

    Raises:
        ValueError: a block is not closed, one is closed too often, or a statement has no end.
    """
    around: list[tuple[str, ...]] = []
    words: list[str] = []
    for token in re.findall(r"[{};]|[^\s{};]+", re.sub(r"#.*", "", text)):
        if token == "{":
            around.append(tuple(words))
            words = []
        elif token in {"}", ";"} and bool(words) is (token == ";"):
            if token == ";":
                yield tuple(words), tuple(" ".join(one) for one in around)
            else:
                around.pop()
            words = []
        elif token in {"}", ";"}:
            raise ValueError(token)
        else:
            words.append(token)
    if around or words:
        raise ValueError("not closed")


def locations() -> dict[str, dict[str, str]]:
    """Return nginx's locations of the platform with their statements."""
    found: dict[str, dict[str, str]] = {}
    for words, around in statements(NGINX):
        for block in around:
            if block.startswith("location "):
                found.setdefault(block.split()[-1], {})[words[0]] = " ".join(words[1:])
    return found


@pytest.mark.parametrize("text", ["a b", "a {", "a; }", "a b }", "a { b }", ";"])
def test_a_broken_file_is_seen(text: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        list(statements(text))


def megabytes(size: str) -> int:
    assert size.endswith("m")
    return int(size[:-1])


def test_nginx_lets_files_through_that_the_platform_takes() -> None:
    limit = "client_max_body_size"
    sizes = {place: megabytes(told[limit]) for place, told in locations().items() if limit in told}
    assert MOST_OF_DESK // MEGABYTE < sizes["/desk/"] < 1.1 * MOST_OF_DESK / MEGABYTE
    assert MOST_OF_API // MEGABYTE < sizes["/api/"] < 1.1 * MOST_OF_API / MEGABYTE


def test_nginx_tells_what_the_platform_reads_and_nothing_that_a_visitor_claims() -> None:
    headers = {words[1]: words[2] for words, _around in statements(NGINX) if words[0] == "proxy_set_header"}
    assert headers["X-Forwarded-For"] == "$remote_addr"
    assert headers["X-Forwarded-Proto"] == "https"
    assert headers["Host"] == "$host"
    assert ENVIRONMENT["CHENGXIN_PROXIES"] == "1"
    # A location with headers of its own would lose all of these.
    assert all("proxy_set_header" not in told for told in locations().values())


def test_nginx_adds_no_header_that_the_platform_sends() -> None:
    assert not [words for words, _around in statements(NGINX) if words[0] in {"add_header", "proxy_hide_header"}]
    assert "django.middleware.security.SecurityMiddleware" in settings.MIDDLEWARE


@pytest.mark.parametrize("place", sorted(locations()))
def test_nginx_names_addresses_that_are_there(place: str) -> None:
    if place in {"/", "/desk/", "/api/"}:
        assert any(str(one.pattern).startswith(place[1:]) for one in urlpatterns)
        return
    try:
        resolve(place)
    except Resolver404:  # pragma: no cover  the failure itself
        pytest.fail(f"no page {place}")


def commands() -> Iterator[list[str]]:
    """Yield the calls of the program in units and script, from its name on."""
    for path in UNITS:
        parser = unit(path)
        words = parser.get("Service", "ExecStart", fallback="").split()
        if words and words[0].endswith("/chengxin"):
            yield words
    for line in SCRIPT.read_text(encoding="utf-8").splitlines():
        if line.startswith('"$program" '):
            yield line.split()


def test_every_call_is_one_of_the_program() -> None:
    program: Any = typer.main.get_command(app)
    calls = list(commands())
    assert len(calls) == 4
    for _name, verb, *words in calls:
        command = program.commands[verb]
        # The program's own parser: it refuses what it does not know.
        command.make_context(verb, list(words), resilient_parsing=False)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_well_formed_and_names_files_that_are_there(path: Path) -> None:
    parser = unit(path)
    assert set(parser.sections()) <= SECTIONS[path.suffix]
    assert parser.get("Unit", "Description")
    told = [value for section in parser.sections() for value in parser[section].values()]
    for word in " ".join(told).replace("file://", "").split():
        if word.startswith(INSTALLED) and ".venv" not in word:
            assert (ROOT / word.removeprefix(INSTALLED)).is_file()
    for key in ("After", "Unit"):
        for name in parser.get("Unit", key, fallback="").split():
            assert not name.startswith("chengxin") or (path.parent / name).is_file()
    if path.suffix == ".timer":
        assert path.with_suffix(".service").is_file()
        assert parser.get("Timer", "Persistent") == "yes"
    else:
        assert parser.get("Service", "User") == "chengxin"
        assert parser.get("Service", "EnvironmentFile").endswith("chengxin.env")


def test_every_variable_is_read_by_somebody() -> None:
    sources = [*(ROOT / "src" / "chengxin" / "config").glob("*.py"), SCRIPT]
    read = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert {name for name in ENVIRONMENT if name not in read} == set()
    assert ENVIRONMENT["CHENGXIN_SECRET_KEY"] == ""
    data = f"/var/lib/{unit(DEPLOY / 'systemd' / 'chengxin-web.service').get('Service', 'StateDirectory')}"
    assert ENVIRONMENT["CHENGXIN_DATA"] == data


def test_the_nightly_script_is_plain_shell() -> None:
    assert SCRIPT.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", str(SCRIPT)], check=False).returncode == 0  # noqa: S607  the shell of any machine
