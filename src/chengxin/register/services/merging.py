"""From judged rows to versions, chunk by chunk, invisible until the flip.

A chunk is one transaction. A load that is killed goes on where it stopped: a chunk merged twice changes nothing.
Records are created in the order of their key and locked in the order of their number, so that loads running together
wait for each other and never in a circle. The locks let takedowns pass: those need the record's key alone.
"""

import io
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import connection, transaction

from chengxin.catalog.rules import Item
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Conflict
from chengxin.register import rules
from chengxin.register.models import Load
from chengxin.register.rules import Verdict
from chengxin.subjects.rules import Kind

CHUNK_ROWS = 20_000

ROWS: dict[str, str] = {
    "row": "integer",
    "subject_id": "bigint",
    "business_key": "text",
    "payload": "jsonb",
    "decided_on": "date",
    "document_number": "text",
    "deciding_body": "text",
    "severity": "text",
    "severity_author": "text",
    "publish": "boolean",
    "starts_on": "date",
    "minimum_ends_on": "date",
    "earliest_repair_on": "date",
    "ends_on": "date",
    "rule": "text",
    "reason": "text",
    "law_version": "text",
}
"""Columns of a chunk with their PostgreSQL types.

``row`` is the number by which the caller knows the row, ``business_key`` the text of ``rules.key_text``, ``payload`` a
JSON object of the item's columns without empty ones; dates may be null, nothing else.
"""

INCOMING = ROWS | {"business_key": "bytea", "public_id": "text"}
NOT_NULL = [name for name, kind in INCOMING.items() if kind != "date"]

MAKE_INCOMING = f"""
CREATE TEMP TABLE incoming ({", ".join(f"{name} {kind}" for name, kind in INCOMING.items())}) ON COMMIT DROP
"""

COPY_INCOMING = f"""
COPY incoming ({", ".join(INCOMING)}) FROM STDIN (FORMAT CSV, NULL '', FORCE_NOT_NULL ({", ".join(NOT_NULL)}))
"""

NEW_RECORDS = """
INSERT INTO register_record (public_id, item, subject_id, business_key)
SELECT public_id, %(item)s, subject_id, business_key FROM incoming
ORDER BY subject_id, business_key
ON CONFLICT (subject_id, item, business_key) DO NOTHING
"""

LOCK_RECORDS = """
CREATE TEMP TABLE met ON COMMIT DROP AS
SELECT i.row, r.id AS record_id, sha256(convert_to(i.payload::text, 'UTF8')) AS payload_hash
FROM incoming i
JOIN register_record r ON r.subject_id = i.subject_id AND r.item = %(item)s AND r.business_key = i.business_key
ORDER BY r.id FOR NO KEY UPDATE OF r
"""

# A statement of its own: it sees what a load that held the locks before has committed.
JUDGE = """
CREATE TEMP TABLE judged ON COMMIT DROP AS
SELECT m.row, m.record_id, m.payload_hash, own.id IS NOT NULL AS is_merged, latest.number, standing.ends_on,
       standing.rule, standing.reason, standing.law_version, standing.id IS NOT NULL AS is_there,
       coalesce(standing.publish, false) AS is_shown, down.id IS NOT NULL AS is_down,
       row_number() OVER same AS turn,
       CASE WHEN first_value(m.payload_hash) OVER same <> m.payload_hash THEN 'repeated'
            WHEN own.payload_hash <> m.payload_hash THEN 'repeated'
            WHEN own.id IS NOT NULL THEN 'taken'
            WHEN standing.payload_hash = m.payload_hash THEN 'unchanged'
            WHEN standing.source_unit_id <> ALL (%(units)s::bigint[]) THEN 'elsewhere'
            ELSE 'taken' END AS verdict
FROM met m
LEFT JOIN register_recordversion own ON own.load_id = %(load)s AND own.record_id = m.record_id
LEFT JOIN register_takedown down ON down.record_id = m.record_id
CROSS JOIN LATERAL (
    SELECT coalesce(max(v.number), 0) AS number FROM register_recordversion v WHERE v.record_id = m.record_id
) latest
LEFT JOIN LATERAL (
    SELECT v.* FROM register_recordversion v
    JOIN register_load l ON l.id = v.load_id AND l.visible_at IS NOT NULL AND l.withdrawn_at IS NULL
    WHERE v.record_id = m.record_id ORDER BY v.number DESC LIMIT 1
) standing ON true
WINDOW same AS (PARTITION BY m.record_id ORDER BY m.row)
"""

