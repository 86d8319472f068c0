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

from chengxin.catalog.rules import Item, hash_of
from chengxin.foundation.beside import ahead, thread_without_database
from chengxin.foundation.opaque import new_opaque_ids
from chengxin.foundation.refusals import Conflict
from chengxin.register import rules
from chengxin.register.models import Load
from chengxin.register.rules import Verdict
from chengxin.register.services import payloads, verdicts
from chengxin.subjects.rules import Kind

CHUNK_ROWS = 20_000
ROWS_AT_ONCE = 2_000

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

``row`` is the number by which the caller knows the row, ``business_key`` the text of ``rules.key_text``; ``payload``
holds the values of the item's fields without empty ones, as a struct or as JSON text (see ``payloads.written``). Dates
may be null, nothing else.
"""

MAKE_TABLES = """
CREATE TEMP TABLE incoming (row integer, subject_id bigint, business_key bytea, public_id text) ON COMMIT DROP;
CREATE TEMP TABLE met (row integer, record_id bigint, is_new boolean) ON COMMIT DROP
"""

COPY_INCOMING = "COPY incoming FROM STDIN (FORMAT CSV)"

# Nobody else sees a record that this transaction made: it needs no lock, and nothing is known of it.
NEW_RECORDS = """
WITH new AS (
    INSERT INTO register_record (public_id, item, subject_id, business_key)
    SELECT public_id, %(item)s, subject_id, business_key FROM incoming
    ORDER BY subject_id, business_key
    ON CONFLICT (subject_id, item, business_key) DO NOTHING
    RETURNING id, public_id
)
INSERT INTO met SELECT i.row, new.id, true FROM new JOIN incoming i USING (public_id)
"""

# A statement of its own, as the following ones are: it sees what another load has committed while this one waited.
OLD_RECORDS = """
INSERT INTO met
SELECT i.row, (
    SELECT r.id FROM register_record r
    WHERE r.subject_id = i.subject_id AND r.item = %(item)s AND r.business_key = i.business_key
), false
FROM incoming i WHERE i.row NOT IN (SELECT row FROM met)
"""

LOCK_RECORDS = """
SELECT count(*) FROM (
    SELECT id FROM register_record WHERE id = ANY (ARRAY(SELECT record_id FROM met WHERE NOT is_new))
    ORDER BY id FOR NO KEY UPDATE
) locked
"""

# Each by its index: what a planner makes of a temporary table it has no numbers of would read all versions there are.
STANDING = """
SELECT m.record_id, own.payload_hash, latest.number, down.id IS NOT NULL, standing.id IS NOT NULL,
       standing.payload_hash, standing.source_unit_id, coalesce(standing.publish, false), standing.ends_on,
       standing.rule, standing.reason, standing.law_version
FROM (SELECT DISTINCT record_id FROM met WHERE NOT is_new) m
LEFT JOIN LATERAL (
    SELECT v.payload_hash FROM register_recordversion v
    WHERE v.load_id = %(load)s AND v.record_id = m.record_id LIMIT 1
) own ON true
LEFT JOIN LATERAL (SELECT t.id FROM register_takedown t WHERE t.record_id = m.record_id LIMIT 1) down ON true
LEFT JOIN LATERAL (
    SELECT v.number FROM register_recordversion v WHERE v.record_id = m.record_id ORDER BY v.number DESC LIMIT 1
) latest ON true
LEFT JOIN LATERAL (
    SELECT v.* FROM register_recordversion v
    JOIN register_load l ON l.id = v.load_id AND l.visible_at IS NOT NULL AND l.withdrawn_at IS NULL
    WHERE v.record_id = m.record_id ORDER BY v.number DESC LIMIT 1
) standing ON true
"""

FOUND = "SELECT row, record_id FROM met"
FOUND_SCHEMA = pl.Schema({"row": pl.Int64, "record_id": pl.Int64})

PROTECTED = """
SELECT id, kind = %(trader)s OR name_is_personal FROM subjects_organisation WHERE id = ANY (%(subjects)s)
"""
PROTECTED_SCHEMA = pl.Schema({"subject_id": pl.Int64, "is_protected": pl.Boolean})

VERSION = (
    "record_id", "subject_id", "number", "change", "feed", "payload", "closed_payload", "payload_hash", "shown_hash",
    "decided_on", "document_number", "deciding_body", "severity", "severity_author", "publish", "starts_on",
    "minimum_ends_on", "earliest_repair_on", "ends_on", "rule", "reason", "law_version", "load_id", "item",
    "source_unit_id", "item_version",
)  # fmt: skip
TEXTS = [name for name in VERSION if ROWS.get(name) != "date"]

# Signs that no JSON text holds unescaped: payloads are full of commas and quotes, and go through as they are.
SEPARATOR, QUOTE = "\x02", "\x01"
COPY_VERSIONS = f"""
COPY register_recordversion ({", ".join(VERSION)}) FROM STDIN
(FORMAT CSV, DELIMITER E'{SEPARATOR}', QUOTE E'{QUOTE}', FORCE_NOT_NULL ({", ".join(TEXTS)}))
"""

CLEAR_UP = "DROP TABLE incoming, met"


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
    return merge_prepared(load=load, item=item, chunk=prepared(item, rows), inherited=inherited)


def prepared(item: Item, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a chunk as ``merge_prepared`` takes them; only asks which organisations are protected.

    It is half the work of a merge: a load of many chunks may do it while the chunk before is being merged. Should an
    organisation become protected in between, it is as if it became so after the merge: readers mask again.
    """
    keys = [rf"\x{rules.key_of(text).hex()}" for text in rows["business_key"]]
    with connection.cursor() as cursor:
        subjects = rows["subject_id"].unique().to_list()
        cursor.execute(PROTECTED, {"trader": Kind.SOLE_TRADER.value, "subjects": subjects})
        protected = pl.DataFrame(cursor.fetchall(), schema=PROTECTED_SCHEMA, orient="row")
    about = rows.select("subject_id").join(protected, on="subject_id", how="left", maintain_order="left")
    return rows.drop("payload").with_columns(
        pl.Series("business_key", keys, dtype=pl.String),
        pl.Series("public_id", new_opaque_ids(rows.height), dtype=pl.String),
        *payloads.written(rows["payload"], item, about["is_protected"]),
    )


