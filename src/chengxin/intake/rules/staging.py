"""Normalised rows as the register takes them: payloads and the texts of business keys, column by column."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from chengxin.catalog.rules import Field, FieldType, Item, Means
from chengxin.register.rules import KEY_SEPARATOR, Value


def payloads(table: pl.DataFrame, item: Item) -> pl.Series:
    """Return each row's values as a struct by field code, null where there is none, as a chunk carries them.

    ``table`` has a column of normalised values for each field of the item (see ``values.normalised``): dates are dates,
    amounts integer cents, several choices lists of codes. The register writes them as JSON, without the empty ones.
    Numbers and birth dates of persons are left out: they stay in the sealed raw file (个人信息保护法第六条).
    """
    return table.select(pl.struct(_filled(field) for field in item.fields).alias("payload")).to_series()


def values_of(payload: Mapping[str, Any]) -> dict[str, Value]:
    """Return one struct of ``payloads`` as the register's single-row functions take it: dates as ISO 8601, no nulls."""
    plain = {code: value.isoformat() if isinstance(value, date) else value for code, value in payload.items()}
    return {code: value for code, value in plain.items() if value is not None}


def key_texts(table: pl.DataFrame, item: Item) -> pl.Series:
    """Return for each row what ``register.rules.key_text`` says of its payload: the values of the key, joined."""
    parts = [_plain(item.field(code)).fill_null("") for code in item.business_key]
    return table.select(pl.concat_str(parts, separator=KEY_SEPARATOR).alias("business_key")).to_series()


def _filled(field: Field) -> pl.Expr:
    """Return the values, null for an empty text or list."""
    column = pl.col(field.code)
    if field.type is FieldType.ID_NUMBER or field.means is Means.BORN_ON:
        return pl.lit(None, pl.String).alias(field.code)
    if field.type is FieldType.CHOICES:
        return pl.when(column.list.len() > 0).then(column)
    text = field.type not in {FieldType.DATE, FieldType.AMOUNT, FieldType.INTEGER}
    return pl.when(column != "").then(column) if text else column


def _plain(field: Field) -> pl.Expr:
    column = pl.col(field.code)
    return column.list.join(";") if field.type is FieldType.CHOICES else column.cast(pl.String)
