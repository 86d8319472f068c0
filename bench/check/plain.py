"""The rules as a peer on Polars takes them: plain expressions for the values, and for each check what is wrong.

The expressions are our own, so that all judge alike; how they are run, and how answers come out, is the peer's.
"""

from pathlib import Path

import polars as pl

from bench.check.by_intake import circumstances
from bench.check.made import ITEM, RECEIVED
from chengxin.catalog.rules import Field, FieldType, Means
from chengxin.foundation.identifiers import bulk
from chengxin.intake.rules import checking, values
from chengxin.intake.rules.checking import Check
from chengxin.intake.rules.findings import FindingCode, Severity
from chengxin.intake.rules.values import raw


def normalised(frame: pl.DataFrame) -> pl.LazyFrame:
    """Return the columns a check looks at, each by an expression over its texts."""
    return (
        frame.lazy()
        .with_columns(_trimmed(field).alias(raw(field.code)) for field in ITEM.fields)
        .with_columns(_value(field).alias(field.code) for field in ITEM.fields)
        .with_columns(
            bulk.wrongs(pl.col(field.code)).alias(values.wrong_of(field.code))
            for field in ITEM.fields
            if field.type is FieldType.UNIFIED_CODE
        )
    )


def _trimmed(field: Field) -> pl.Expr:
    clean = pl.col(field.code).str.strip_chars().str.strip_prefix("'")
    return pl.when(clean.is_in(["", *values.EMPTY])).then(None).otherwise(clean)


def _value(field: Field) -> pl.Expr:
    written = pl.col(raw(field.code))
    if field.list is None:
        return values.READERS[field.type](written)
    if field.type is FieldType.CHOICES:
        return values.as_codes(written, field.list)
    return values.as_code(written, field.list)


def rules(folder: Path) -> dict[tuple[str, str], pl.Expr]:
    """Return for each (field, code) an expression that is true where a row is wrong."""
    about = circumstances(folder)
    wrong: dict[tuple[str, str], pl.Expr] = {}
    for one in (*checking.compiled(ITEM, frozenset(), about), *_of_texts(), *_of_the_file(folder)):
        key = (one.field.code, one.code.value)
        bad = one.bad.fill_null(value=False)
        wrong[key] = wrong[key] | bad if key in wrong else bad
    return wrong


def _of_texts() -> list[Check]:
    """What our check asks only where a column can have it."""
    found = []
    for field in ITEM.fields:
        written = pl.col(raw(field.code))
        long = written.str.len_chars() > field.length
        found.append(Check(field, FindingCode.TOO_LONG, Severity.ERROR, long, ""))
        broken = written.str.contains("\ufffd|\x00")
        found.append(Check(field, FindingCode.BROKEN_CHARACTER, Severity.ERROR, broken, ""))
    return found


def _of_the_file(folder: Path) -> list[Check]:
    """What is late, and names with several codes."""
    about = circumstances(folder)
    decided, name, code = (ITEM.meaning(one) for one in (Means.DECIDED_ON, Means.SUBJECT_NAME, Means.SUBJECT_CODE))
    assert decided is not None
    assert name is not None
    assert code is not None
    days = pl.date_range(checking.EARLIEST, RECEIVED, eager=True).to_list()
    late = [day for day in days if (last := about.due_on(day)) is not None and last < RECEIVED]
    is_late = pl.col(decided.code).is_in(late)
    several = pl.col(name.code).is_not_null() & (pl.col(code.code).drop_nulls().n_unique().over(name.code) > 1)
    return [
        Check(decided, FindingCode.LATE, Severity.WARNING, is_late, ""),
        Check(name, FindingCode.SAME_NAME, Severity.NOTE, several, ""),
    ]
