"""公民身份号码 over whole columns (GB 11643-1999) beside ``bulk``, held to ``id_number`` by a test.

Each function takes an expression of tidied strings (``bulk.tidied``), null where the string is null.
"""

import polars as pl

from chengxin.foundation.identifiers.id_number import FIRST_BIRTH_YEAR

SHAPE = r"^\d{17}[\dX]$"
BIRTH_AT, BIRTH_LENGTH = 6, 8
FULL_AGE_AS_NUMBER = 18_00_00
"""Eighteen years between two days written as YYYYMMDD; somebody born on 29 February is of age on 1 March."""


def has_id_shape(column: pl.Expr) -> pl.Expr:
    """Say whether a value is seventeen digits and a digit or X."""
    return column.str.contains(SHAPE)


def birth_date(column: pl.Expr) -> pl.Expr:
    """Return the birth dates that values of the shape say; null for a day that never was, or before 1880."""
    shaped = pl.when(has_id_shape(column)).then(column.str.slice(BIRTH_AT, BIRTH_LENGTH))
    day = shaped.str.to_date("%Y%m%d", strict=False)
    return pl.when(day.dt.year() >= FIRST_BIRTH_YEAR).then(day)


def is_minor_on(born: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Say whether somebody born then is under 18 on the day (民法典 art. 17: adult from the 18th birthday)."""
    return _as_number(day) - _as_number(born) < FULL_AGE_AS_NUMBER


def _as_number(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int64) * 1_00_00 + day.dt.month().cast(pl.Int64) * 1_00 + day.dt.day().cast(pl.Int64)
