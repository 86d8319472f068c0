"""Reads the kinds of lists and the measures that come with the product: ``data/catalog/kinds/*.toml``."""

import tomllib
from functools import cache
from typing import Any

from chengxin.catalog.adapters.standard import standard_folder
from chengxin.catalog.rules.kind_definitions import list_kind_from, measure_from
from chengxin.catalog.rules.list_kinds import ListKind
from chengxin.catalog.rules.measures import Measure

FOLDER = "kinds"


@cache
def standard_list_kinds() -> dict[str, ListKind]:
    """Return the kinds of lists by key."""
    return {one["key"]: list_kind_from(one) for one in _read("list-kinds.toml", "kind")}


@cache
def standard_measures() -> dict[str, Measure]:
    """Return the measures by key."""
    return {one["key"]: measure_from(one) for one in _read("measures.toml", "measure")}


def _read(name: str, table: str) -> list[dict[str, Any]]:
    told = tomllib.loads((standard_folder() / FOLDER / name).read_text(encoding="utf-8"))
    entries: list[dict[str, Any]] = told[table]
    return entries
