"""What becomes of each row of a chunk, and the version it makes. Pure: frames in, frames out."""

from collections.abc import Collection

import polars as pl

from chengxin.register.rules import Change, FeedKind, Verdict

STANDING = pl.Schema(
    {
        "record_id": pl.Int64,
        "own_hash": pl.Binary,
        "number": pl.Int64,
        "is_down": pl.Boolean,
        "is_there": pl.Boolean,
        "standing_hash": pl.Binary,
        "standing_unit": pl.Int64,
        "is_shown": pl.Boolean,
        "standing_ends_on": pl.Date,
        "standing_rule": pl.String,
        "standing_reason": pl.String,
        "standing_law_version": pl.String,
    }
)
"""What is known of records that were there: the hash this load gave them before, their last number, what stands."""


def judged(rows: pl.DataFrame, standing: pl.DataFrame, units: Collection[int]) -> pl.DataFrame:
    """Return the rows with what stands and ``verdict``, ``is_new_version``.

    ``rows`` have ``row``, ``record_id`` and ``payload_hash`` among others; ``units`` may correct a record.
    """
    met = rows.sort("row").join(standing, on="record_id", how="left", maintain_order="left")
    first = pl.col("payload_hash").first().over("record_id")
    own, said = pl.col("own_hash"), pl.col("payload_hash")
    verdict = (
        pl.when(first != said)
        .then(pl.lit(Verdict.REPEATED.value))
        .when(own != said)
        .then(pl.lit(Verdict.REPEATED.value))
        .when(own.is_not_null())
        .then(pl.lit(Verdict.TAKEN.value))
        .when(pl.col("standing_hash") == said)
        .then(pl.lit(Verdict.UNCHANGED.value))
        .when(~pl.col("standing_unit").is_in(list(units)))
        .then(pl.lit(Verdict.ELSEWHERE.value))
        .otherwise(pl.lit(Verdict.TAKEN.value))
    )
    turn = pl.int_range(pl.len()).over("record_id")
    return met.with_columns(verdict.alias("verdict"), turn.alias("turn")).with_columns(
        is_new_version=(pl.col("verdict") == Verdict.TAKEN.value) & (pl.col("turn") == 0) & own.is_null()
    )


def versions(rows: pl.DataFrame, *, is_open: bool) -> pl.DataFrame:
    """Return the new versions of judged rows, in the order of their records.

    Where the end that stands comes earlier it stays, with the rule and the sentence that gave it. ``is_open`` says that
    records of the item may be public at all.
    """
    publish = pl.col("publish") & is_open
    before, after = pl.col("standing_ends_on"), pl.col("ends_on")
    stays = before.is_not_null() & (after.is_null() | (before < after))
    feed = (
        pl.when("is_down")
        .then(pl.lit(""))
        .when("is_shown")
        .then(pl.lit(FeedKind.CHANGED.value))
        .when(publish)
        .then(pl.lit(FeedKind.APPEARED.value))
        .otherwise(pl.lit(""))
    )
    change = pl.when("is_there").then(pl.lit(Change.CORRECTION.value)).otherwise(pl.lit(Change.FIRST.value))
    return (
        rows.filter("is_new_version")
        .sort("record_id")
        .with_columns(
            number=pl.col("number").fill_null(0) + 1,
            change=change,
            feed=feed,
            publish=publish,
            ends_on=pl.when(stays).then("standing_ends_on").otherwise("ends_on"),
            rule=pl.when(stays).then("standing_rule").otherwise("rule"),
            reason=pl.when(stays).then("standing_reason").otherwise("reason"),
            law_version=pl.when(stays).then("standing_law_version").otherwise("law_version"),
        )
    )
