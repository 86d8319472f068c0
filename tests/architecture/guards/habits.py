"""Django without hidden moves, services of one shape, lints with their reasons."""

import ast
import re
from collections.abc import Iterable, Mapping

from tests.architecture.guards.tree import Module, dotted, imported

SIGNALS = (
    "django.db.models.signals",
    "django.dispatch",
    "django.core.signals",
    "django.contrib.auth.signals",
    "axes.signals",
)
OVERRIDES = frozenset({"save", "delete", "full_clean", "refresh_from_db", "__init__", "get_queryset"})
LINT = re.compile(
    r"#\s*(?P<kind>noqa|type:\s*ignore|pragma:\s*no cover|ruff:\s*noqa)"
    r"(?P<codes>:\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*|\[[^\]]*\])?(?P<reason>.*)$"
)
FEWEST_WORDS = 2
FRONT = 2
"""Parts of the name of a floor's own module: room and floor."""
NO_ROWS = frozenset({"Q", "date", "datetime", "bool", "str", "Exists"})
"""What a query module may return to anybody: parts of a filter, not rows."""


def hidden_moves(modules: Iterable[Module]) -> list[str]:
    """Find signals, overridden saves and default orderings."""
    found = []
    for module in modules:
        for statement, full, _local in imported(module.tree):
            if full.startswith(SIGNALS):
                found.append(module.at(statement, f"{full}: no signals; call the service"))
        if module.floor == "models":
            found += [module.at(node, what) for node, what in _model_moves(module.tree)]
    return found


def _model_moves(tree: ast.Module) -> list[tuple[ast.AST, str]]:
    moves: list[tuple[ast.AST, str]] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for child in node.body:
            if isinstance(child, ast.FunctionDef) and child.name in OVERRIDES:
                moves.append((child, f"{node.name}.{child.name}: bulk paths skip it; write a service"))
            if node.name == "Meta" and isinstance(child, ast.Assign | ast.AnnAssign):
                target = child.targets[0] if isinstance(child, ast.Assign) else child.target
                if dotted(target) in {"ordering", "get_latest_by", "default_manager_name"}:
                    moves.append((child, f"Meta.{dotted(target)}: say the order in the query"))
    return moves


def misshapen_services(modules: Iterable[Module], allowed: Mapping[str, str]) -> list[str]:
    """Find public functions of ``services`` that are no use case with keyword-only ``actor`` and ``now``.

    ``allowed`` maps ``room.function`` or a whole module (``room.services.part``) to the reason why it is none.
    """
    every = list(modules)
    offered = _offered(every)
    found = []
    for module in every:
        if module.floor != "services" or ".".join(module.parts) in allowed:
            continue
        for node in module.tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if (module.room, node.name) not in offered or f"{module.room}.{node.name}" in allowed:
                continue
            found += [module.at(node, f"{module.room}.{node.name} {what}") for what in _misshape(node)]
    return found


def stale_allowances(found: Iterable[str], allowed: Mapping[str, str]) -> list[str]:
    """Find entries of an allow-list without which the guard would find nothing; ``found`` is what it finds without."""
    odd = "\n".join(found)
    return [
        f"{name} needs no exception any more"
        for name in allowed
        if f": {name} " not in odd and f"chengxin/{name.replace('.', '/')}.py:" not in odd
    ]


def _offered(modules: list[Module]) -> set[tuple[str, str]]:
    """Return the functions a room offers: those its services package lists, or all public ones of one file."""
    offered = set()
    for module in modules:
        if module.floor == "services" and len(module.parts) == FRONT:
            own = {node.name for node in module.tree.body if isinstance(node, ast.FunctionDef)}
            offered |= {(module.room, name) for name in own | offered_by(module)}
    return offered


def _misshape(node: ast.FunctionDef) -> list[str]:
    faults = []
    if "use_case" not in {dotted(decorator).split(".")[-1] for decorator in node.decorator_list}:
        faults.append("is no @use_case")
    if node.args.args or node.args.posonlyargs or node.args.vararg:
        faults.append("takes positional arguments")
    missing = {"actor", "now"} - {argument.arg for argument in node.args.kwonlyargs}
    return [*faults, *(f"takes no {name}" for name in sorted(missing))]


def queries_without_actor(modules: Iterable[Module], allowed: Mapping[str, str]) -> list[str]:
    """Find public queries that do not take the actor; ``allowed`` maps functions or whole modules to a reason.

    Of a package that lists what it offers, that counts; of any other package everything public in it.
    """
    every = [module for module in modules if module.floor == "queries"]
    fronts = {module.room: offered_by(module) for module in every if len(module.parts) == FRONT}
    found = []
    for module in every:
        if ".".join(module.parts) in allowed:
            continue
        for node in module.tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or _takes_actor(node):
                continue
            hidden = fronts.get(module.room) and len(module.parts) > FRONT and node.name not in fronts[module.room]
            if not hidden and f"{module.room}.{node.name}" not in allowed and not _gives_no_rows(node):
                found.append(module.at(node, f"{module.room}.{node.name} takes no actor, so nothing scopes it"))
    return found


def offered_by(front: Module) -> set[str]:
    """Return the names that a package's front module takes from its own parts."""
    return {local for _node, full, local in imported(front.tree) if full.startswith(f"{front.name}.")}


def _takes_actor(node: ast.FunctionDef) -> bool:
    return "actor" in {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}


def _gives_no_rows(node: ast.FunctionDef) -> bool:
    return node.returns is not None and dotted(node.returns) in NO_ROWS


def lints_without_reason(files: Iterable[tuple[str, str]]) -> list[str]:
    """Find lints switched off without a code or without words that say why; ``files`` are (path, text)."""
    found = []
    for path, text in files:
        for number, line in enumerate(text.splitlines(), 1):
            match = LINT.search(line)
            if match is None:
                continue
            words = re.findall(r"[^\W\d_]{2,}", match["reason"])
            unnamed = not match["codes"] and not match["kind"].startswith("pragma")
            if unnamed or len(words) < FEWEST_WORDS:
                found.append(f"{path}:{number}: say which lint and, in words, why: {match[0].strip()}")
    return found
