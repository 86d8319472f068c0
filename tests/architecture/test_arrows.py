"""Imports that hide from import-linter."""

from pathlib import Path

import pytest

from tests.architecture.guards import arrows
from tests.architecture.guards.tree import ROOT, crafted, modules, product

CONTRACTS = (ROOT / ".importlinter").read_text(encoding="utf-8")


def test_no_import_of_our_own_code_hides_in_a_function_a_type_check_or_a_string() -> None:
    assert arrows.hidden_imports(product()) == []


@pytest.mark.parametrize(
    "text",
    [
        "def late():\n    from chengxin.units import services\n",
        "def late():\n    import chengxin.units.services\n",
        "class Room:\n    def late(self):\n        from chengxin.units.models import Unit\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from chengxin.units.models import Unit\n",
        "import typing\nif typing.TYPE_CHECKING:\n    from chengxin.units.models import Unit\n",
        "import importlib\nunits = importlib.import_module('chengxin.units.services')\n",
        "from django.apps import apps\nUnit = apps.get_model('units.Unit')\n",
    ],
)
def test_a_hidden_import_is_found(text: str) -> None:
    assert len(arrows.hidden_imports([crafted("chengxin.audit.services", text)])) == 1


def test_imports_go_by_the_full_name() -> None:
    assert arrows.relative_imports(modules()) == []


def test_a_relative_import_is_found() -> None:
    assert arrows.relative_imports([crafted("chengxin.units.services", "from . import rules\n")])


def test_an_arrow_is_let_pass_only_by_a_decision() -> None:
    assert arrows.unexplained_exceptions(CONTRACTS, ROOT / "docs" / "adr") == []


def test_an_exception_without_a_decision_is_found(tmp_path: Path) -> None:
    arrow = "ignore_imports =\n    chengxin.audit.services -> chengxin.units.models"
    assert arrows.unexplained_exceptions(arrow, tmp_path)
    assert arrows.unexplained_exceptions(f"{arrow}  # ADR 0099", tmp_path)
    (tmp_path / "0099-why.md").touch()
    assert arrows.unexplained_exceptions(f"{arrow}  # ADR 0099", tmp_path) == []
