"""What a submission leaves to be mended, and what it mended of the one it follows, by COPY at its end.

A part of the transaction that ends a load.
"""

from datetime import date
from io import BytesIO

import polars as pl
from django.db import connection

from chengxin.catalog.rules import Family, Means
from chengxin.intake import queries
from chengxin.intake.models import ReturnedRow, Submission
from chengxin.intake.rules.findings import Severity
from chengxin.intake.rules.following import MENDS, NOT_TO_MEND, by_place
from chengxin.intake.services.reading import Read, circumstances

CLOCKED = frozenset({Family.PENALTY, Family.LICENCE})
CODES = pl.Schema({"row": pl.UInt32(), "code": pl.String()})
TABLES = {
    "intake_returnedrow": ("submission_id", "row", "line", "due_on", "to_mend"),
    "intake_mendedrow": ("submission_id", "row", "line"),
}


def keep_outcome(row: Submission, read: Read) -> None:
    """Write down which rows came back and which lines of the earlier file were mended; the caller holds the row."""
    if row.returned:
        _copy("intake_returnedrow", row, _returned(row, read))
    if row.follows_id:
        _copy("intake_mendedrow", row, _mended(row, read))


def _returned(row: Submission, read: Read) -> pl.DataFrame:
    """Return the rows that came back; where a column is missing all of them are, without a finding for each."""
    found = queries.findings_of(row).order_by().filter(severity=Severity.ERROR.value, row__gt=0)
    told = pl.DataFrame(list(found.values_list("row", "code")), schema=CODES, orient="row")
    by_row = told.group_by("row").agg(to_mend=(~pl.col("code").is_in(sorted(NOT_TO_MEND))).any())
    lines = pl.DataFrame({"line": read.judgement.lines}, schema={"line": pl.UInt32}).with_row_index("row", 1)
    rows = lines.with_columns(pl.col("row").cast(pl.UInt32)).join(by_row, on="row", how="left", maintain_order="left")
    if row.returned < row.rows:
        rows = rows.drop_nulls("to_mend")
    dated = rows.join(_due(row, read), on="row", how="left", maintain_order="left")
    return dated.with_columns(pl.col("to_mend").fill_null(value=True))


def _due(row: Submission, read: Read) -> pl.DataFrame:
    """Return the last day of reporting of each row whose day of decision can be read."""
    table, decided = read.judgement.table, read.item.meaning(Means.DECIDED_ON)
    if table is None or decided is None or read.item.family not in CLOCKED:
        return pl.DataFrame(schema={"row": pl.UInt32, "due_on": pl.Date})
    days: list[date] = table[decided.code].drop_nulls().unique().to_list()
    known = circumstances(row.received_on).due_on
    due = {day: known(day) for day in days if day <= row.received_on}
    return table.select(
        pl.col("row").cast(pl.UInt32),
        due_on=pl.col(decided.code).replace_strict(due, default=None, return_dtype=pl.Date),
    )


def _mended(row: Submission, read: Read) -> pl.DataFrame:
    """Return which row mends which returned line of the submission it follows, each line once."""
    earlier = ReturnedRow.objects.filter(submission=row.follows_id)
    lines = pl.DataFrame(list(earlier.values_list("row", "line")), schema=MENDS, orient="row")
    told = read.mends
    if told.is_empty() and row.follows is not None and row.follows.item == row.item:
        told = by_place(row.rows, lines, earlier_rows=row.follows.rows)
    return told.filter(pl.col("line").is_in(lines["line"].implode())).unique("line", keep="last", maintain_order=True)


def _copy(table: str, row: Submission, frame: pl.DataFrame) -> None:
    if frame.is_empty():
        return
    columns = TABLES[table]
    buffer = BytesIO()
    frame.with_columns(submission_id=pl.lit(row.id)).select(columns).write_csv(buffer, include_header=False)
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(buffer.getbuffer())
