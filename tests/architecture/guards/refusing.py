"""Refusals carry a code of their own and every fact their sentence names."""

import ast
import re
import string
from collections import Counter
from collections.abc import Iterable

from chengxin.foundation.refusals import Refusal
from tests.architecture.guards.tree import Module, dotted, imported

COMPOSITION = "config"
"""Its commands speak for the room they are about."""
SHAPE = re.compile(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*")


def ill_named(kinds: Iterable[type[Refusal]]) -> list[str]:
    """Find refusals without a code of their own, with one of another shape, or of another room."""
    every = list(kinds)
    found = [f"{kind.__qualname__} shares the code {kind.code}" for kind in every if "code" not in vars(kind)]
    counted = Counter(kind.code for kind in every if "code" in vars(kind))
    found += [f"two refusals have the code {code}" for code, times in counted.items() if times > 1]
    for kind in every:
        room = kind.__module__.split(".")[1]
        if not SHAPE.fullmatch(kind.code) or (kind.code.split(".")[0] != room and room != COMPOSITION):
            found.append(f"{kind.__qualname__}: the code {kind.code} does not read {room}.what")
        if not kind.says:
            found.append(f"{kind.__qualname__} says nothing")
    return found


def facts_named(sentence: str) -> set[str]:
    """Return the names of the facts that a sentence puts in."""
    return {name.split(".")[0] for _text, name, _form, _how in string.Formatter().parse(sentence) if name}


def missing_facts(modules: Iterable[Module], kinds: Iterable[type[Refusal]]) -> list[str]:
    """Find refusals raised without a fact that their sentence names: telling them would fail."""
    needs = {f"{kind.__module__}.{kind.__qualname__}": facts_named(kind.says) for kind in kinds}
    last = Counter(full.rpartition(".")[2] for full in needs)
    alone = {full.rpartition(".")[2]: facts for full, facts in needs.items() if last[full.rpartition(".")[2]] == 1}
    found = []
    for module in modules:
        local = {name: full for _statement, full, name in imported(module.tree)}
        for node in ast.walk(module.tree):
            name, given = _made(node)
            first, _, rest = name.partition(".")
            full = ".".join(part for part in (local.get(first, f"{module.name}.{first}"), rest) if part)
            lacking = needs.get(full, alone.get(name.rpartition(".")[2], set())) - (given or set())
            if given is not None and lacking:
                found.append(module.at(node, f"{name} is raised without {', '.join(sorted(lacking))}"))
    return found


def _made(node: ast.AST) -> tuple[str, set[str] | None]:
    """Return the name of what is built or raised and the facts given; None for the facts when that is not plain."""
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name | ast.Attribute):
        return dotted(node.exc), set()
    if isinstance(node, ast.Call) and not node.args and all(keyword.arg for keyword in node.keywords):
        return dotted(node.func), {str(keyword.arg) for keyword in node.keywords}
    return "", None
