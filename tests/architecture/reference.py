"""The reference tables, made from the code: ``python -m tests.architecture.reference`` writes them afresh.

Refusal codes, audit actions, permissions and finding codes stand in ``docs/reference/``, the OpenAPI document in
``docs/openapi.json``. A test compares them with the code, so that none is missing and none is stale. What a finding
code means is written by hand in its table and kept.
"""

import importlib
import json
import os
import pkgutil
import re
import string
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.config.settings")
if not apps.ready:
    django.setup()

from django.conf import settings

from chengxin.api.reading import OTHER, WORDS
from chengxin.api.root import CHINESE as CHINESE
from chengxin.api.root import document
from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.identifiers.reading import Fault
from chengxin.foundation.refusals import Refusal
from chengxin.foundation.responses import status_of_kind
from chengxin.foundation.roles import EVERYBODY
from tests.architecture.guards.layout import rooms_with_tables
from tests.architecture.guards.tree import PACKAGE, ROOT, SOURCE, product

T = TypeVar("T")
DOCS = ROOT / "docs"
COMMAND = "python -m tests.architecture.reference"
AWAY = frozenset({"tests", "migrations", "wsgi"})
"""Modules without anything for the tables."""
OURS = f"{PACKAGE}."
UNEXPLAINED = "（含义待写）"


@cache
def every_module() -> tuple[ModuleType, ...]:
    """Return every module that runs in production, imported. A room that is not installed yet is left out."""
    found = pkgutil.walk_packages([str(SOURCE / PACKAGE)], f"{PACKAGE}.")
    away = AWAY | (
        rooms_with_tables(product()) - {name.split(".")[1] for name in settings.INSTALLED_APPS if OURS in name}
    )
    names = [module.name for module in found if not away & set(module.name.split("."))]
    return tuple(importlib.import_module(name) for name in names)


def named(kind: type[T], modules: Iterable[ModuleType]) -> list[T]:
    """Return the objects of a kind that stand in modules under a name, or in tuples and lists there; each once."""
    found = {}
    for module in modules:
        for value in vars(module).values():
            inner = value if isinstance(value, list | tuple | set | frozenset) else (value,)
            found.update({id(one): one for one in inner if isinstance(one, kind)})
    return list(found.values())


def table(title: str, note: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a page with one table, its rows sorted."""
    lines = [
        f"# {title}",
        "",
        note,
        "",
        "| " + " | ".join(columns) + " |",
        "| " + " | ".join("---" for _ in columns) + " |",
    ]
    lines += [
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in sorted(rows)
    ]
    return "\n".join(lines) + "\n"


MADE = f"Made from the code by `{COMMAND}`; do not edit by hand."


def refusals() -> str:
    """Return the page of refusal codes: code, HTTP status, sentence, facts."""
    from_code = [
        (f"`{kind.code}`", str(status_of_kind(kind)), kind.says, facts_of(kind.says)) for kind in every_refusal()
    ]
    note = f"Every way a service or a door says no. Codes never change; `{{…}}` are facts put in. {MADE}"
    return table("Refusal codes", note, ("code", "HTTP", "sentence", "facts"), from_code)


def every_refusal() -> list[type[Refusal]]:
    """Return all refusals of the product."""
    every_module()
    waiting, found = [Refusal], []
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if "tests" not in kind.__module__.split("."):
            found.append(kind)
    return found


def facts_of(sentence: str) -> str:
    """Return the names of the facts a sentence puts in."""
    names = [name for _text, name, _format, _conversion in string.Formatter().parse(sentence) if name]
    return ", ".join(dict.fromkeys(f"`{name}`" for name in names))


def actions() -> str:
    """Return the page of audit actions: code and label."""
    rows = [(f"`{action.code}`", action.label) for action in named(Action, every_module())]
    return table("Audit actions", f"What the trail records. {MADE}", ("code", "label"), rows)


def permissions() -> str:
    """Return the page of permissions: code, label, roles, scope of API clients, whether jobs may."""
    rows = [
        (
            f"`{one.code}`",
            one.label,
            "everybody" if one.roles == EVERYBODY else ", ".join(f"`{role}`" for role in sorted(one.roles)),
            f"`{one.client_scope}`" if one.client_scope else "",
            "yes" if one.system else "",
        )
        for one in named(Permission, every_module())
    ]
    columns = ("code", "label", "roles", "API scope", "jobs")
    return table("Permissions", f"Who may do what; how far it reaches is decided by the seat. {MADE}", columns, rows)


def finding_codes() -> str:
    """Return the page of finding codes: code, meaning (written by hand), where it comes from."""
    meanings = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", _present("finding-codes.md"), re.MULTILINE))
    rows = [
        (f"`{code}`", meanings.get(code, UNEXPLAINED).strip(), ", ".join(sorted(places)))
        for code, places in codes_of_findings().items()
    ]
    note = (
        "What can be wrong with a value. The same word means the same in a file's findings, in an API problem's"
        f" `fields` and in the code. Codes and places are made from the code by `{COMMAND}`; write the meaning by hand."
    )
    return table("Finding codes", note, ("code", "meaning", "from"), rows)


def codes_of_findings() -> dict[str, set[str]]:
    """Return every finding code with the places that give it."""
    found: dict[str, set[str]] = {fault.value: {"numbers"} for fault in Fault}
    for module in every_module():
        kind = vars(module).get("FindingCode")
        for code in kind if kind is not None and kind.__module__ == module.__name__ else ():
            found.setdefault(code.value, set()).add(module.__name__.split(".")[1])
    for code, _words in (*WORDS.values(), OTHER):
        found.setdefault(code, set()).add("API")
    return found


def openapi() -> str:
    """Return the OpenAPI document as it is committed."""
    every_module()
    plain = json.loads(json.dumps(document()))  # the library mixes numbers and words as keys
    return json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def pages() -> Iterator[tuple[Path, str]]:
    """Give each page with the text the code makes of it."""
    reference = DOCS / "reference"
    yield reference / "refusals.md", refusals()
    yield reference / "audit-actions.md", actions()
    yield reference / "permissions.md", permissions()
    yield reference / "finding-codes.md", finding_codes()
    yield DOCS / "openapi.json", openapi()


def _present(name: str) -> str:
    path = DOCS / "reference" / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main() -> None:
    """Write the pages and name those that changed."""
    for path, text in pages():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
