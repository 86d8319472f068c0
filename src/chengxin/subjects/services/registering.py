"""Registration reports: what the registering bodies say of organisations, taken over row by row in bulk.

A report tells the facts of a day. Facts told for a later day are not overwritten; a name that changed opens a new
period; old numbers and former names are only ever added.
"""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.db import connection

from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Invalid
from chengxin.subjects import rules
from chengxin.subjects.rules import Kind, Status
from chengxin.subjects.rules.naming import labels, name_forms, normal_form, sorting_key
from chengxin.subjects.services.bulk import creating
from chengxin.subjects.services.bulk.copying import stage
from chengxin.subjects.services.bulk.earlier import keep_former_names, keep_old_numbers

TEXTS = {"address": 400, "business_scope": 20_000, "registering_body": 200, "district": 12}
"""The longest texts the columns take; intake says so to the reporter, here they are cut."""

KNOWN = {
    "code": pl.String,
    "organisation_id": pl.Int64,
    "known_name": pl.String,
    "known_on": pl.Date,
    "known_kind": pl.String,
    "known_district": pl.String,
}

LOCKED = """
SELECT unified_code, id, name, facts_on, kind, district FROM subjects_organisation WHERE unified_code = ANY(%s)
ORDER BY id FOR NO KEY UPDATE"""

UPDATE = """
UPDATE subjects_organisation o
SET name = i.name, name_key = i.name_key, name_is_personal = i.name_is_personal, kind = coalesce(i.kind, o.kind),
    status = coalesce(i.status, o.status), district = coalesce(i.district, o.district),
    registered_on = coalesce(i.registered_on, o.registered_on), closed_on = coalesce(i.closed_on, o.closed_on),
    address = coalesce(i.address, o.address), business_scope = coalesce(i.business_scope, o.business_scope),
    registering_body = coalesce(i.registering_body, o.registering_body), facts_on = i.facts_on
FROM {staged} i WHERE o.unified_code = i.unified_code
RETURNING o.unified_code, o.kind, o.district"""

RELABEL = """
UPDATE subjects_nameperiod n SET tokens = ts_delete(n.tokens, string_to_array(i.known, ' ')) || i.told::tsvector
FROM unnest(%(ids)s::bigint[], %(known)s::text[], %(told)s::text[]) AS i (id, known, told)
WHERE n.organisation_id = i.id AND {current}"""

LAST_ENDS = """
SELECT organisation_id, max(valid_until) FROM subjects_nameperiod
WHERE organisation_id = ANY(%s) AND NOT current AND valid_until IS NOT NULL GROUP BY organisation_id"""

END_NAMES = """
UPDATE subjects_nameperiod
SET current = false, valid_until = %(day)s, valid_from = CASE WHEN valid_from < %(day)s THEN valid_from END
WHERE organisation_id = ANY(%(ids)s) AND current"""

RESPELL = """
UPDATE subjects_nameperiod SET name = i.name FROM unnest(%(ids)s::bigint[], %(names)s::text[]) AS i (id, name)
WHERE organisation_id = i.id AND current"""


class UnknownValue(Invalid):
    """A kind or a status is none of those that there are."""

    code = "subjects.unknown-value"
    says = "“{column}”有不认识的值：{value}"
    field = "kind"


class CodeTwice(Invalid):
    """A report tells twice about one organisation; which row is right is not for us to say."""

    code = "subjects.code-twice"
    says = "有{codes}个统一社会信用代码出现不止一次"
    field = "code"


@dataclass(frozen=True)
class Registered:
    """What a report changed: ``rows`` told, organisations ``created``, ``updated``, and of these ``renamed``.

    ``older`` rows tell of a day before the one that is known and changed nothing.
    """

    rows: int
    created: int
    updated: int
    renamed: int
    older: int
    ids: pl.DataFrame


@use_case
def register_organisations(*, actor: Actor, now: datetime, frame: pl.DataFrame, facts_on: date) -> Registered:
    """Take over the registration facts of a day and return what changed; ``ids`` has ``code``, ``organisation_id``.

    | column | type | |
    |---|---|---|
    | ``code`` | text | tidied unified code, each once |
    | ``name`` | text | the name on that day |
    | ``kind``, ``status`` | text | codes of ``rules.Kind`` and ``rules.Status`` |
    | ``district``, ``address``, ``business_scope``, ``registering_body`` | text | |
    | ``registered_on``, ``closed_on``, ``renamed_on`` | date | the last: from when the name holds, else ``facts_on`` |
    | ``former_names`` | list of text | |
    | ``registration_number``, ``organisation_code`` | text | numbers before the unified code |

    All but the first two may be missing; null says nothing and changes nothing. Organisations are locked in the order
    of their ids: call it once a transaction.

    Raises:
        CodeTwice: a code stands in two rows.
        NameMissing: a row has no name.
        UnknownValue: a kind or status that there is not.
    """
    actor.require(rules.KEEP_ORGANISATIONS)
    told = _checked(frame, facts_on)
    known = _locked(told["code"].to_list())
    created = creating.create_organisations(told.join(known, on="code", how="anti"))
    known = pl.concat([known, _created_meanwhile(told, known, created)])
    newer = told.join(known, on="code").filter(
        pl.col("known_on").is_null() | (pl.col("known_on") <= pl.col("facts_on"))
    )
    _update(newer)
    renamed = _rename(newer)
    ids = pl.concat([known.select("code", "organisation_id"), created])
    every = told.join(ids, on="code")
    keep_former_names(every)
    keep_old_numbers(every)
    result = Registered(
        rows=told.height,
        created=created.height,
        updated=newer.height,
        renamed=renamed,
        older=told.height - created.height - newer.height,
        ids=ids,
    )
    counts = {"rows": result.rows, "created": result.created, "updated": result.updated, "renamed": result.renamed}
    record(
        actor=actor,
        now=now,
        action=rules.ORGANISATIONS_REGISTERED,
        object_kind="organisations",
        facts=counts | {"older": result.older, "facts_on": facts_on},
    )
    return result


