"""pandera on Polars: a check of the frame for each rule, all asked before it raises; the answer is its cases."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from bench.check.plain import normalised, rules

BETWEEN = "~"


def ready(folder: Path) -> Callable[[], pl.DataFrame]:
    """Return the check of the file's columns."""
    pandera: Any = importlib.import_module("pandera.polars")
    frame = pl.read_parquet(folder / "rows.parquet").with_row_index("row", 1)
    checks = [
        pandera.Check(_outcome(~bad), name=f"{field}{BETWEEN}{code}") for (field, code), bad in rules(folder).items()
    ]
    schema = pandera.DataFrameSchema({}, checks=checks)

    def work() -> pl.DataFrame:
        try:
            schema.validate(normalised(frame).collect(), lazy=True)
        except pandera.errors.SchemaErrors as errors:
            cases: pl.DataFrame = errors.failure_cases
        else:
            raise AssertionError("nothing was found")
        parts = pl.col("check").str.split(BETWEEN).list
        row = pl.col("index").cast(pl.UInt32) + 1
        return cases.select(row=row, field=parts.get(0), code=parts.get(1)).unique()

    return work


def _outcome(good: pl.Expr) -> Callable[[Any], pl.LazyFrame]:
    return lambda data: data.lazyframe.select(good)
