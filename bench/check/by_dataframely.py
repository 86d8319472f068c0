"""dataframely: a schema with a rule for each check; the answer is the rows it sorts out, with the rules they break."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from bench.check.plain import normalised, rules

BETWEEN = "~"


def ready(folder: Path) -> Callable[[], pl.DataFrame]:
    """Return the check of the file's columns."""
    dy: Any = importlib.import_module("dataframely")
    frame = pl.read_parquet(folder / "rows.parquet").with_row_index("row", 1)
    schema = schema_of(dy, normalised(frame.head(0)).collect_schema(), rules(folder))

    def work() -> pl.DataFrame:
        _good, failure = schema.filter(normalised(frame), eager=True)
        answer: pl.DataFrame = failure.details()
        names = [name for name in failure.counts() if BETWEEN in name]
        broken = answer.select("row", *names).unpivot(index="row", variable_name="rule").filter(value="invalid")
        field, code = (pl.col("rule").str.split(BETWEEN).list.get(place) for place in (0, 1))
        return broken.select("row", field=field, code=code)

    return work


def schema_of(dy: Any, columns: pl.Schema, wrong: dict[tuple[str, str], pl.Expr]) -> Any:
    """Return a schema class with these columns and rules."""
    members: dict[str, Any] = {name: dy.Any(alias=name) for name in columns.names()}
    for (field, code), bad in wrong.items():
        members[f"{field}{BETWEEN}{code}"] = dy.rule()(_valid(~bad))
    return type(dy.Schema)("Penalties", (dy.Schema,), members)


def _valid(good: pl.Expr) -> Callable[[Any], pl.Expr]:
    return lambda _schema: good
