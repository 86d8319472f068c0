"""Normalised rows as the register takes them: payloads as JSON and the texts of business keys, column by column."""

import polars as pl

from chengxin.catalog.rules import Field, FieldType, Item
from chengxin.register.rules import KEY_SEPARATOR


def payloads(table: pl.DataFrame, item: Item) -> pl.Series:
    """Return each row's values as the text of a JSON object by field code, without empty ones.

    ``table`` has a column of normalised values for each field of the item (see ``values.normalised``). Dates are
    written as ISO 8601, amounts as integer cents, several choices as a list of codes. The members stand in the order
    of the fields.
    """
    members = [_member(field) for field in item.fields]
    inside = pl.concat_str(members, separator=",", ignore_nulls=True)
    return table.select(pl.concat_str(pl.lit("{"), inside, pl.lit("}")).alias("payload")).to_series()


def key_texts(table: pl.DataFrame, item: Item) -> pl.Series:
    """Return for each row what ``register.rules.key_text`` says of its payload: the values of the key, joined."""
    parts = [_plain(item.field(code)).fill_null("") for code in item.business_key]
    return table.select(pl.concat_str(parts, separator=KEY_SEPARATOR).alias("business_key")).to_series()


def _member(field: Field) -> pl.Expr:
    """Return ``"CODE":value``, or null where there is no value. Polars quotes what JSON wants quoted."""
    column = pl.col(field.code)
    if field.type is FieldType.DATE:
        return pl.concat_str(pl.lit(f'"{field.code}":"'), column.cast(pl.String), pl.lit('"'))
    if field.type in {FieldType.AMOUNT, FieldType.INTEGER}:
        return pl.concat_str(pl.lit(f'"{field.code}":'), column.cast(pl.String))
    empty = column.list.len() == 0 if field.type is FieldType.CHOICES else column == ""
    object_of_one = pl.struct(column).struct.json_encode()
    member = object_of_one.str.strip_prefix("{").str.strip_suffix("}")
    return pl.when(column.is_null() | empty).then(None).otherwise(member)


def _plain(field: Field) -> pl.Expr:
    column = pl.col(field.code)
    return column.list.join(";") if field.type is FieldType.CHOICES else column.cast(pl.String)
