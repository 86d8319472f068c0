"""Findings into their table by COPY, each with the line its sender knows."""

from io import BytesIO

import polars as pl
from django.db import connection

from chengxin.intake.models import Submission

COLUMNS = ("submission_id", "attempt", "row", "line", "field", "code", "severity", "value", "message")
COPY = f"COPY intake_submissionfinding ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv)"


def keep_findings(row: Submission, findings: pl.DataFrame, lines: pl.Series) -> None:
    """Append findings (``rules.findings.SCHEMA``); ``lines`` are the sender's lines of the data rows by place."""
    if findings.is_empty():
        return
    known = pl.DataFrame({"row": range(1, len(lines) + 1), "line": lines}, schema={"row": pl.UInt32, "line": pl.UInt32})
    told = findings.join(known, on="row", how="left", maintain_order="left").with_columns(
        pl.col("line").fill_null(0),
        pl.lit(row.id).alias("submission_id"),
        pl.lit(row.attempt).alias("attempt"),
        pl.col("field", "value", "message").str.replace_all("\0", "", literal=True),
    )
    buffer = BytesIO()
    told.select(COLUMNS).write_csv(buffer, include_header=False, quote_style="non_numeric")
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.write(buffer.getbuffer())
