"""Reads items that are not collected yet in the compact form of ``data/catalog/rows.toml``, which says what that is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
PARTS = ("code", "name", "type", "length", "required", "means", "disclosure", "list")
"""What a field's values are, in their order; what comes last may be left out."""

USUAL: Mapping[str, Any] = {
    "family": "other",
    "adverse": False,
    "origin": "national-basic",
    "subject_kinds": ["organisation"],
    "cycle": "decision",
    "retention_months": 60,
    "publicity_item": "none",
    "collected": False,
}
SAID_OTHERWISE = ("prefix", "groups", "fields", "basis", "business_key")


def definitions_of(data: Row) -> Iterator[dict[str, Any]]:
    """Yield each row as the data of a definition (``rules.definition.item_from``).

    Raises:
        KeyError: a row names a group that there is not, or lacks something.
    """
    groups = {group["key"]: group["fields"] for group in data["group"]}
    return (_definition(row, groups) for row in data["row"])


def _definition(row: Row, groups: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, Any]:
    fields = [field for key in row["groups"] for field in groups[key]] + row.get("fields", [])
    said = {key: value for key, value in row.items() if key not in SAID_OTHERWISE}
    return {
        **USUAL,
        **said,
        "basis": [row["basis"]],
        "business_key": [f"{row['prefix']}_{code}" for code in row["business_key"]],
        "field": [_field(row, field) for field in fields],
    }


def _field(row: Row, values: Sequence[Any]) -> dict[str, Any]:
    """Return a field; one that does not say who may see it is as open as its item."""
    said = {part: value for part, value in zip(PARTS, values, strict=False) if value != ""}
    return {"disclosure": row["disclosure"], **said, "code": f"{row['prefix']}_{said['code']}", "ours": True}
