"""Pure modules are pure also in what they import."""

import re
from pathlib import Path

import pytest

from tests.architecture.guards import purity
from tests.architecture.guards.tree import Module, product

PURE_ROOMS = frozenset({"law"})


def pure_modules() -> list[str]:
    """Return what must be importable without Django: rules, the law, and what calls itself pure.

    A module of a package that is not pure can not be imported alone; there the promise is for its readers only.
    """
    pure = {module.name for module in product() if promises(module)}
    parents = {name: name.rpartition(".")[0] for name in pure}
    return sorted(name for name in pure if parents[name] in pure or parents[name].count(".") <= 1)


def promises(module: Module) -> bool:
    """Say whether a module calls itself pure, or must be."""
    own_words = module.text.split('"""')[1] if '"""' in module.text else ""
    return module.room in PURE_ROOMS or module.floor == "rules" or "Pure" in re.findall(r"\w+", own_words)


def test_rules_law_and_what_calls_itself_pure_need_no_django() -> None:
    names = pure_modules()
    assert "chengxin.units.rules" in names
    assert "chengxin.foundation.refusals" in names
    assert purity.impure(names) == []


@pytest.mark.parametrize("line", ["import django.db", "from psycopg import sql", "import half"])
def test_an_impure_module_is_found(tmp_path: Path, line: str) -> None:
    (tmp_path / "half.py").write_text("from django.utils import timezone\n")
    (tmp_path / "rules.py").write_text(f"{line}\n")
    assert purity.impure(["rules"], tmp_path) != []


def test_a_pure_module_passes(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text("from datetime import date\n")
    assert purity.impure(["rules"], tmp_path) == []
