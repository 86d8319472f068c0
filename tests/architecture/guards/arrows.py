"""Arrows between rooms that import-linter can not see."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.guards.tree import PACKAGE, Module, dotted, functions, imported

BY_STRING = {"import_module", "importlib.import_module", "__import__", "import_string", "apps.get_model", "get_model"}
COMPOSITION = "config"
"""May name anything, and names some of it by a string: a command must not load tables before Django is ready."""
ADR = re.compile(r"ADR (\d{4})")
OUR_ARROW = re.compile(r"chengxin(\.[a-z_*]+)+\s*->\s*\S+")


def hidden_imports(modules: Iterable[Module]) -> list[str]:
    """Find our own code imported inside a function, under TYPE_CHECKING, or by a string."""
    found = []
    for module in modules:
        for place in _hidden_places(module.tree):
            for statement, name, _local in imported(place):
                if name.split(".")[0] == PACKAGE:
                    found.append(module.at(statement, f"imports {name} where no contract sees it"))
        if module.room != COMPOSITION:
            found += [module.at(call, "fetches our own code by a string") for call in _by_string(module.tree)]
    return sorted(set(found))


def _hidden_places(tree: ast.Module) -> list[ast.AST]:
    guarded = [
        node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    ]
    return [*functions(tree), *guarded]


def _by_string(tree: ast.Module) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and dotted(node.func) in BY_STRING]
    return [call for call in calls if any(_names_us(argument) for argument in call.args)]


def _names_us(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Constant) and str(argument.value).startswith((f"{PACKAGE}.", "units.", "audit."))


def relative_imports(modules: Iterable[Module]) -> list[str]:
    """Find imports with leading dots: the full name says from which room something comes."""
    return [
        module.at(node, "import by the full name")
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]


def unexplained_exceptions(contracts: str, decisions: Path) -> list[str]:
    """Find arrows that a contract lets pass without naming a decision that exists (``# ADR 0001``)."""
    found = []
    for number, line in enumerate(contracts.splitlines(), 1):
        if line.lstrip().startswith("#") or not OUR_ARROW.search(line):
            continue
        decision = ADR.search(line)
        if decision is None or not list(decisions.glob(f"{decision[1]}-*.md")):
            found.append(f".importlinter:{number}: {line.strip()} is let pass without an ADR that exists")
    return found
