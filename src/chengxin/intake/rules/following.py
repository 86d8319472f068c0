"""A later submission that mends the returned rows of an earlier one: which of its rows mends which line."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import polars as pl

from chengxin.catalog.rules import Item
from chengxin.intake.rules.findings import FindingCode
from chengxin.intake.rules.judging import columns_of
from chengxin.intake.rules.layouts import plain_header
from chengxin.intake.rules.ours import LINE
from chengxin.intake.rules.recognition import Recognition
from chengxin.intake.rules.sheet import Sheet

NOT_TO_MEND = frozenset(
    {
        FindingCode.NOT_COLLECTED.value,
        FindingCode.MINOR.value,
        FindingCode.NATURAL_PERSON.value,
        FindingCode.NOT_IN_EDITION.value,
        FindingCode.REVOKED.value,
    }
)
"""Rows with nothing but these stay out for good: there is nothing to mend in them."""

MENDS = pl.Schema({"row": pl.UInt32(), "line": pl.UInt32()})
"""A ``row`` of a submission and the ``line`` of the earlier file that it mends."""


class Fate(StrEnum):
    """What became of a returned row since."""

    IN = "in"
    AGAIN = "again"
    OPEN = "open"
    NOTHING = "nothing"


FATE_LABELS: Mapping[Fate, str] = MappingProxyType(
    {
        Fate.IN: "已改好入库",
        Fate.AGAIN: "改过，又退回",
        Fate.OPEN: "还没有改",
        Fate.NOTHING: "不归集，不用改",
    }
)


def told_lines(item: Item, sheet: Sheet, lines: pl.Series, recognition: Recognition | None) -> pl.DataFrame:
    """Return ``MENDS`` as the rows of a file say themselves, in the column that we wrote beside the returned rows.

    ``lines`` are the sender's lines of the data rows by place. A row without a number mends none.
    """
    header, _ = columns_of(item, sheet, recognition)
    head = sheet.cells.filter(pl.col("line") == header).drop("line")
    heads = dict(zip(head.columns, head.row(0), strict=True)) if head.height else {}
    place = next((name for name, text in heads.items() if plain_header(text or "") == LINE), None)
    if place is None:
        return MENDS.to_frame()
    said = sheet.cells.select("line", said=pl.col(place).str.strip_chars().cast(pl.UInt32, strict=False))
    rows = pl.DataFrame({"line": lines}, schema={"line": pl.UInt32}).with_row_index("row", 1)
    told = rows.join(said, on="line", how="left", maintain_order="left").drop_nulls("said")
    return told.select(pl.col("row").cast(pl.UInt32), line="said")


def by_place(rows: int, earlier: pl.DataFrame, *, earlier_rows: int) -> pl.DataFrame:
    """Return ``MENDS`` of a whole file sent again without that column: row by row, if it has as many rows as before.

    ``earlier`` has ``row`` and ``line`` of the rows that came back then.
    """
    return earlier.select(MENDS.names()) if rows == earlier_rows else MENDS.to_frame()
