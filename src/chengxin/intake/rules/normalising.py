"""From the texts of a file to normalised columns. Where texts repeat each different one is looked at once.

Real files say the same body, kind, severity and day over and over: a million rows are then a few thousand texts. But
what is only trimmed is sooner trimmed than looked up.
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
    told = _different(texts, fields)
    column = pl.col("told")
    looks = [one.lazy().select(column.str.contains(ODD).any(), longest=column.str.len_bytes().max()) for one in told]
    facts = [answer.row(0) for answer in pl.collect_all(looks)]
    read = pl.collect_all(
        _read(one.lazy(), field, odd=bool(odd), long=(longest or 0) > field.length).drop("told")
        for one, field, (odd, longest) in zip(told, fields, facts, strict=True)
    )
    spread = (_spread(texts[field.code], *two) for field, two in zip(fields, zip(told, read, strict=True), strict=True))
    return pl.concat([frame.select("row", *marks), *pl.collect_all(spread)], how="horizontal")


def _different(texts: pl.DataFrame, fields: tuple[Field, ...]) -> list[pl.DataFrame]:
    """Return for each field a frame of ``told``: every different text once where that is worth while, null at the end.

    Otherwise all of them, in the order of the rows; of a column in which all are the same that one.
    """
    found = []
    for field in fields:
        column = texts[field.code].alias("told")
        told = column.to_frame().lazy()
        plain = field.type is FieldType.TEXT and field.list is None
        if len(column) > 1 and _is_constant(column):
            told = told.head(1)
        elif not plain and _repeat(column):
            told = pl.concat([told.drop_nulls().unique(), pl.LazyFrame({"told": [None]}, schema={"told": pl.String})])
        found.append(told)
    return pl.collect_all(found)


def _spread(texts: pl.Series, told: pl.DataFrame, read: pl.DataFrame) -> pl.LazyFrame:
    """Give each row what was read of its text."""
    if len(told) == len(texts):
        return read.lazy()
    if len(told) == 1:
        return pl.LazyFrame([column.new_from_index(0, len(texts)) for column in read.iter_columns()])
    last = len(told) - 1
    kind = pl.Enum(told["told"].head(last))
    place = pl.col(texts.name).cast(kind).to_physical().fill_null(last).alias("place")
    gathered = (pl.lit(column).gather(pl.col("place")).alias(column.name) for column in read.iter_columns())
    return texts.to_frame().lazy().select(place).select(*gathered)


def _is_constant(texts: pl.Series) -> bool:
    """Say whether all texts are the same, as in a column that nobody fills or that names the sender."""
    if texts.null_count():
        return texts.null_count() == len(texts)
    return bool(texts[0] == texts[-1] and (texts == texts[0]).all())


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
