"""An item written as plain data and read again: the form of packaged files, versions in the database and hashes."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chengxin.catalog.rules.item import (
    Area,
    Basis,
    CodeList,
    CodeValue,
    Condition,
    Cycle,
    Disclosure,
    Family,
    Field,
    FieldType,
    Item,
    Means,
    Need,
    Origin,
    Rule,
    RuleKind,
    Shape,
    SubjectKind,
)

Data = Mapping[str, Any]


def item_from(data: Data, lists: Mapping[str, CodeList]) -> Item:
    """Return the item that the data says.

    ``data`` has the keys of ``data/catalog/*.toml``; ``lists`` are the code lists its fields name.

    Raises:
        KeyError: a required key is missing, or a list is unknown.
        ValueError: a value is none of those allowed.
    """
    return Item(
        key=data["key"],
        name=data["name"],
        family=Family(data["family"]),
        adverse=data["adverse"],
        origin=Origin(data["origin"]),
        disclosure=Disclosure(data["disclosure"]),
        subject_kinds=frozenset(SubjectKind(kind) for kind in data["subject_kinds"]),
        basis=tuple(Basis(**basis) for basis in data.get("basis", ())),
        cycle=Cycle(data["cycle"]),
        retention_months=data["retention_months"],
        publicity_item=data["publicity_item"],
        business_key=tuple(data["business_key"]),
        fields=tuple(_field(field, lists) for field in data["field"]),
        valid_from=_day(data["valid_from"]),
        valid_until=_day(data["valid_until"]) if data.get("valid_until") else None,
        providers=frozenset(data.get("providers", ())),
        rules=tuple(_rule(rule) for rule in data.get("rule", ())),
        collected=data.get("collected", True),
        area=Area(data["area"]) if data.get("area") else None,
        source=data.get("source", ""),
        remark=data.get("remark", ""),
        grave_ground=data.get("grave_ground", ""),
        by_procedure=data.get("by_procedure", False),
    )


def list_from(data: Data) -> CodeList:
    """Return the code list that the data says."""
    return CodeList(key=data["key"], name=data["name"], values=tuple(_value(value) for value in data["values"]))


def definition_of(item: Item) -> dict[str, Any]:
    """Return the item as plain data of strings, numbers, lists and maps; ``item_from`` reads it again.

    Code lists stand in it under ``lists``, so that a version can be read without anything else. What was added to items
    later stands in it only where an item says it: the hash of an item that does not is the same as ever.
    """
    lists = {field.list.key: field.list for field in item.fields if field.list}
    return {
        "key": item.key,
        "name": item.name,
        "family": item.family.value,
        "adverse": item.adverse,
        "origin": item.origin.value,
        "disclosure": item.disclosure.value,
        "subject_kinds": sorted(kind.value for kind in item.subject_kinds),
        "basis": [vars(basis) for basis in item.basis],
        "cycle": item.cycle.value,
        "retention_months": item.retention_months,
        "publicity_item": item.publicity_item,
        "business_key": list(item.business_key),
        "valid_from": item.valid_from.isoformat(),
        "valid_until": item.valid_until.isoformat() if item.valid_until else "",
        "providers": sorted(item.providers),
        **({"grave_ground": item.grave_ground} if item.grave_ground else {}),
        "field": [_field_data(field) for field in item.fields],
        "lists": [list_data(lists[key]) for key in sorted(lists)],
        **_said_later(item),
    }


def _said_later(item: Item) -> dict[str, Any]:
    """Return what items say since ``rule`` and ``collected`` came, without what is as it always was."""
    said = {
        "rule": [_rule_data(rule) for rule in item.rules],
        "area": item.area.value if item.area else "",
        "source": item.source,
        "remark": item.remark,
    }
    found: dict[str, Any] = {key: value for key, value in said.items() if value}
    if item.by_procedure:
        found["by_procedure"] = True
    return found if item.collected else {**found, "collected": False}


def read_definition(data: Data) -> Item:
    """Return the item of a definition that carries its own code lists."""
    lists = [list_from(entry) for entry in data["lists"]]
    return item_from(data, {entry.key: entry for entry in lists})


def hash_of(item: Item) -> str:
    """Return the SHA-256 (hexadecimal) of the item's definition in canonical JSON."""
    text = json.dumps(definition_of(item), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _field(data: Data, lists: Mapping[str, CodeList]) -> Field:
    return Field(
        code=data["code"],
        name=data["name"],
        type=FieldType(data["type"]),
        length=data["length"],
        required=Need(data["required"]),
        when=_condition(data["when"]) if data.get("when") else None,
        list=lists[data["list"]] if data.get("list") else None,
        means=Means(data["means"]) if data.get("means") else None,
        disclosure=Disclosure(data.get("disclosure", "public")),
        aliases=tuple(data.get("aliases", ())),
        hint=data.get("hint", ""),
        example=data.get("example", ""),
        ours=data.get("ours", False),
    )


def _rule(data: Data) -> Rule:
    return Rule(
        kind=RuleKind(data["kind"]),
        field=data["field"],
        other=data.get("other", ""),
        least=data.get("least"),
        most=data.get("most"),
        shape=Shape(data["shape"]) if data.get("shape") else None,
        warns=data.get("warns", False),
    )


def _rule_data(rule: Rule) -> dict[str, Any]:
    said = {
        "kind": rule.kind.value,
        "field": rule.field,
        "other": rule.other or None,
        "least": rule.least,
        "most": rule.most,
        "shape": rule.shape.value if rule.shape else None,
        "warns": rule.warns or None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _condition(data: Data) -> Condition:
    contains = "contains" in data
    values: Sequence[str] = data["contains"] if contains else data["in"]
    return Condition(field=data["field"], values=tuple(values), contains=contains)


def _value(data: Data) -> CodeValue:
    return CodeValue(
        code=data["code"],
        label=data["label"],
        aliases=tuple(data.get("aliases", ())),
        since=_day(data["from"]) if data.get("from") else None,
        until=_day(data["until"]) if data.get("until") else None,
    )


def _field_data(field: Field) -> dict[str, Any]:
    when = field.when
    return {
        "code": field.code,
        "name": field.name,
        "type": field.type.value,
        "length": field.length,
        "required": field.required.value,
        "when": {"field": when.field, "contains" if when.contains else "in": list(when.values)} if when else None,
        "list": field.list.key if field.list else "",
        "means": field.means.value if field.means else "",
        "disclosure": field.disclosure.value,
        "aliases": list(field.aliases),
        "hint": field.hint,
        "example": field.example,
        "ours": field.ours,
    }


def list_data(entry: CodeList) -> dict[str, Any]:
    """Return a code list as plain data; ``list_from`` reads it again."""
    return {
        "key": entry.key,
        "name": entry.name,
        "values": [
            {
                "code": value.code,
                "label": value.label,
                "aliases": list(value.aliases),
                "from": value.since.isoformat() if value.since else "",
                "until": value.until.isoformat() if value.until else "",
            }
            for value in entry.values
        ],
    }


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
