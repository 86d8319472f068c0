"""Tables of public records in a register of a million, and the page of one organisation.

Two thirds are licences, one third penalties, shown three years; of eight years' records most penalties have expired,
a twentieth was taken down, one organisation has one in fifty of all. The rows are written by the database itself, past
intake and services: what is measured is reading. Every statement runs as the portal sends it.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import django

from bench.rows import Row, measure
from tests.database.servers import RUN, Run, joined

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.config.settings")
django.setup()

from django.db import connections  # noqa: E402  Django is ready only now

from chengxin.catalog.adapters import standard_items  # noqa: E402  as above
from chengxin.register import public  # noqa: E402  as above
from chengxin.register.public import Filters  # noqa: E402  as above

SIZE = int(os.environ.get("CHENGXIN_BENCH_RECORDS", "1000000"))
SUBJECTS = SIZE * 3 // 10
GIANT = "0" * 25 + "8"
LONG_AGO = date(2021, 1, 1)
MORE = 50_000

UNITS = """
INSERT INTO units_unit (code, name, short_name, name_key, unified_code, level, district, valid_from)
SELECT 'u' || g, '测试第' || g || '局', '测' || g, 'x', '', 'city', '990100', '2010-01-01'
FROM generate_series(1, 60) g"""
ORGANISATIONS = """
INSERT INTO subjects_organisation (public_id, unified_code, name, name_key, name_is_personal, kind, status, district,
                                   address, business_scope, registering_body)
SELECT lpad(g::text, 26, '0'), '91990100' || lpad(g::text, 10, '0'), '海棠市第' || g || '号贸易有限公司', 'x', false,
       CASE WHEN g %% 3 = 0 THEN 'sole-trader' ELSE 'enterprise' END, 'active',
       CASE WHEN g <= 40 THEN '9901ZZ' ELSE (ARRAY['990102', '990103', '990121', '990122', '9901GX'])[1 + g %% 5] END,
       '', '', ''
FROM generate_series(1, %(subjects)s) g"""
LOADS = """
INSERT INTO register_load (submission, unit_id, item, item_version, begun_at, visible_at)
SELECT 's' || g, (SELECT min(id) FROM units_unit) + g %% 60, 'x', 'x', now(), CASE WHEN g < 100 THEN now() END
FROM generate_series(1, 100) g"""
RECORDS = """
INSERT INTO register_record (public_id, item, subject_id, business_key)
SELECT lpad(g::text, 26, 'r'), CASE WHEN g %% 3 = 0 THEN 'penalty-organisation' ELSE 'licence-organisation' END,
       (SELECT min(id) FROM subjects_organisation)
           + CASE WHEN g %% 50 = 0 THEN 7 ELSE (g * 7919::bigint) %% %(subjects)s END,
       sha256(g::text::bytea)
FROM generate_series(%(first)s, %(last)s) g"""
VERSIONS = """
INSERT INTO register_recordversion (record_id, subject_id, load_id, number, change, feed, item, item_version, payload,
    closed_payload, payload_hash, shown_hash, decided_on, document_number, deciding_body, source_unit_id, severity,
    severity_author, publish, starts_on, ends_on, rule, reason, law_version)
SELECT r.id, r.subject_id, (SELECT min(id) FROM register_load) + r.id %% 100, 1, 'first', 'appeared', r.item,
       CASE WHEN r.item = 'penalty-organisation' THEN %(penalty)s ELSE %(licence)s END,
       jsonb_build_object('CF_WSH', '示罚〔2026〕' || r.id || '号', 'CF_SY', '销售过期食品，货值若干元，当事人已经改正',
                          'XK_YXQZI', (day.decided_on + 900)::text),
       '{}', 'x', 'x', day.decided_on, '示罚〔2026〕' || r.id || '号', '海棠市第' || r.id %% 200 || '局',
       (SELECT min(id) FROM units_unit) + r.id %% 60, '', '', true, day.decided_on,
       CASE WHEN r.item = 'penalty-organisation' THEN day.decided_on + 1095 END, 'R3', '一般失信，公示三年。', 'x'
