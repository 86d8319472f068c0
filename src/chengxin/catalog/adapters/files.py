"""Definitions as files: one way out and one way in, whatever the format."""

import json
from collections.abc import Mapping
from enum import StrEnum

from chengxin.catalog.adapters.definition_workbook import definition_workbook, read_definition_workbook
from chengxin.catalog.adapters.refusals import UnreadableDefinition
from chengxin.catalog.adapters.table_schema import item_of_table_schema, table_schema
from chengxin.catalog.adapters.toml_text import definition_toml, read_definition_toml
from chengxin.catalog.rules.item import CodeList, Item

MOST_TEXT_BYTES = 2 * 1024 * 1024


class Format(StrEnum):
    """How a definition may be written."""

    TABLE_SCHEMA = "table-schema"
    XLSX = "xlsx"
    TOML = "toml"


def written(item: Item, form: Format) -> bytes:
    """Return the item's whole definition as a file of this format."""
    match form:
        case Format.XLSX:
            return definition_workbook(item)
        case Format.TOML:
            return definition_toml(item).encode()
        case Format.TABLE_SCHEMA:
            return (json.dumps(table_schema(item), ensure_ascii=False, indent=2) + "\n").encode()


def item_of_file(content: bytes, name: str, *, lists: Mapping[str, CodeList], base: Item | None) -> Item:
    """Return the item that a file says, read by the ending of its name.

    ``lists`` are the code lists known already; ``base`` is the item that a bare Table Schema is about, if any.

    Raises:
        UnreadableDefinition: with the place in the file and what is wrong there.
    """
    ending = name.rpartition(".")[2].lower()
    if not content:
        raise UnreadableDefinition(where="文件", what="是空的，请确认保存后再导入")
    if ending == "xlsx":
        return read_definition_workbook(content, lists)
    if ending not in {"json", "toml"}:
        raise UnreadableDefinition(where="文件", what="只能导入xlsx、json或toml")
    if len(content) > MOST_TEXT_BYTES:
        raise UnreadableDefinition(where="文件", what="超过2兆字节")
    try:
        text = content.decode("utf-8-sig")
        if ending == "toml":
            return read_definition_toml(text, lists)
        return item_of_table_schema(json.loads(text), lists, base)
    except (ValueError, RecursionError) as error:
        raise UnreadableDefinition(where="文件", what="读不出来，应为UTF-8编码的JSON或TOML") from error
