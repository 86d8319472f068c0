"""Where files stand and what they are called."""

import ast
import configparser
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.guards.tree import Module, dotted

NO_NAME = frozenset({"utils", "util", "helpers", "helper", "common", "core", "misc", "lib", "tools", "base", "shared"})
LONGEST = 500
COUNTED = frozenset({".py", ".html", ".css", ".js", ".txt", ".typ"})


def rooms_of_contract(contracts: str) -> set[str]:
    """Return the rooms that the contract of rooms names."""
    parser = configparser.ConfigParser()
    parser.read_string(contracts)
    return set(parser["importlinter:contract:rooms"]["layers"].replace("|", " ").split())


def rooms_on_disk(package: Path) -> set[str]:
    """Return the folders of the package that hold Python."""
    return {path.name for path in package.iterdir() if path.is_dir() and any(path.glob("*.py"))}


def unnamed_rooms(contracts: str, package: Path) -> list[str]:
    """Find rooms that stand in the contract or on the disk only."""
    named, there = rooms_of_contract(contracts), rooms_on_disk(package)
    missing = [f"room {room} stands in .importlinter but not in {package.name}/" for room in sorted(named - there)]
    return missing + [f"room {room} has no line in .importlinter" for room in sorted(there - named)]


def nameless_modules(modules: Iterable[Module]) -> list[str]:
    """Find modules and packages whose name says nothing."""
    return [
        f"{module.path}: a {name} takes everything in; name the concept"
        for module in modules
        for name in module.parts
        if name in NO_NAME
    ]


def rooms_without_front_page(modules: Iterable[Module]) -> list[str]:
    """Find rooms whose ``__init__`` has no docstring, or holds more than that."""
    found = []
    for module in modules:
        if len(module.parts) != 1 or not module.path.endswith("__init__.py"):
            continue
        if not ast.get_docstring(module.tree):
            found.append(f"{module.path}: the room has no front page")
        if len(module.tree.body) > 1:
            found.append(f"{module.path}: a room's front page holds its docstring and nothing else")
    return found


def modules_without_docstring(modules: Iterable[Module]) -> list[str]:
    """Find modules that do not say what they are."""
    return [f"{module.path}: no docstring" for module in modules if not ast.get_docstring(module.tree)]


def rooms_with_tables(modules: Iterable[Module]) -> set[str]:
    """Return the rooms whose ``models`` define a class."""
    return {
        module.room
        for module in modules
        if module.floor == "models" and any(isinstance(node, ast.ClassDef) for node in module.tree.body)
    }


def uninstalled_rooms(modules: Iterable[Module], installed: Iterable[str]) -> list[str]:
    """Find rooms with tables that Django does not know."""
    known = {name.removeprefix("chengxin.").split(".")[0] for name in installed if name.startswith("chengxin.")}
    return [
        f"room {room} has tables but is not in INSTALLED_APPS" for room in sorted(rooms_with_tables(modules) - known)
    ]


def long_files(paths: Iterable[Path]) -> list[str]:
    """Find files of more than 500 lines."""
    found = []
    for path in paths:
        if path.suffix in COUNTED and path.is_file():
            lines = path.read_text(encoding="utf-8").count("\n")
            if lines > LONGEST:
                found.append(f"{path}: {lines} lines; make it a package of the same name")
    return found


def city_in_code(files: Iterable[tuple[str, str]]) -> list[str]:
    """Find a city's name or division code in code; ``files`` are (path, text)."""
    words = ("钦" + "州", "45" + "07")
    found = []
    for path, text in files:
        found += [f"{path}: the path names a city" for word in words if word in path.lower()]
        for number, line in enumerate(text.splitlines(), 1):
            found += [f"{path}:{number}: {word} makes this one city's code" for word in words if word in line.lower()]
    return found


def one_floor_tests(modules: Iterable[Module]) -> list[str]:
    """Find test modules outside a ``tests`` folder."""
    return [
        f"{module.path}: a test outside tests/"
        for module in modules
        if module.parts and module.parts[-1].startswith("test_") and "tests" not in module.parts
    ]


def entry_points(modules: Iterable[Module]) -> list[str]:
    """Find code below the doors that reads the environment: settings are read once, in ``config``."""
    return [
        module.at(node, "reads the environment outside config")
        for module in modules
        if module.room != "config"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and dotted(node) in {"os.environ", "os.getenv"}
    ]
