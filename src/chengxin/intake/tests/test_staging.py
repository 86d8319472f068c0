"""Payloads and key texts made column by column, held against the register's own words for one row."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Field, FieldType, Item, Means
from chengxin.intake.rules.staging import key_texts, payloads
from chengxin.intake.tests.rows import PENALTY, judged, penalty
from chengxin.register.rules import Value, key_text
from chengxin.register.services import payloads as texts

TYPES: dict[FieldType, Any] = {
    FieldType.DATE: pl.Date,
    FieldType.AMOUNT: pl.Int64,
    FieldType.INTEGER: pl.Int64,
    FieldType.CHOICES: pl.List(pl.String),
}
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
VALUES: dict[FieldType, st.SearchStrategy[Any]] = {
    FieldType.DATE: st.dates(),
    FieldType.AMOUNT: st.integers(-(2**63), 2**63 - 1),
    FieldType.INTEGER: st.integers(-(2**63), 2**63 - 1),
    FieldType.CHOICES: st.lists(st.sampled_from(["fine", "warning", "other"]), unique=True),
}
EXAMPLES = 25
"""For each item: what a column becomes depends on its type alone, and the items have the same few types."""
LISTED_KEY = replace(PENALTY, business_key=("CF_CFLB", "CF_NR_FK", "CF_JDRQ", "BZ"))


def rows(item: Item) -> st.SearchStrategy[list[dict[str, Any]]]:
    cells = {field.code: st.none() | VALUES.get(field.type, TEXTS) for field in item.fields}
    return st.lists(st.fixed_dictionaries(cells), max_size=4)


def table(item: Item, values: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(values, schema={field.code: TYPES.get(field.type, pl.String) for field in item.fields})


def told(item: Item, row: dict[str, Any]) -> dict[str, Value]:
    """Return what a row says, one cell at a time."""
    return {field.code: _said(field, row[field.code]) for field in item.fields if row[field.code] not in (None, "", [])}


def payload(item: Item, row: dict[str, Any]) -> dict[str, Value]:
    """Return what the register is to hold of a row: without numbers and birth dates of persons."""
    left_out = {f.code for f in item.fields if f.type is FieldType.ID_NUMBER or f.means is Means.BORN_ON}
    return {code: value for code, value in told(item, row).items() if code not in left_out}


def said(struct: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a struct that are not null."""
    plain = {code: value.isoformat() if isinstance(value, date) else value for code, value in struct.items()}
    return {code: value for code, value in plain.items() if value is not None}


def _said(field: Field, value: Any) -> Value:
    said: Value = value.isoformat() if field.type is FieldType.DATE else value
    return said


@pytest.mark.parametrize("item", [*standard_items().values(), LISTED_KEY], ids=lambda item: "-".join(item.business_key))
@settings(deadline=None, max_examples=EXAMPLES)
@given(data=st.data())
def test_columns_say_what_single_rows_would(item: Item, data: st.DataObject) -> None:
    values = data.draw(rows(item))
    expected = [payload(item, row) for row in values]
    frame = table(item, values)
    assert [said(row) for row in payloads(frame, item)] == expected
    assert key_texts(frame, item).to_list() == [key_text(item, told(item, row)) for row in values]


def test_a_checked_row_becomes_what_the_register_holds() -> None:
    answer = judged(penalty(CF_NR='罚款"贰仟元"\\整', CF_NR_FK="0.2", CF_CFLB="罚款；警告", BZ=" "))
    (struct,) = payloads(answer.accepted, PENALTY)
    held = said(struct)
    assert held["CF_NR"] == '罚款"贰仟元"\\整'
    assert (held["CF_NR_FK"], held["CF_CFLB"], held["CF_JDRQ"]) == (200_000, ["fine", "warning"], "2026-06-09")
    assert "BZ" not in held
    key = key_texts(answer.accepted, PENALTY)[0]
    assert key.split("\x1f") == [held[code] for code in PENALTY.business_key]
    (written,) = texts.written(payloads(answer.accepted, PENALTY), PENALTY, pl.Series([False])).to_dicts()
    assert json.loads(written["payload"]) | json.loads(written["closed_payload"]) == held


def test_a_row_without_values_has_an_empty_key() -> None:
    nothing = table(PENALTY, [dict.fromkeys((field.code for field in PENALTY.fields), None)])
    assert [said(row) for row in payloads(nothing, PENALTY)] == [{}]
    assert key_texts(nothing, PENALTY).to_list() == ["\x1f" * 3]


def test_no_rows_give_nothing() -> None:
    nothing = table(PENALTY, [])
    assert payloads(nothing, PENALTY).to_list() == key_texts(nothing, PENALTY).to_list() == []
