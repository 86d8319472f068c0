"""The ledger: 500,000 leaves beside loads of 500,000 rows.

The floor is hashing alone: one SHA-256 for each leaf and one for each node; no Merkle tree can do with less. The
bare load is COPY of finished bytes into one table with a primary key and two indexes, which no real load comes near:
it checks and matches nothing. The staged load is what a register does at the least: COPY into a staging table, then
records and their versions out of it, each with its key and indexes. The target is that leaves add no more than a tenth
to that.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import django
import psycopg
from django.db import connections, transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.config.settings")
django.setup()

from bench.rows import Row, measure  # noqa: E402  models can be imported only then
from chengxin.audit.rules import ENTRY_LEAF, canonical_json, merkle  # noqa: E402  models can be imported only then
from chengxin.audit.rules.statements import SALT_BYTES, salted_hashes  # noqa: E402  models can be imported only then
from chengxin.audit.services import append_batch  # noqa: E402  models can be imported only then
from tests.database.servers import Run, connect, joined  # noqa: E402  models can be imported only then

LEAVES = 500_000
NOW = datetime(2026, 6, 16, tzinfo=UTC)
COLUMNS = """
    id bigint PRIMARY KEY, subject bigint NOT NULL, name text NOT NULL, code text NOT NULL, number text NOT NULL,
    kind text NOT NULL, fact text NOT NULL, basis text NOT NULL, content text NOT NULL, decided_on date NOT NULL,
    ends_on date, body text NOT NULL, source text NOT NULL, at timestamptz NOT NULL, state text NOT NULL
"""
RECORDS = """
    CREATE TABLE bench_record (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, subject bigint NOT NULL, number text NOT NULL,
        source text NOT NULL, UNIQUE (source, number)
    )
"""


def rows_as_text() -> list[str]:
    """Return penalties that never were, as the lines of a file."""
    return [
        f"{number}\t{number % 90_000}\t演示第{number % 90_000}号贸易有限公司\t91990000MA{number % 90_000:08d}\t"
        f"演市监罚〔2026〕{number}号\t罚款\t未按规定公示年度报告\t《企业信息公示暂行条例》第十七条\t罚款人民币贰仟元整\t"
        f"2026-{number % 12 + 1:02d}-15\t2027-{number % 12 + 1:02d}-15\t演示市场监督管理局\t演示市场监督管理局\t"
        f"2026-06-16 00:00:00+00\tshown\n"
        for number in range(LEAVES)
    ]


def facts() -> list[bytes]:
    """Return the canonical bytes of publications, as a room makes them column by column."""
    return [
        f'{{"ends_on":"2027-06-15","event":"published","record":"{number:026d}","shown":"{number:064x}"}}'.encode()
        for number in range(LEAVES)
    ]


@contextmanager
def database() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Have a throw-away database: Django's connections lead to it as the application, the one given is the owner's."""
    run = Run.begin()
    try:
        with joined(run.folder) as server:
            name = server.clone("bench")
            server.point(name)
            with connect(server, server.role("owner"), name) as owner:
                owner.execute(f"CREATE TABLE bench_load ({COLUMNS})")
                owner.execute("CREATE INDEX ON bench_load (subject, decided_on)")
                owner.execute("CREATE INDEX ON bench_load (code)")
                owner.execute("CREATE UNLOGGED TABLE bench_staging (LIKE bench_load)")
                owner.execute(RECORDS)
                yield owner
            connections.close_all()
    finally:
        run.end()


def load_bytes(owner: psycopg.Connection[tuple[object, ...]], lines: list[str]) -> None:
    """Load finished bytes."""
    with owner.cursor() as cursor, cursor.copy("COPY bench_load FROM STDIN") as copy:
        for start in range(0, LEAVES, 5_000):
            copy.write("".join(lines[start : start + 5_000]))


def load_staged(owner: psycopg.Connection[tuple[object, ...]], lines: list[str]) -> None:
    """Stage the rows, then add records that are new and a version for each."""
    with owner.transaction(), owner.cursor() as cursor:
        with cursor.copy("COPY bench_staging FROM STDIN") as copy:
            for start in range(0, LEAVES, 5_000):
                copy.write("".join(lines[start : start + 5_000]))
        cursor.execute(
            "INSERT INTO bench_record (subject, number, source) SELECT subject, number, source FROM bench_staging"
            " ON CONFLICT DO NOTHING"
        )
        cursor.execute(
            "INSERT INTO bench_load SELECT r.id, s.subject, name, code, s.number, kind, fact, basis, content,"
            " decided_on, ends_on, body, s.source, at, state FROM bench_staging s"
            " JOIN bench_record r USING (source, number)"
        )


def append(leaves: list[bytes]) -> None:
    """Commit to the facts."""
    with transaction.atomic():
        append_batch(kind=ENTRY_LEAF, leaves=leaves, now=NOW)


def hash_all(leaves: list[bytes]) -> None:
    """Hash leaves and nodes, and nothing else."""
    merkle.root(salted_hashes(bytes(LEAVES * SALT_BYTES), leaves))


def one_at_a_time() -> None:
    """Make canonical bytes fact by fact, as a room had better not."""
    for number in range(LEAVES):
        canonical_json({"ends_on": "2027-06-15", "event": "published", "record": f"{number:026d}", "shown": "0" * 64})


def run() -> list[Row]:
    """Measure."""
    lines, leaves = rows_as_text(), facts()
    with database() as owner:

        def empty() -> None:
            owner.execute("TRUNCATE bench_load, bench_staging, bench_record")

        def bytes_and_leaves() -> None:
            load_bytes(owner, lines)
            append(leaves)

        def staged_and_leaves() -> None:
            load_staged(owner, lines)
            append(leaves)

        floor, bare, staged = "hashing alone (the floor)", "bare load, no leaves", "staged load, no leaves"
        return [
            Row(floor, LEAVES, "leaves", measure(lambda: hash_all(leaves))),
            Row("a batch appended and committed", LEAVES, "leaves", measure(lambda: append(leaves)), floor),
            Row("canonical JSON, one fact at a time", LEAVES, "leaves", measure(one_at_a_time), floor),
            Row(bare, LEAVES, "rows", measure(lambda: load_bytes(owner, lines), before=empty)),
            Row("bare load and its leaves", LEAVES, "rows", measure(bytes_and_leaves, before=empty), bare),
            Row(staged, LEAVES, "rows", measure(lambda: load_staged(owner, lines), before=empty)),
            Row("staged load and its leaves", LEAVES, "rows", measure(staged_and_leaves, before=empty), staged),
        ]