FROM register_record r CROSS JOIN LATERAL (SELECT %(newest)s::date - (r.id %% 2920)::int AS decided_on) day
WHERE r.id > %(after)s"""
TAKEDOWNS = """
WITH batch AS (INSERT INTO register_changebatch (partition, transaction, load_id, withdrawn, at)
               VALUES ('orders', 1, NULL, false, now()) RETURNING id)
INSERT INTO register_takedown (record_id, batch_id, reason, sentence, basis, at)
SELECT r.id, batch.id, 'repaired', 'x', 'x', now() FROM register_record r, batch WHERE r.id % 20 = 0"""


def run() -> list[Row]:
    items = standard_items()
    penalty, licence = items["penalty-organisation"], items["licence-organisation"]
    asked: dict[str, Callable[[], object]] = {
        "newest 20 penalties": lambda: public.latest(penalty),
        "newest 20 licences": lambda: public.latest(licence),
        "penalties of years that have expired": lambda: public.latest(penalty, Filters(decided_to=LONG_AGO)),
        "penalties of one body": lambda: public.latest(penalty, Filters(deciding_body="海棠市第17局")),
        "penalties of a body that there is not": lambda: public.latest(penalty, Filters(deciding_body="没有这个局")),
        "penalties in a large district": lambda: public.latest(penalty, Filters(district="990102")),
        "penalties in a district of forty": lambda: public.latest(penalty, Filters(district="9901ZZ")),
        "penalties in a district that there is not": lambda: public.latest(penalty, Filters(district="990199")),
        "count of penalties to 10,000": lambda: public.count_latest(penalty),
        "count of licences to 10,000": lambda: public.count_latest(licence),
        "names of deciding bodies": lambda: public.deciding_bodies(penalty),
        "one organisation's counts": lambda: public.counts_of("0" * 23 + "108"),
        "one organisation's records": lambda: public.records_of("0" * 23 + "108", items),
        "summaries of 20 organisations": lambda: public.summaries_of(
            [str(number).rjust(26, "0") for number in range(1, 21)], items
        ),
        "counts of one with very many records": lambda: public.counts_of(GIANT),
        "records of one with very many": lambda: public.records_of(GIANT, items),
    }
    with database():
        return [*(Row(what, 1, "questions", measure(ask)) for what, ask in asked.items()), *written()]


def written() -> list[Row]:
    """Return what the index by body costs a load: versions written with it, and without."""
    with_it = write(SIZE + 1)
    execute("DROP INDEX version_by_body")
    without = write(SIZE + MORE + 1)
    return [
        Row("versions written without the index by body", MORE, "rows", (without,)),
        Row("versions written", MORE, "rows", (with_it,), against="versions written without the index by body"),
    ]


@contextmanager
def database() -> Iterator[None]:
    """Have a register of the size within the block; Django's connections lead to it."""
    begun = Run.begin()
    os.environ[RUN] = str(begun.folder)
    try:
        with joined(begun.folder) as server:
            server.point(server.clone("bench"))
            fill(SIZE, SUBJECTS)
            execute("VACUUM ANALYZE")
            yield
            connections.close_all()
    finally:
        os.environ.pop(RUN)
        begun.end()


def fill(size: int, subjects: int, *, penalty: str = "", licence: str = "") -> None:
    """Write units, organisations and so many records; ``penalty`` and ``licence`` are the versions that judge them."""
    for statement in (UNITS, ORGANISATIONS, LOADS):
        execute(statement, subjects=subjects)
    write(1, size, subjects=subjects, penalty=penalty, licence=licence)
    execute(TAKEDOWNS)


def write(first: int, count: int = MORE, *, subjects: int = SUBJECTS, penalty: str = "", licence: str = "") -> float:
    """Write so many records with a version each; return the seconds that the versions took."""
    execute(RECORDS, first=first, last=first + count - 1, subjects=subjects)
    before = scalar("SELECT coalesce(max(record_id), 0) FROM register_recordversion")
    began = time.perf_counter()
    execute(VERSIONS, after=before, newest=datetime.now(UTC).date(), penalty=penalty, licence=licence)
    return time.perf_counter() - began


def execute(statement: str, **values: int | date | str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values or None)


def scalar(statement: str) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
        assert row is not None
        return int(row[0])
