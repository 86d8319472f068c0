"""Codes into ids: which organisations the rows of a load are about; those that nobody knew are created."""

from typing import Any

import polars as pl
from django.db import connection

from chengxin.subjects.rules.naming import normal_form
from chengxin.subjects.services.bulk.creating import clean_names, create_organisations

KNOWN = pl.Schema({"code": pl.String, "organisation_id": pl.Int64, "known_name": pl.String})
BY_CODES = "SELECT unified_code, id, name FROM subjects_organisation WHERE unified_code = ANY(%s)"
# The names of an organisation that was merged into another one are with that one.
NORMAL_NAMES = """
SELECT o.id, n.normal FROM subjects_organisation o
JOIN subjects_nameperiod n ON n.organisation_id = coalesce(o.merged_into_id, o.id)
WHERE o.id = ANY(%s) AND {}"""


class OutsideTransaction(RuntimeError):  # noqa: N818  reads as a sentence where it is raised
    """The call would commit row by row; it belongs into the transaction of a load."""


def match_organisations(frame: pl.DataFrame) -> pl.DataFrame:
    """Return which organisation each row is about; organisations of unknown codes are created.

    Takes ``code`` (tidied unified codes, valid or confirmed) and ``name``, and if there ``district``: for a new
    organisation. Further columns are not looked at; what kind it is, the code says.

    Returns a frame with the rows of the given one, in their order:

    | column | type | |
    |---|---|---|
    | ``code`` | text | as given |
    | ``name`` | text | as given, without unseen characters |
    | ``organisation_id`` | integer | never null |
    | ``known_name`` | text | its current name |
    | ``created`` | boolean | this call created it |
    | ``name_fits`` | boolean | the name is one of its names, present or former, width and brackets aside |

    What does not fit is told, not decided. Safe when two loads create the same code at once: one of them waits.

    Raises:
        OutsideTransaction: no transaction is open.
        NameMissing: a row has no name.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction
    rows = clean_names(frame.select("code", "name", *[name for name in ("district",) if name in frame.columns]))
    known = known_organisations(rows["code"].unique().to_list())
    unknown = rows.join(known, on="code", how="anti").unique("code", keep="first", maintain_order=True)
    created = create_organisations(unknown)
    late = unknown.join(created, on="code", how="anti")["code"].to_list()
    mine = created.join(unknown.select("code", known_name="name"), on="code")
    every = pl.concat([known, known_organisations(late), mine.select(KNOWN.names())])
    found = rows.drop("district", strict=False).join(every, on="code", how="left", maintain_order="left")
    found = found.with_columns(created=pl.col("code").is_in(created["code"].implode()))
    return found.with_columns(name_fits=fitting_names(found))


def settle() -> None:
    """Empty the waiting list of the names' index after a load, so that searches need not read it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT subjects_settle_names()")


def known_organisations(codes: list[str]) -> pl.DataFrame:
    """Return ``code``, ``organisation_id``, ``known_name`` of the codes that are there, in one statement."""
    return pl.DataFrame(_rows(BY_CODES, codes) if codes else [], schema=KNOWN, orient="row")


def fitting_names(found: pl.DataFrame) -> pl.Series:
    """Say for each row whether its name is one of the organisation's. Most are the current one, letter by letter."""
    equal = found["name"] == found["known_name"]
    doubtful = found.filter(~equal).select("organisation_id", "name").unique()
    normals = pl.Series("normal", [normal_form(name) for name in doubtful["name"]], dtype=pl.String)
    ids = doubtful["organisation_id"].unique().to_list()
    every = (
        [*_rows(NORMAL_NAMES.format("n.current"), ids), *_rows(NORMAL_NAMES.format("NOT n.current"), ids)]
        if ids
        else []
    )
    names = pl.DataFrame(every, schema={"organisation_id": pl.Int64, "normal": pl.String}, orient="row").unique()
    fitting = doubtful.with_columns(normals).join(names, on=["organisation_id", "normal"], how="semi")
    marked = fitting.select("organisation_id", "name", fits=pl.lit(value=True))
    joined = found.join(marked, on=["organisation_id", "name"], how="left", maintain_order="left")
    return equal | joined["fits"].fill_null(value=False)


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [values])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
