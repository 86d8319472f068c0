"""New organisations and names as frames, with everything that is stored beside a name."""

import secrets
from array import array

import polars as pl
from django.db import connection

from chengxin.foundation.opaque import new_opaque_ids
from chengxin.foundation.refusals import Invalid
from chengxin.subjects.rules import Kind, Status, division_of_code, kind_of_code
from chengxin.subjects.rules.naming import LANES, labels, name_forms, sorting_key
from chengxin.subjects.services.bulk.copying import copy, insert_missing

KINDS = "SELECT id, kind, district FROM subjects_organisation WHERE id = ANY(%s)"
_UNSEEN = r"[\p{Cc}\p{Cf}]"

FACTS = {
    "kind": pl.String,
    "status": pl.String,
    "district": pl.String,
    "registered_on": pl.Date,
    "closed_on": pl.Date,
    "address": pl.String,
    "business_scope": pl.String,
    "registering_body": pl.String,
    "facts_on": pl.Date,
}
"""What may be told about an organisation beside code and name; the columns of its table."""


class NameMissing(Invalid):
    """A row names no organisation."""

    code = "subjects.name-missing"
    says = "有{rows}行没有名称"
    field = "name"


def clean_names(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with names as they can be kept: no unseen characters, nothing around.

    Raises:
        NameMissing: a name is empty then.
    """
    cleaned = frame.with_columns(pl.col("name").str.replace_all(_UNSEEN, "").str.strip_chars())
    empty = cleaned.filter(pl.col("name").is_null() | (pl.col("name") == "")).height
    if empty:
        raise NameMissing(rows=empty)
    return cleaned


def create_organisations(frame: pl.DataFrame) -> pl.DataFrame:
    """Create the organisations of the codes that are not there, with their current names.

    Takes ``code``, ``name``, each code once, and any of ``FACTS``; returns ``code``, ``organisation_id`` of those
    created: not of those that another transaction created meanwhile.
    """
    if frame.is_empty():
        return pl.DataFrame(schema={"code": pl.String, "organisation_id": pl.Int64})
    names = frame["name"].to_list()
    forms = _forms(names)
    told = pl.DataFrame(
        {
            "public_id": new_opaque_ids(frame.height),
            "unified_code": frame["code"],
            "name": frame["name"],
            "name_key": [sorting_key(name) for name in names],
            "name_is_personal": forms["personal"],
        }
    ).hstack(_facts(frame))
    rows = insert_missing("subjects_organisation", told, order="unified_code", returning=("unified_code", "id"))
    created = pl.DataFrame(rows, schema={"code": pl.String, "organisation_id": pl.Int64}, orient="row")
    labelled = _labelled(forms, told["kind"].to_list(), told["district"].to_list())
    named = pl.concat([frame.select("code"), labelled], how="horizontal").join(created, on="code")
    # in the order of one index, so that its pages are met once a chunk and not once a row
    copy("subjects_nameperiod", named.drop("code").with_columns(current=pl.lit(value=True)).sort("text"))
    return created


def begin_names(names: pl.DataFrame) -> None:
    """Append periods to organisations that are there: ``organisation_id``, ``name``, ``current``, ``valid_from``."""
    if names.is_empty():
        return
    with connection.cursor() as cursor:
        cursor.execute(KINDS, [names["organisation_id"].to_list()])
        found = {number: (kind, district) for number, kind, district in cursor.fetchall()}
    of_each = [found[number] for number in names["organisation_id"]]
    forms = _forms(names["name"].to_list())
    labelled = _labelled(forms, [kind for kind, _ in of_each], [district for _, district in of_each])
    copy("subjects_nameperiod", names.drop("name").hstack(labelled))


def _labelled(forms: pl.DataFrame, kinds: list[str], districts: list[str]) -> pl.DataFrame:
    marks = pl.Series(
        [labels(kind, district) for kind, district in zip(kinds, districts, strict=True)], dtype=pl.String
    )
    return forms.with_columns(tokens=pl.concat_str(pl.col("tokens"), pl.lit(" "), marks))


def _forms(names: list[str]) -> pl.DataFrame:
    forms = [name_forms(name) for name in names]
    return pl.DataFrame(
        {
            "name": names,
            "normal": [form.normal for form in forms],
            "text": [form.text for form in forms],
            "tokens": [form.tokens for form in forms],
            "personal": [form.personal for form in forms],
            "lane": _lanes(len(names)),
        },
        schema_overrides={"personal": pl.Boolean},
    )


def _facts(frame: pl.DataFrame) -> pl.DataFrame:
    """Return all of ``FACTS``: as told, else what the code says, else nothing."""
    untold = [pl.lit(None, kind).alias(name) for name, kind in FACTS.items() if name not in frame.columns]
    told = frame.with_columns(untold).select(*FACTS)
    codes = frame["code"].to_list()
    of_code = pl.Series([kind_of_code(code).value for code in codes], dtype=pl.String)
    divisions = pl.Series([division_of_code(code) for code in codes], dtype=pl.String)
    return told.with_columns(
        # what the code says of a 个体工商户 is not to be overruled: its protection hangs on it
        kind=pl.when(of_code == Kind.SOLE_TRADER.value).then(of_code).otherwise(pl.col("kind").fill_null(of_code)),
        status=pl.col("status").fill_null(Status.UNKNOWN.value),
        district=pl.col("district").fill_null(divisions),
        address=pl.col("address").fill_null(""),
        business_scope=pl.col("business_scope").fill_null(""),
        registering_body=pl.col("registering_body").fill_null(""),
    )


def _lanes(count: int) -> pl.Series:
    return pl.Series(array("H", secrets.token_bytes(2 * count)), dtype=pl.UInt16) % LANES