def merge_prepared(*, load: Load, item: Item, chunk: pl.DataFrame, inherited: Collection[int] = ()) -> Merged:
    """Merge a chunk that ``prepared`` has made, as ``merge_chunk`` does.

    Raises:
        LoadClosed: the load shows already, or it was given up.
    """
    words: dict[str, Any] = {"load": load.id, "item": load.item}
    with transaction.atomic(), connection.cursor() as cursor:
        _hold_open(load)
        cursor.execute(MAKE_TABLES)
        _copy(COPY_INCOMING, chunk.select("row", "subject_id", "business_key", "public_id"))
        for statement in (NEW_RECORDS, OLD_RECORDS, LOCK_RECORDS):
            cursor.execute(statement, words)
        cursor.execute(FOUND)
        found = pl.DataFrame(cursor.fetchall(), schema=FOUND_SCHEMA, orient="row")
        cursor.execute(STANDING, words)
        standing = pl.DataFrame(cursor.fetchall(), schema=verdicts.STANDING, orient="row")
        rows = chunk.join(found, on="row", how="left", maintain_order="left")
        judged = verdicts.judged(rows, standing, [load.unit_id, *inherited])
        _write(load, item, verdicts.versions(judged, is_open=rules.is_open(item)))
        # Not left to the commit: a correction merges inside the transaction of its use case, perhaps several.
        cursor.execute(CLEAR_UP)
    return _merged(judged.select("verdict", "row").iter_rows())


def _hold_open(load: Load) -> None:
    """Keep the flip waiting while a chunk merges."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM register_load WHERE id = %s AND visible_at IS NULL AND abandoned_at IS NULL FOR SHARE",
            [load.id],
        )
        if cursor.fetchone() is None:
            raise LoadClosed


def _write(load: Load, item: Item, versions: pl.DataFrame) -> None:
    judged_by = hash_of(item)
    complete = versions.with_columns(
        payload_hash=_hexadecimal("payload_hash"),
        shown_hash=_hexadecimal("shown_hash"),
        load_id=pl.lit(load.id),
        item=pl.lit(load.item),
        source_unit_id=pl.lit(load.unit_id),
        item_version=pl.lit("" if judged_by == load.item_version else judged_by),
    )
    _copy(COPY_VERSIONS, complete.select(VERSION), SEPARATOR, QUOTE)


def _hexadecimal(column: str) -> pl.Expr:
    return pl.concat_str(pl.lit("\\x"), pl.col(column).bin.encode("hex"))


def _copy(statement: str, rows: pl.DataFrame, separator: str = ",", quote: str = '"') -> None:
    def text_of(part: pl.DataFrame) -> bytes:
        text = io.BytesIO()
        part.write_csv(text, include_header=False, separator=separator, quote_char=quote)
        return text.getvalue()

    # The database takes in less than a part before it makes the writer wait: the next one is made meanwhile.
    with connection.cursor() as cursor, cursor.copy(statement) as copy, thread_without_database("copy-text") as thread:
        for text in ahead(thread, text_of, rows.iter_slices(ROWS_AT_ONCE)):
            copy.write(text)


def _merged(verdicts: Iterable[tuple[str, int]]) -> Merged:
    rows: dict[str, list[int]] = {verdict.value: [] for verdict in Verdict}
    for verdict, row in verdicts:
        rows[verdict].append(row)
    return Merged(**{verdict: tuple(numbers) for verdict, numbers in rows.items()})
