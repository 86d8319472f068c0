"""The contracts of .importlinter hold, and each of them breaks on a deliberate violation."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.guards.tree import PACKAGE, ROOT, SOURCE

VIOLATIONS = {
    "Rooms: each may import only rooms below it": ("audit/services", "from chengxin.units import models"),
    "Floors: inside a room, doors -> services -> queries -> models -> rules": (
        "units/models",
        "from chengxin.units import services",
    ),
    "Rules are pure: no Django, no database, no clock library": ("vault/rules", "import django.db"),
    "The domain has no face: services and below never import ui": (
        "vault/queries",
        "import chengxin.ui",
    ),
    "The law is pure: no Django, no database": ("law/rows", "from django.utils import timezone"),
    "The portal sees only what is public": ("portal/views", "from chengxin.units import queries"),
    "Views, routes and jobs are leaves: only urls, the API root and config open them": (
        "desk/views",
        "from chengxin.units import views",
    ),
    "No cycles anywhere": ("foundation/roles", "import chengxin.foundation.actor"),
}


def lint(place: Path) -> tuple[int, str]:
    """Hold the package in ``place/src`` against the contracts in ``place``; return exit status and report."""
    run = subprocess.run(  # noqa: S603  a program of the environment
        [str(ROOT / ".venv" / "bin" / "lint-imports"), "--no-cache", "--no-logo"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(place / "src"), "PYTHONSAFEPATH": "1"},
    )
    return run.returncode, run.stdout + run.stderr


def broken(report: str) -> set[str]:
    """Return the names of the contracts that a report calls broken."""
    return {line.removesuffix(" BROKEN").strip() for line in report.splitlines() if line.endswith(" BROKEN")}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the house that may be damaged."""
    without = shutil.ignore_patterns("__pycache__", "templates", "static", "*.csv", "*.pyc")
    shutil.copytree(SOURCE / PACKAGE, tmp_path / "src" / PACKAGE, ignore=without)
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_the_contracts_hold() -> None:
    status, report = lint(ROOT)
    assert broken(report) == set()
    assert status == 0, report


def test_a_violation_is_known_for_each_contract() -> None:
    _status, report = lint(ROOT)
    kept = {line.removesuffix(" KEPT") for line in report.splitlines() if line.endswith(" KEPT")}
    assert kept | broken(report) == set(VIOLATIONS)


@pytest.mark.parametrize(("contract", "module", "arrow"), [(name, *what) for name, what in VIOLATIONS.items()])
def test_each_contract_breaks_on_a_violation(copy: Path, contract: str, module: str, arrow: str) -> None:
    path = copy / "src" / PACKAGE / f"{module}.py"
    if path.with_suffix("").is_dir():
        path = path.with_suffix("") / "__init__.py"
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{arrow}\n")
    status, report = lint(copy)
    assert contract in broken(report), report
    assert status == 1
