"""A definition as TOML, in the form of the standard items that come with a release."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from chengxin.catalog.adapters.checking import Place, checked_item
from chengxin.catalog.adapters.refusals import UnreadableDefinition
from chengxin.catalog.rules.definition import definition_of
from chengxin.catalog.rules.item import CodeList, Item

TABLES = ("basis", "field", "rule", "lists")
DELETE = "\x7f"


def definition_toml(item: Item) -> str:
    """Return the item's definition with its code lists as TOML; ``read_definition_toml`` reads it again."""
    return "\n".join(_lines(definition_of(item))) + "\n"


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{key} = {_value(value)}" for key, value in data.items() if key not in TABLES)
    for table in TABLES:
        for entry in data.get(table, ()):
            yield ""
            yield f"[[{table}]]"
            yield from (f"{key} = {_value(value)}" for key, value in entry.items() if value not in ("", None, []))


def _value(value: Any) -> str:
    """Return a value as TOML writes it; the escapes of JSON strings are TOML's, too, but for one character."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case list():
            return f"[{', '.join(_value(one) for one in value)}]"
        case dict():
            inside = (f"{key} = {_value(one)}" for key, one in value.items() if one not in ("", []))
            return f"{{ {', '.join(inside)} }}"
        case _:
            return json.dumps(str(value), ensure_ascii=False).replace(DELETE, "\\u007f")


def read_definition_toml(text: str, known: Mapping[str, CodeList]) -> Item:
    """Return the item that the text says; code lists it does not carry are taken from ``known``.

    Raises:
        UnreadableDefinition: it is no TOML, or says what an item can not be.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableDefinition(where="文件", what="不是可以读的 TOML") from error
    return checked_item(data, known, _where)


def _where(place: Place) -> str:
    words = [f"[{step + 1}]" if isinstance(step, int) else step for step in place]
    return ".".join(words).replace(".[", "[") or "文件"
