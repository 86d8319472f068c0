"""What organisations were called and numbered before: kept when a report tells it, never taken away."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from django.db import connection

from chengxin.foundation.identifiers import IdentifierKind, kind_of, tidy
from chengxin.subjects.rules import OldNumberKind
from chengxin.subjects.rules.naming import normal_form
from chengxin.subjects.services.bulk.copying import insert_missing
from chengxin.subjects.services.bulk.creating import begin_names

COLUMNS = {
    "registration_number": OldNumberKind.REGISTRATION,
    "organisation_code": OldNumberKind.ORGANISATION_CODE,
}
LONGEST_NUMBER = 50
PERSONS = frozenset({IdentifierKind.ID_NUMBER, IdentifierKind.OLD_ID_NUMBER, IdentifierKind.MOBILE_NUMBER})
"""Numbers of a natural person that stand in a wrong column: never kept."""

KNOWN_NAMES = "SELECT organisation_id, normal FROM subjects_nameperiod WHERE organisation_id = ANY(%s) AND {}"


def keep_former_names(told: pl.DataFrame) -> None:
    """Add the names of ``former_names`` that none of the organisation's names is, with days that are not known."""
    if "former_names" not in told.columns:
        return
    names = told.select("organisation_id", pl.col("former_names").alias("name")).explode("name").drop_nulls()
    names = names.with_columns(pl.col("name").str.replace_all(r"[\p{Cc}\p{Cf}]", "").str.strip_chars())
    names = names.filter(pl.col("name") != "")
    normals = pl.Series("normal", [normal_form(name) for name in names["name"]], dtype=pl.String)
    every = names.with_columns(normals).unique(["organisation_id", "normal"], maintain_order=True)
    new = every.join(_known(every["organisation_id"].unique().to_list()), on=["organisation_id", "normal"], how="anti")
    begin_names(new.select("organisation_id", "name", current=pl.lit(value=False), valid_from=pl.lit(None, pl.Date)))


def keep_old_numbers(told: pl.DataFrame) -> None:
    """Add the old numbers that are not known yet; placeholders and numbers of natural persons are passed over."""
    rows = [
        (row["organisation_id"], kind.value, number)
        for column, kind in COLUMNS.items()
        if column in told.columns
        for row in told.select("organisation_id", column, "facts_on").drop_nulls().iter_rows(named=True)
        if (number := _kept(row[column], row["facts_on"]))
    ]
    keep_numbers(rows)


def keep_numbers(rows: Sequence[tuple[int, str, str]]) -> None:
    """Add old numbers that are not known yet: id of the organisation, kind (``OldNumberKind``), tidied number."""
    if rows:
        schema = {"organisation_id": pl.Int64, "kind": pl.String, "number": pl.String}
        insert_missing(
            "subjects_oldnumber",
            pl.DataFrame(rows, schema=schema, orient="row").unique(),
            order="number",
            returning=("id",),
        )


def _kept(number: str, on: date) -> str:
    text, _ = tidy(number)
    figures = sum(character.isdigit() for character in text)
    plain = text.isascii() and text.isalnum() and len(text) <= LONGEST_NUMBER
    # a number has figures, and not always the same one
    if not plain or not figures or len(set(text)) == 1 or kind_of(text, on=on) in PERSONS:
        return ""
    return text


def _known(ids: list[int]) -> pl.DataFrame:
    rows = []
    with connection.cursor() as cursor:
        for condition in ("current", "NOT current"):
            cursor.execute(KNOWN_NAMES.format(condition), [ids])
            rows += cursor.fetchall()
    return pl.DataFrame(rows, schema={"organisation_id": pl.Int64, "normal": pl.String}, orient="row")
