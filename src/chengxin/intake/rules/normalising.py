"""From the texts of a file to normalised columns. Where texts repeat each different one is looked at once.

Real files say the same body, kind, severity and day over and over: a million rows are then a few thousand texts.
"""

import polars as pl

from chengxin.catalog.rules import Field, FieldType
from chengxin.foundation.identifiers import bulk
from chengxin.intake.rules.values import EMPTY, READERS, as_code, as_codes, raw, wrong_of

SAMPLE = 4_096
"""Texts looked at to see whether they repeat."""

WHITE = (
    "\t\n\x0b\x0c\r \x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What ``str.strip_chars()`` takes away by itself."""

ODD = "_x000D_|\ufeff|\ufffd|\x00"
"""What hardly any file has and takes time to look after: one look at a column tells whether it is needed."""

BROKEN = "\ufffd|\x00"


def normalised(frame: pl.DataFrame, fields: tuple[Field, ...]) -> pl.DataFrame:
    """Return the frame of ``row`` and text columns with normalised values beside the texts as written.

    A field whose column is not in the file is null throughout. Where a column has cells with broken characters or
    longer than the field allows, ``broken|CODE`` and ``long|CODE`` say which.
    """
    marks = [column for column in frame.columns if column.startswith(("numeric|", "error|"))]
    have = set(frame.columns)
    columns = [
        pl.col(field.code) if field.code in have else pl.lit(None, pl.String).alias(field.code) for field in fields
    ]
    texts = frame.select("row", *columns).drop("row")
    column = pl.all()
    odd = texts.lazy().select(column.str.contains(ODD).any())
    longest = texts.lazy().select(column.str.len_bytes().max())
    is_odd, bytes_of = (answer.row(0, named=True) for answer in pl.collect_all([odd, longest]))
    read = [
        _columns(
            texts[field.code], field, odd=bool(is_odd[field.code]), long=(bytes_of[field.code] or 0) > field.length
        )
        for field in fields
    ]
    return pl.concat([frame.select("row", *marks), *pl.collect_all(read)], how="horizontal")


def _columns(texts: pl.Series, field: Field, *, odd: bool, long: bool) -> pl.LazyFrame:
    """Return the columns of a field: ``CODE``, ``CODE|raw``, ``CODE|wrong`` of a unified code, marks."""
    told = texts.alias("told").to_frame().lazy()
    if not _repeat(texts):
        return _read(told, field, odd=odd, long=long).drop("told")
    different = _read(told.unique(), field, odd=odd, long=long)
    return told.join(different, on="told", how="left", nulls_equal=True, maintain_order="left").drop("told")


def _repeat(texts: pl.Series) -> bool:
    """Say whether it is worth while to look at each different text once."""
    some = texts.gather_every(max(1, len(texts) // SAMPLE))
    if some.n_unique() * 2 < len(some):
        return True
    return len(texts) > SAMPLE and texts.to_frame().select(pl.all().approx_n_unique()).item() * 2 < len(texts)


def _read(told: pl.LazyFrame, field: Field, *, odd: bool, long: bool) -> pl.LazyFrame:
    written, value = pl.col(raw(field.code)), pl.col(field.code)
    read = _trimmed(told, field, odd=odd).with_columns(_value(field, written).alias(field.code))
    if odd:
        read = read.with_columns(written.str.contains(BROKEN).alias(f"broken|{field.code}"))
    if long:
        read = read.with_columns((written.str.len_chars() > field.length).alias(f"long|{field.code}"))
    if field.type is FieldType.UNIFIED_CODE:
        read = read.with_columns(bulk.wrongs(value).alias(wrong_of(field.code)))
    return read


def _trimmed(told: pl.LazyFrame, field: Field, *, odd: bool) -> pl.LazyFrame:
    """Take away what programs leave around a cell: spaces, an apostrophe that forced text, ``_x000D_``.

    A date of 1899 or 1900 is a program's zero, not a day.
    """
    text, clean = pl.col("told"), pl.col(raw(field.code))
    if odd:
        stripped = text.str.replace_all("_x000D_", "\n", literal=True).str.strip_chars(WHITE + "\ufeff")
    else:
        stripped = text.str.strip_chars()
    nothing = clean.is_in(["", *EMPTY])
    if field.type is FieldType.DATE:
        nothing |= clean.str.contains(r"^(1899|1900)\D")
    return told.with_columns(stripped.str.strip_prefix("'").alias(raw(field.code))).with_columns(
        pl.when(nothing).then(None).otherwise(clean).alias(raw(field.code))
    )


def _value(field: Field, written: pl.Expr) -> pl.Expr:
    if field.list is not None:
        return as_codes(written, field.list) if field.type is FieldType.CHOICES else as_code(written, field.list)
    return READERS[field.type](written)
