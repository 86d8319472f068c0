"""What can be said of a row only when the others are known: one fact told twice, one name for several codes.

A table in memory answers by an expression. Of a table that comes in parts each part leaves what a row is compared by,
as hashes of 128 bits, and the answer is given when all parts were seen. The hashes are seeded anew for each table, so
that nobody can make texts that meet.
"""

from dataclasses import dataclass

import polars as pl

Seeds = tuple[int, int]


@dataclass(frozen=True)
class Across:
    """A comparison of rows with each other.

    Rows are ``alike`` if they are the same in all these columns; only those for which ``asked`` holds are compared.
    Without ``differ`` each alike row but the first is wrong; with it all alike rows are if ``differ`` has more than one
    value among them, null not counted.
    """

    alike: tuple[pl.Expr, ...]
    asked: pl.Expr
    differ: pl.Expr | None = None

    @property
    def bad(self) -> pl.Expr:
        """Where a row of a whole table is wrong."""
        if self.differ is None:
            return self.asked & ~pl.struct(*self.alike).is_first_distinct()
        return self.asked & (self.differ.drop_nulls().n_unique().over(*self.alike) > 1)


def told_of(across: Across, seeds: Seeds) -> list[pl.Expr]:
    """Return what a row is compared by: ``alike0``, ``alike1``, with ``differ`` also ``differ0``, ``differ1``."""
    alike = pl.struct(*across.alike)
    found = [alike.hash(seed).alias(f"alike{place}") for place, seed in enumerate(seeds)]
    if across.differ is None:
        return found
    differ = across.differ
    hashes = (pl.when(differ.is_not_null()).then(differ.hash(seed)) for seed in seeds)
    return found + [one.alias(f"differ{place}") for place, one in enumerate(hashes)]


def wrong_rows(told: pl.DataFrame) -> pl.Series:
    """Return the ``row`` of the wrong ones; ``told`` has ``row``, ascending, and the columns of ``told_of``.

    All rows that are alike have to be among them.
    """
    alike = ["alike0", "alike1"]
    if "differ0" not in told.columns:
        return told.filter(~pl.struct(alike).is_first_distinct())["row"]
    different = told.drop_nulls("differ0").select(pl.exclude("row")).unique()
    several = different.group_by(alike).len().filter(pl.col("len") > 1)
    return told.join(several, on=alike, how="semi", maintain_order="left")["row"]
