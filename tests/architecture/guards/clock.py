"""The clock is read at the doors only: below them ``now`` is an argument."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.architecture.guards.tree import Module, dotted, strings

READS = frozenset(
    {
        "timezone.now",
        "datetime.now",
        "datetime.datetime.now",
        "datetime.utcnow",
        "datetime.datetime.utcnow",
        "datetime.today",
        "datetime.datetime.today",
        "date.today",
        "datetime.date.today",
        "time.time",
        "time.time_ns",
        "time.localtime",
        "time.gmtime",
        "django.utils.timezone.now",
    }
)
OF_NOW = frozenset({"timezone.localdate", "timezone.localtime", "localdate", "localtime"})
"""Read the clock when called without a moment."""
OF_THE_DATABASE = frozenset({"Now", "functions.Now", "TransactionNow", "RandomUUID"})
IN_SQL = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)"
    r"|\b(CURRENT_TIMESTAMP|CURRENT_DATE|CURRENT_TIME|LOCALTIMESTAMP)\b",
    re.IGNORECASE,
)
DOORS = frozenset({"jobs", "middleware", "management"})
"""Floors where a moment comes in. Views and routes have ``request.now``: a second reading would be a second moment."""
COMPOSITION = frozenset({"config"})


def clock_reads(modules: Iterable[Module]) -> list[str]:
    """Find readings of the clock below the doors, in Python, in fields and in SQL."""
    found = []
    for module in modules:
        if module.room in COMPOSITION or module.floor in DOORS:
            continue
        found += [module.at(node, f"{what}: the moment is an argument") for node, what in _readings(module.tree)]
    return found


def _readings(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and dotted(node) in READS:
            yield node, dotted(node)
        elif isinstance(node, ast.Call) and dotted(node.func) in OF_NOW and not node.args and not node.keywords:
            yield node, f"{dotted(node.func)}() of now"
        elif isinstance(node, ast.Call) and dotted(node.func) in OF_THE_DATABASE:
            yield node, f"{dotted(node.func)}() of the database"
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield node.value, node.arg
    for constant in strings(tree):
        match = IN_SQL.search(str(constant.value))
        if match:
            yield constant, f"{match[0]} in SQL"


def optional_moments(modules: Iterable[Module]) -> list[str]:
    """Find functions where ``actor`` or ``now`` may be left out, or may be None."""
    found = []
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found += [module.at(node, f"{node.name}: {what}") for what in _optional(node.args)]
    return found


def _optional(arguments: ast.arguments) -> Iterator[str]:
    positional = [*arguments.posonlyargs, *arguments.args]
    without = [None] * (len(positional) - len(arguments.defaults))
    defaults = [*without, *arguments.defaults, *arguments.kw_defaults]
    for argument, default in zip([*positional, *arguments.kwonlyargs], defaults, strict=True):
        if argument.arg not in {"actor", "now"}:
            continue
        if default is not None:
            yield f"{argument.arg} has a default"
        if argument.annotation is not None and "None" in ast.unparse(argument.annotation):
            yield f"{argument.arg} may be None"
