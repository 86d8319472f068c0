"""The source as the guards see it: modules with their room and floor, and their templates."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "src"
PACKAGE = "chengxin"
BESIDE_THE_FLOORS = frozenset({"tests", "migrations"})


@dataclass(frozen=True)
class Module:
    """One Python file. ``name`` is its dotted name; ``path`` is for messages only."""

    name: str
    text: str
    path: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed source."""
        return ast.parse(self.text)

    @property
    def parts(self) -> list[str]:
        """The dotted name in pieces, without the package."""
        return self.name.split(".")[1:]

    @property
    def room(self) -> str:
        """The room it belongs to; empty for the package itself."""
        return self.parts[0] if self.parts else ""

    @property
    def floor(self) -> str:
        """The floor inside the room: ``rules``, ``services`` …; empty for the room's front page."""
        return self.parts[1] if len(self.parts) > 1 else ""

    @property
    def is_product(self) -> bool:
        """Say whether it runs in production: no test, no migration."""
        return not BESIDE_THE_FLOORS & set(self.parts)

    def at(self, node: ast.AST, sentence: str) -> str:
        """Return a violation at a node."""
        return f"{self.path}:{getattr(node, 'lineno', 0)}: {sentence}"


@dataclass(frozen=True)
class Template:
    """One template of a room."""

    path: str
    text: str

    def at(self, position: int, sentence: str) -> str:
        """Return a violation at a position of the text."""
        return f"{self.path}:{self.text.count(chr(10), 0, position) + 1}: {sentence}"


def crafted(name: str, text: str) -> Module:
    """Return a module that does not exist, to show that a guard fails on it."""
    return Module(name=name, text=text, path=name.replace(".", "/") + ".py")


@cache
def modules(source: Path = SOURCE) -> tuple[Module, ...]:
    """Return every module of the package, tests and migrations included."""
    return tuple(_read(source))


def _read(source: Path) -> Iterator[Module]:
    for path in sorted((source / PACKAGE).rglob("*.py")):
        inside = path.relative_to(source)
        pieces = inside.with_suffix("").parts
        name = ".".join(pieces[:-1] if pieces[-1] == "__init__" else pieces)
        yield Module(name=name, text=path.read_text(encoding="utf-8"), path=str(inside))


def product(source: Path = SOURCE) -> list[Module]:
    """Return the modules that run in production."""
    return [module for module in modules(source) if module.is_product]


@cache
def templates(source: Path = SOURCE) -> tuple[Template, ...]:
    """Return every template of the package."""
    found = sorted(path for path in (source / PACKAGE).rglob("templates/**/*") if path.is_file())
    return tuple(Template(str(path.relative_to(source)), path.read_text(encoding="utf-8")) for path in found)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give every function and method of a tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def docstrings(tree: ast.AST) -> set[int]:
    """Return the identities of the constants that are docstrings or bare strings after a name."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Give every string of a tree that is not a docstring."""
    away = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in away:
            yield node


def dotted(node: ast.AST) -> str:
    """Return ``a.b.c`` of a chain of names and attributes, calls left out; empty for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            before = dotted(value)
            return f"{before}.{attribute}" if before else ""
        case ast.Call(func=func):
            return dotted(func)
        case ast.Subscript(value=value):
            return dotted(value)
        case _:
            return ""


def imported(tree: ast.AST) -> Iterator[tuple[ast.stmt, str, str]]:
    """Give each import as (statement, full dotted name, local name)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name, alias.asname or alias.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}", alias.asname or alias.name
