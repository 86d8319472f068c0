"""Where files stand and what they are called."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from setup import guards as committed
from tests.architecture.guards import layout
from tests.architecture.guards.tree import PACKAGE, ROOT, SOURCE, crafted, modules, product

CONTRACTS = (ROOT / ".importlinter").read_text(encoding="utf-8")


def our_files(*folders: str) -> list[Path]:
    """Return the files of these folders that are ours: what tools leave behind is left out."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    return [path for path in found if "__pycache__" not in path.parts and path.suffix != ".pyc"]


def texts(paths: list[Path]) -> list[tuple[str, str]]:
    """Return (path from the root, text) of each file that is text."""
    return [(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="replace")) for path in paths]


def test_every_room_has_a_line_in_the_contract_and_a_folder() -> None:
    assert layout.unnamed_rooms(CONTRACTS, SOURCE / PACKAGE) == []


def test_a_room_on_one_side_only_is_found(tmp_path: Path) -> None:
    for room in layout.rooms_of_contract(CONTRACTS) - {"vault"} | {"cellar"}:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").touch()
    found = " ".join(layout.unnamed_rooms(CONTRACTS, tmp_path))
    assert "vault" in found
    assert "cellar" in found


def test_every_module_is_named_after_a_concept() -> None:
    assert layout.nameless_modules(modules()) == []


@pytest.mark.parametrize("name", ["chengxin.utils", "chengxin.units.helpers", "chengxin.units.services.common"])
def test_a_module_that_takes_everything_in_is_found(name: str) -> None:
    assert layout.nameless_modules([crafted(name, "")])


def test_every_room_has_a_front_page_and_every_module_says_what_it_is() -> None:
    assert layout.rooms_without_front_page(modules()) == []
    assert layout.modules_without_docstring(product()) == []


def test_a_missing_front_page_is_found() -> None:
    silent = layout.Module("chengxin.vault", "", "chengxin/vault/__init__.py")
    busy = layout.Module("chengxin.vault", '"""Files."""\nLIMIT = 3\n', "chengxin/vault/__init__.py")
    assert len(layout.rooms_without_front_page([silent, busy])) == 2
    assert layout.modules_without_docstring([crafted("chengxin.vault.rules", "LIMIT = 3\n")])


def test_rooms_with_tables_are_installed() -> None:
    assert layout.uninstalled_rooms(product(), settings.INSTALLED_APPS) == []


def test_a_room_with_tables_that_is_not_installed_is_found() -> None:
    assert layout.uninstalled_rooms([crafted("chengxin.lists.models", "class Entry: ...\n")], ["chengxin.units"])


def test_no_file_is_too_long() -> None:
    assert layout.long_files(our_files("src", "tests", "setup", "bench")) == []


def test_a_long_file_is_found(tmp_path: Path) -> None:
    for suffix, lines in ((".py", 501), (".html", 501), (".css", 500), (".csv", 9000)):
        (tmp_path / f"long{suffix}").write_text("\n" * lines)
    found = layout.long_files(sorted(tmp_path.iterdir()))
    assert [sentence.split(":")[0].rsplit(".")[-1] for sentence in found] == ["html", "py"]


def test_no_city_stands_in_the_code() -> None:
    assert layout.city_in_code(texts(our_files("src"))) == []


@pytest.mark.parametrize("text", ["钦" + "州市", "CODE = '45" + "0700'"])
def test_a_city_in_the_code_is_found(text: str) -> None:
    assert layout.city_in_code([("a.py", text)])


def test_tests_stand_in_tests() -> None:
    assert layout.one_floor_tests(modules()) == []


def test_a_test_beside_its_room_is_found() -> None:
    assert layout.one_floor_tests([crafted("chengxin.units.test_rules", "")])


def test_the_environment_is_read_in_one_place() -> None:
    assert layout.entry_points(product()) == []


def test_a_second_reader_of_the_environment_is_found() -> None:
    assert layout.entry_points([crafted("chengxin.units.services", "import os\nos.environ['X']\n")])


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="no repository here")
def test_no_committed_file_holds_an_address_of_a_registry_or_a_machine_s_path() -> None:
    assert list(committed.findings(committed.tracked())) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("docs/a.md", "see https://" + "pypi" + ".org/simple"),
        ("requirements/run.lock", "wheel @ https" + "://example.test/a.whl"),
        ("package-lock.json", '"resolved": "https' + '://example.test/a.tgz"'),
        ("bench/a.py", "open('/" + "tmp/a')"),
    ],
)
def test_an_address_or_a_path_is_found(name: str, line: str) -> None:
    assert list(committed.in_text(name, line))


def test_what_git_ignores_is_not_committed() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("no repository here")
    run = subprocess.run(  # noqa: S603  git of this machine
        [git, "ls-files", "--cached", "--ignored", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    assert run.stdout == b""
