"""Reads the standard items that come with the product: ``data/catalog/*.toml``."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from chengxin.catalog.adapters.compact import definitions_of
from chengxin.catalog.rules.definition import item_from, list_from
from chengxin.catalog.rules.item import CodeList, Item

LISTS, ROWS, EDITIONS = "code_lists.toml", "rows.toml", "editions.toml"


@dataclass(frozen=True)
class StandardEdition:
    """An edition that comes with the product: what was in force on its day is in it."""

    key: str
    title: str
    in_force_from: date
    remark: str


def standard_folder() -> Path:
    """Return the folder of the standard items: inside the installed package, or ``data/catalog`` of a checkout."""
    packaged = Path(str(files("chengxin.catalog"))) / "data"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[4] / "data" / "catalog"


@cache
def standard_lists() -> dict[str, CodeList]:
    """Return the standard code lists by key."""
    lists = [list_from(entry) for entry in _read(standard_folder() / LISTS)["list"]]
    return {entry.key: entry for entry in lists}


@cache
def standard_items() -> dict[str, Item]:
    """Return the standard items by key, those that are not collected yet among them."""
    folder = standard_folder()
    paths = (path for path in folder.glob("*.toml") if path.name not in {LISTS, ROWS, EDITIONS})
    data = [*(_read(path) for path in paths), *definitions_of(_read(folder / ROWS))]
    items = [item_from(one, standard_lists()) for one in data]
    return {item.key: item for item in sorted(items, key=lambda item: item.key)}


@cache
def standard_editions() -> tuple[StandardEdition, ...]:
    """Return the standard editions, the earliest first."""
    return tuple(StandardEdition(**entry) for entry in _read(standard_folder() / EDITIONS)["edition"])


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
