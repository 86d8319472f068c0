"""A definition as a Frictionless Table Schema: what it can say in its own words, the rest under ``x-`` keys."""

from collections.abc import Mapping
from typing import Any

from chengxin.catalog.adapters.checking import Place, checked_item
from chengxin.catalog.adapters.refusals import UnreadableDefinition
from chengxin.catalog.rules.definition import definition_of
from chengxin.catalog.rules.item import CodeList, Disclosure, Field, FieldType, Item, Need
from chengxin.catalog.rules.shapes import MOST_FIELDS, MOST_VALUES

KINDS: Mapping[FieldType, tuple[str, str]] = {
    FieldType.DATE: ("date", "%Y/%m/%d"),
    FieldType.AMOUNT: ("number", "default"),
    FieldType.INTEGER: ("integer", "default"),
}
"""Type and format of the standard by ours; everything else is a string."""
PLAIN_TYPES = {
    "string": FieldType.TEXT,
    "date": FieldType.DATE,
    "number": FieldType.AMOUNT,
    "integer": FieldType.INTEGER,
    "year": FieldType.INTEGER,
}
PATTERNS = {
    FieldType.UNIFIED_CODE: "[0-9A-HJ-NPQRTUWXY]{18}",
    FieldType.ORGANISATION_CODE: "[0-9A-Z]{8}-?[0-9X]",
}
USUAL_LENGTH = {FieldType.TEXT: 200, FieldType.DATE: 30, FieldType.AMOUNT: 20, FieldType.INTEGER: 20}
OWN_KEYS = ("required", "when", "means", "disclosure", "aliases", "ours")


def table_schema(item: Item) -> dict[str, Any]:
    """Return the item as a Table Schema; ``item_of_table_schema`` reads it again as the same item."""
    data = definition_of(item)
    fields = [_written(field, said) for field, said in zip(item.fields, data["field"], strict=True)]
    facts = {key: value for key, value in data.items() if key not in {"field", "lists", "business_key"}}
    return {
        "name": item.key,
        "title": item.name,
        "fields": fields,
        "primaryKey": list(item.business_key),
        "missingValues": [""],
        "x-item": facts,
        "x-lists": data["lists"],
    }


def _written(field: Field, said: Mapping[str, Any]) -> dict[str, Any]:
    kind, form = KINDS.get(field.type, ("string", "default"))
    constraints: dict[str, Any] = {"required": field.required is Need.ALWAYS}
    if kind == "string":
        constraints["maxLength"] = field.length
    if field.list and field.type is FieldType.CHOICE:
        constraints["enum"] = [value.label for value in field.list.values]
    if field.type in PATTERNS:
        constraints["pattern"] = PATTERNS[field.type]
    own = {f"x-{key}": said[key] for key in OWN_KEYS}
    return {
        "name": field.code,
        "title": field.name,
        "type": kind,
        "format": form,
        "description": field.hint,
        "example": field.example,
        "constraints": constraints,
        "x-type": field.type.value,
        "x-length": field.length,
        "x-list": said["list"],
        **own,
    }


def item_of_table_schema(schema: Any, known: Mapping[str, CodeList], base: Item | None) -> Item:
    """Return the item that a Table Schema says.

    A schema without our ``x-item`` takes everything but its fields and key from ``base``; its enumerations become code
    lists of their own.

    Raises:
        UnreadableDefinition: it is no Table Schema, or says what an item can not be.
    """
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list):
        raise UnreadableDefinition(where="文件", what="不是 Table Schema：没有 fields")
    if len(schema["fields"]) > MOST_FIELDS:
        raise UnreadableDefinition(where="fields", what=f"最多{MOST_FIELDS}个字段")
    facts = schema.get("x-item")
    if facts is None:
        if base is None:
            raise UnreadableDefinition(where="文件", what="没有 x-item，请先建目录项，再在它的草稿里导入")
        facts = {key: value for key, value in definition_of(base).items() if key not in {"field", "lists"}}
    if not isinstance(facts, dict):
        raise UnreadableDefinition(where="x-item", what="写得不对")
    lists = schema.get("x-lists", [])
    made: list[dict[str, Any]] = []
    key = facts.get("key", "")
    fields = [_read(field, place, key, made) for place, field in enumerate(schema["fields"])]
    primary = schema.get("primaryKey", [])
    data = {
        **facts,
        "business_key": [primary] if isinstance(primary, str) else primary,
        "field": fields,
        "lists": [*lists, *made] if isinstance(lists, list) else lists,
    }
    return checked_item(data, known, _where)


def _read(field: Any, place: int, key: object, made: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a field of a schema as the definition has it; adds the code list its enumeration makes to ``made``."""
    if not isinstance(field, dict):
        raise UnreadableDefinition(where=f"fields[{place}]", what="写得不对")
    constraints = field.get("constraints", {})
    constraints = constraints if isinstance(constraints, dict) else {}
    kind = field.get("x-type", PLAIN_TYPES.get(str(field.get("type", "string")), FieldType.TEXT))
    entry = field.get("x-list", "")
    enum = constraints.get("enum")
    if "x-type" not in field and isinstance(enum, list) and enum:
        kind, entry = FieldType.CHOICE, f"{key}-{place + 1}"
        made.append(_list_of(entry, field, enum))
    usual = USUAL_LENGTH.get(kind, USUAL_LENGTH[FieldType.TEXT]) if isinstance(kind, FieldType) else 0
    said = {
        "code": field.get("name"),
        "name": field.get("title") or field.get("name"),
        "type": kind,
        "length": field.get("x-length", constraints.get("maxLength", usual)),
        "required": Need.ALWAYS if constraints.get("required") is True else Need.NEVER,
        "disclosure": Disclosure.GOVERNMENT,
        "list": entry,
        "hint": field.get("description", ""),
        "example": field.get("example", ""),
    }
    return said | {own: field[f"x-{own}"] for own in OWN_KEYS if f"x-{own}" in field}


def _list_of(key: str, field: Mapping[str, Any], enum: list[Any]) -> dict[str, Any]:
    values = [{"code": f"v{number}", "label": str(label)} for number, label in enumerate(enum[:MOST_VALUES], start=1)]
    return {"key": key, "name": str(field.get("title") or field.get("name")), "values": values}


def _where(place: Place) -> str:
    words = [f"[{step}]" if isinstance(step, int) else step for step in place]
    return ".".join(words).replace(".[", "[") or "文件"
