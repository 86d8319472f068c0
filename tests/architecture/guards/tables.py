"""A room writes its own tables and no other's."""

import ast
import re
from collections.abc import Iterable, Mapping

from tests.architecture.guards.tree import Module, dotted, imported, strings

WRITES = frozenset(
    {
        "create",
        "bulk_create",
        "get_or_create",
        "update_or_create",
        "update",
        "bulk_update",
        "delete",
        "save",
        "acreate",
        "aupdate",
        "adelete",
        "copy_from_query",
        "add",
        "set",
        "remove",
        "clear",
    }
)
SQL_WRITE = re.compile(
    r'\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|COPY)\s+"?([a-z_]+)"?', re.IGNORECASE
)
OWNERS: Mapping[str, str] = {
    "django_otp": "units",
    "axes": "units",
    "django.contrib.auth": "units",
    "django.contrib.sessions": "units",
    "procrastinate": "foundation",
}
"""Which room answers for the tables of a package we use."""
TABLE_OWNERS: Mapping[str, str] = {
    "otp": "units",
    "axes": "units",
    "django_session": "units",
    "procrastinate": "foundation",
}


def foreign_writes(modules: Iterable[Module], rooms: frozenset[str]) -> list[str]:
    """Find code that makes, changes or removes rows of another room; ``rooms`` are all rooms with tables."""
    found = []
    for module in modules:
        foreign = _foreign_models(module)
        found += [
            module.at(node, f"{dotted(node.func)} writes a table of {foreign[_root(node)]}")
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call) and _writes(node, foreign)
        ]
        for constant in strings(module.tree):
            for table in SQL_WRITE.findall(str(constant.value)):
                owner = _owner_of_table(table, rooms)
                if owner and owner != module.room:
                    found.append(module.at(constant, f"SQL writes {table}, a table of {owner}"))
    return found


def _foreign_models(module: Module) -> dict[str, str]:
    """Return the local names of other rooms' models (or of their modules), with the room that owns them."""
    names = {}
    for _statement, full, local in imported(module.tree):
        owner = _owner_of_import(full)
        if owner and owner != module.room:
            names[local] = owner
    return names


def _owner_of_import(full: str) -> str:
    pieces = full.split(".")
    if pieces[0] == "chengxin":
        return pieces[1] if "models" in pieces[2:4] else ""
    if "models" not in pieces:
        return ""
    return next((room for package, room in OWNERS.items() if full.startswith(f"{package}.")), "")


def _root(call: ast.Call) -> str:
    return dotted(call.func).split(".")[0]


def _writes(call: ast.Call, foreign: Mapping[str, str]) -> bool:
    """Say whether the call builds a foreign row (``Row(…)``) or ends a chain on its manager in a write."""
    chain = dotted(call.func).split(".")
    if chain[0] not in foreign:
        return False
    if len(chain) == 1:
        return chain[0][0].isupper()
    built = chain[1][0].isupper() and len(chain) == 2
    return built or chain[-1] in WRITES


def _owner_of_table(table: str, rooms: frozenset[str]) -> str:
    for prefix, room in (*TABLE_OWNERS.items(), *((room, room) for room in rooms)):
        if table == prefix or table.startswith(f"{prefix}_"):
            return room
    return ""


def unlocked_saves(modules: Iterable[Module]) -> list[str]:
    """Find rows saved whole: ``save()`` names its fields, or says that the row is new."""
    return [
        module.at(node, "save() without update_fields or force_insert overwrites what others changed")
        for module in modules
        if module.floor in {"services", "jobs", "views", "queries", "middleware"}
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "save"
        and not {"update_fields", "force_insert"} & {keyword.arg for keyword in node.keywords}
        and not node.args
    ]