# Where the end that stands comes earlier it stays, with the rule and the sentence that gave it.
NEW_VERSIONS = """
INSERT INTO register_recordversion (
    record_id, subject_id, load_id, number, change, feed, item, payload, closed_payload, payload_hash, decided_on,
    document_number, deciding_body, source_unit_id, severity, severity_author, publish, starts_on, minimum_ends_on,
    earliest_repair_on, ends_on, rule, reason, law_version)
SELECT j.record_id, i.subject_id, %(load)s, j.number + 1,
    CASE WHEN j.is_there THEN 'correction' ELSE 'first' END,
    CASE WHEN j.is_down THEN '' WHEN j.is_shown THEN 'changed' WHEN i.publish AND %(open)s THEN 'appeared' ELSE '' END,
    %(item)s,
    i.payload - CASE WHEN who.is_protected THEN %(closed_of_protected)s::text[] ELSE %(closed)s::text[] END,
    i.payload - CASE WHEN who.is_protected THEN %(open_of_protected)s::text[] ELSE %(opened)s::text[] END,
    j.payload_hash, i.decided_on, i.document_number, i.deciding_body, %(unit)s, i.severity, i.severity_author,
    i.publish AND %(open)s, i.starts_on, i.minimum_ends_on, i.earliest_repair_on,
    LEAST(i.ends_on, j.ends_on),
    CASE WHEN before.stays THEN j.rule ELSE i.rule END,
    CASE WHEN before.stays THEN j.reason ELSE i.reason END,
    CASE WHEN before.stays THEN j.law_version ELSE i.law_version END
FROM judged j
JOIN incoming i USING (row)
JOIN subjects_organisation o ON o.id = i.subject_id
CROSS JOIN LATERAL (SELECT o.kind = %(trader)s OR o.name_is_personal AS is_protected) who
CROSS JOIN LATERAL (SELECT j.ends_on < coalesce(i.ends_on, 'infinity') AS stays) before
WHERE j.verdict = 'taken' AND j.turn = 1 AND NOT j.is_merged
ORDER BY j.record_id
"""

VERDICTS = "SELECT verdict, row FROM judged ORDER BY row"
CLEAR_UP = "DROP TABLE incoming, met, judged"


@dataclass(frozen=True)
class Merged:
    """What became of the rows of a chunk, by their numbers; each row stands in one of the four."""

    taken: tuple[int, ...]
    unchanged: tuple[int, ...]
    elsewhere: tuple[int, ...]
    repeated: tuple[int, ...]


class LoadClosed(Conflict):
    """The load shows already, or it was given up: nothing can be merged into it."""

    code = "register.load-closed"
    says = "这一批已经上网公示或者已经放弃，不能再加入记录"


def merge_chunk(*, load: Load, item: Item, rows: pl.DataFrame, inherited: Collection[int] = ()) -> Merged:
    """Merge rows into the register in one transaction; nothing becomes visible.

    ``rows`` has the columns of ``ROWS``, at most ``CHUNK_ROWS`` of them, with different values of ``row``.
    ``inherited`` are units whose duties the load's unit took over: their records are its own to correct.

    Raises:
        LoadClosed: the load shows already, or it was given up.
    """
    values: dict[str, Any] = {
        "load": load.id,
        "unit": load.unit_id,
        "units": [load.unit_id, *inherited],
        "item": load.item,
        "open": rules.is_open(item),
        "trader": Kind.SOLE_TRADER.value,
        "opened": sorted(rules.open_fields(item, protected=False)),
        "closed": sorted(rules.closed_fields(item, protected=False)),
        "open_of_protected": sorted(rules.open_fields(item, protected=True)),
        "closed_of_protected": sorted(rules.closed_fields(item, protected=True)),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        _hold_open(load)
        cursor.execute(MAKE_INCOMING)
        _copy(rows)
        cursor.execute("ANALYZE incoming (row, subject_id, business_key)")
        for statement in (NEW_RECORDS, LOCK_RECORDS, JUDGE, NEW_VERSIONS, VERDICTS):
            cursor.execute(statement, values)
        merged = _merged(cursor.fetchall())
        # Not left to the commit: a correction merges inside the transaction of its use case, perhaps several.
        cursor.execute(CLEAR_UP)
    return merged


def _hold_open(load: Load) -> None:
    """Keep the flip waiting while a chunk merges."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM register_load WHERE id = %s AND visible_at IS NULL AND abandoned_at IS NULL FOR SHARE",
            [load.id],
        )
        if cursor.fetchone() is None:
            raise LoadClosed


def _copy(rows: pl.DataFrame) -> None:
    keys = [rf"\x{rules.key_of(text).hex()}" for text in rows["business_key"]]
    ids = [new_opaque_id() for _ in range(len(rows))]
    complete = rows.with_columns(pl.Series("business_key", keys, dtype=pl.String), pl.Series("public_id", ids))
    text = io.BytesIO()
    complete.select(list(INCOMING)).write_csv(text, include_header=False)
    with connection.cursor() as cursor, cursor.copy(COPY_INCOMING) as copy:
        copy.write(text.getbuffer())


def _merged(verdicts: Iterable[tuple[str, int]]) -> Merged:
    rows: dict[str, list[int]] = {verdict.value: [] for verdict in Verdict}
    for verdict, row in verdicts:
        rows[verdict].append(row)
    return Merged(**{verdict: tuple(numbers) for verdict, numbers in rows.items()})
