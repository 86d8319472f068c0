"""Payloads of a chunk, column by column: as PostgreSQL writes a jsonb, parted into what the public may see and not.

The texts are written here and not in the database, because it would read and write each payload four times over. They
are letter by letter what ``payload::text`` gives: members by length and then by bytes of their names, a space after
each colon and comma. So the hash of a row can be told before it is stored, and anybody can tell it from the stored row.
"""

import hashlib
import json
from collections.abc import Collection

import polars as pl

from chengxin.catalog.rules import Field, FieldType, Item
from chengxin.register import rules

NUMBERS = frozenset({FieldType.AMOUNT, FieldType.INTEGER})


def written(payload: pl.Series, item: Item, protected: pl.Series) -> pl.DataFrame:
    """Return the texts of payloads and their hashes.

    ``payload`` is JSON text by field code, or a struct with a member for each field: dates as Date or ISO text, amounts
    and other numbers as integers, choices as lists. What is null or not of the item is left out. ``protected`` says of
    each row whether it is about an organisation that shows less.

    The frame has ``payload`` and ``closed_payload``, the values that the public may see and the others, and the SHA-256
    (32 bytes) ``payload_hash`` of all values and ``shown_hash`` of those that the public may see.
    """
    values = _values(payload, item)
    members = values.select(_member(field).alias(field.code) for field in item.fields)
    every = frozenset(members.columns)
    shown, shown_of_protected = (rules.open_fields(item, protected=less) for less in (False, True))
    # Asked this way round, a doubt would show less and not more.
    full = ~pl.col("protected")
    texts = members.with_columns(protected.alias("protected")).select(
        _object(every).alias("all"),
        pl.when(full).then(_object(shown)).otherwise(_object(shown_of_protected)).alias("payload"),
        pl.when(full)
        .then(_object(every - shown))
        .otherwise(_object(every - shown_of_protected))
        .alias("closed_payload"),
    )
    return texts.select(
        "payload",
        "closed_payload",
        _hashes(texts["all"]).alias("payload_hash"),
        _hashes(texts["payload"]).alias("shown_hash"),
    )


def _hashes(texts: pl.Series) -> pl.Series:
    sha256 = hashlib.sha256
    return pl.Series([sha256(text).digest() for text in texts.cast(pl.Binary).to_list()], dtype=pl.Binary)


def _values(payload: pl.Series, item: Item) -> pl.DataFrame:
    if payload.dtype == pl.String:
        payload = payload.str.json_decode(pl.Struct({field.code: _type(field) for field in item.fields}))
    return payload.struct.unnest()


def _type(field: Field) -> pl.DataType | type[pl.DataType]:
    if field.type in NUMBERS:
        return pl.Int64
    return pl.List(pl.String) if field.type is FieldType.CHOICES else pl.String


def _member(field: Field) -> pl.Expr:
    """Return ``"CODE": value``, or null where there is none."""
    name, column = json.dumps(field.code, ensure_ascii=False), pl.col(field.code)
    if field.type in NUMBERS:
        return pl.concat_str(pl.lit(f"{name}: "), column.cast(pl.String))
    if field.type is FieldType.CHOICES:
        inside = column.list.eval(_quoted(pl.element())).list.join(", ")
        return pl.concat_str(pl.lit(f"{name}: ["), inside, pl.lit("]"))
    return pl.concat_str(pl.lit(f"{name}: "), _quoted(column.cast(pl.String)))


def _quoted(text: pl.Expr) -> pl.Expr:
    """Return texts as JSON, null for null. Polars escapes what PostgreSQL does; it can encode only structs."""
    encoded = pl.struct(text.alias("v")).struct.json_encode().str.strip_prefix('{"v":').str.strip_suffix("}")
    return pl.when(text.is_not_null()).then(encoded)


def _object(codes: Collection[str]) -> pl.Expr:
    if not codes:
        return pl.lit("{}")
    ordered = sorted(codes, key=lambda code: (len(code.encode()), code.encode()))
    inside = pl.concat_str(ordered, separator=", ", ignore_nulls=True)
    return pl.concat_str(pl.lit("{"), inside, pl.lit("}"))