def _checked(frame: pl.DataFrame, facts_on: date) -> pl.DataFrame:
    twice = frame.height - frame["code"].n_unique()
    if twice:
        raise CodeTwice(codes=twice)
    for column, known in (("kind", Kind), ("status", Status)):
        if column in frame.columns:
            odd = frame[column].drop_nulls().filter(~frame[column].drop_nulls().is_in([one.value for one in known]))
            if odd.len():
                raise UnknownValue(column=column, value=str(odd[0])[:20])
    texts = [
        pl.col(name).str.replace_all("\0", "", literal=True).str.slice(0, longest)
        for name, longest in TEXTS.items()
        if name in frame.columns
    ]
    told = creating.clean_names(frame).with_columns(texts).with_columns(facts_on=pl.lit(facts_on, pl.Date))
    untold = {name: kind for name, kind in creating.FACTS.items() if name not in told.columns}
    told = told.with_columns(pl.lit(None, kind).alias(name) for name, kind in untold.items())
    # what the code says of a 个体工商户 is not to be overruled: its protection hangs on it
    sole = pl.col("code").str.starts_with("92")
    return told.with_columns(kind=pl.when(sole).then(pl.lit(Kind.SOLE_TRADER.value)).otherwise(pl.col("kind")))


def _locked(codes: list[str]) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(LOCKED, [codes])
        rows = cursor.fetchall()
    return pl.DataFrame(rows, schema=KNOWN, orient="row")


def _created_meanwhile(told: pl.DataFrame, known: pl.DataFrame, created: pl.DataFrame) -> pl.DataFrame:
    late = told.join(known, on="code", how="anti").join(created, on="code", how="anti")
    return _locked(late["code"].to_list())


def _rename(newer: pl.DataFrame) -> int:
    """Open new periods for names that changed, write the others as they are written now; return how many changed."""
    written = newer.filter(pl.col("name") != pl.col("known_name"))
    if written.is_empty():
        return 0
    changed = pl.Series(
        [normal_form(row["name"]) != normal_form(row["known_name"]) for row in written.iter_rows(named=True)],
        dtype=pl.Boolean,
    )
    respelled, renamed = written.filter(~changed), written.filter(changed)
    begun = _begun(renamed)
    with connection.cursor() as cursor:
        cursor.execute(RESPELL, {"ids": respelled["organisation_id"].to_list(), "names": respelled["name"].to_list()})
        for (day,), names in begun.group_by("valid_from"):
            cursor.execute(END_NAMES, {"day": day, "ids": names["organisation_id"].to_list()})
    creating.begin_names(begun)
    return renamed.height


def _begun(renamed: pl.DataFrame) -> pl.DataFrame:
    """Return the new name periods; none begins before a former name ended, whatever day a report tells."""
    told = pl.col("renamed_on").fill_null(pl.col("facts_on")) if "renamed_on" in renamed.columns else pl.col("facts_on")
    with connection.cursor() as cursor:
        cursor.execute(LAST_ENDS, [renamed["organisation_id"].to_list()])
        ends = cursor.fetchall()
    last = pl.DataFrame(ends, schema={"organisation_id": pl.Int64, "last_end": pl.Date}, orient="row")
    since = pl.max_horizontal(told, pl.col("last_end"))
    dated = renamed.join(last, on="organisation_id", how="left")
    return dated.select("organisation_id", "name", valid_from=since, current=pl.lit(value=True))


def _update(newer: pl.DataFrame) -> None:
    if newer.is_empty():
        return
    names = newer["name"].to_list()
    rows = newer.select(
        pl.col("code").alias("unified_code"),
        "name",
        pl.Series("name_key", [sorting_key(name) for name in names], dtype=pl.String),
        pl.Series("name_is_personal", [name_forms(name).personal for name in names], dtype=pl.Boolean),
        *creating.FACTS,
    )
    staged = stage("subjects_organisation", rows)
    with connection.cursor() as cursor:
        cursor.execute(UPDATE.format(staged=staged))
        updated = cursor.fetchall()
    _relabel(newer, pl.DataFrame(updated, schema=["code", "kind", "district"], orient="row"))


def _relabel(newer: pl.DataFrame, updated: pl.DataFrame) -> None:
    """Change the labels among the tokens of organisations whose kind or district is another now."""
    both = newer.select("code", "organisation_id", "known_kind", "known_district").join(updated, on="code")
    moved = [
        (row["organisation_id"], known, told)
        for row in both.iter_rows(named=True)
        if (known := labels(row["known_kind"], row["known_district"])) != (told := labels(row["kind"], row["district"]))
    ]
    if not moved:
        return
    values = dict(zip(("ids", "known", "told"), map(list, zip(*moved, strict=True)), strict=True))
    with connection.cursor() as cursor:
        for current in ("n.current", "NOT n.current"):
            cursor.execute(RELABEL.format(current=current), values)
