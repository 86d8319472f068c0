"""Search of one million organisations by parts of their names, and matching of codes.

The names are invented and the same each time; the database is thrown away. Fragments of 1 to 20 characters are cut out
of names at random, so common ones come as often as they stand in names. Every connection is warm: the trap of generic
plans only shows after the first runs. Latencies are those of the first 20 rows as the portal asks for them, and of the
count to 10,000. Recall is held against a plain scan of every name in Python.
"""

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import django
import polars as pl

from bench.rows import Row
from tests.database.servers import RUN, Run, joined

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.config.settings")
django.setup()

from django.db import connections, transaction  # noqa: E402  Django is ready only now

from chengxin.subjects import public  # noqa: E402  as above
from chengxin.subjects.rules.searching import COUNT_LIMIT, read_question  # noqa: E402  as above
from chengxin.subjects.services import bulk  # noqa: E402  as above
from chengxin.subjects.tests import invented  # noqa: E402  as above

SIZE = int(os.environ.get("CHENGXIN_BENCH_ORGANISATIONS", "1000000"))
CHUNK = 20_000
QUESTIONS = 2_000
COMPARED = 200
WARM_UP = 200
LONGEST = 20
COMMON = (
    "有限",
    "公司",
    "有限公司",
    "贸易",
    "科技",
    "海棠",
    "海棠市",
    "商店",
    "经营部",
    "合作社",
    "限公司",
    "责任",
    "云溪区",
    "分公司",
)


def run() -> list[Row]:
    with database():
        rows = list(invented.organisations(SIZE))
        frame = pl.DataFrame({"code": [row.code for row in rows], "name": [row.name for row in rows]})
        loads = load(frame)
        settle()
        loads.append(known(frame))
        names = [row.name for row in rows]
        chance = random.Random(7)
        questions = [fragment(chance.choice(names), chance) for _ in range(QUESTIONS)]
        for question in questions[:WARM_UP]:
            page(question)
        print(f"recall {recall(names, questions[:COMPARED]):.3f} of {COMPARED} fragments", flush=True)
        return [
            *loads,
            *latencies("first 20 rows", page, questions),
            *latencies("count", public.count_organisations, questions),
            *latencies("count with facets", public.count_by_facet, questions),
            *latencies("first 20 rows, most common parts", page, COMMON * 10),
            *latencies("count, most common parts", public.count_organisations, COMMON * 10),
            *latencies("count with facets, most common parts", public.count_by_facet, COMMON * 10),
            *latencies("second page", second_page, questions[:500]),
            *latencies("narrowed to a kind that few are, first 20 rows", narrowed_page, COMMON * 3),
            *latencies("narrowed to a kind that few are, count", narrowed_count, COMMON * 3),
            *latencies("one character", page, [fragment(chance.choice(names), chance, 1) for _ in range(500)]),
        ]


@contextmanager
def database() -> Iterator[None]:
    """Have a migrated database of our own within the block; Django's connections lead to it."""
    begun = Run.begin()
    os.environ[RUN] = str(begun.folder)
    try:
        with joined(begun.folder) as server:
            server.point(server.clone("bench"))
            yield
            connections.close_all()
    finally:
        os.environ.pop(RUN)
        begun.end()


def load(frame: pl.DataFrame) -> list[Row]:
    """Create all organisations by chunks; the last tenth is the rate in a full database."""
    seconds = []
    for start in range(0, frame.height, CHUNK):
        began = time.perf_counter()
        with transaction.atomic():
            bulk.match_organisations(frame[start : start + CHUNK])
        seconds.append(time.perf_counter() - began)
    last = max(1, len(seconds) // 10)
    return [
        Row("new organisations, empty database", frame.height, "rows", (sum(seconds),)),
        Row("new organisations, last tenth", min(last * CHUNK, frame.height), "rows", (sum(seconds[-last:]),)),
    ]


def settle() -> None:
    """What autovacuum does on a server that lives on: here it is switched off."""
    bulk.settle()
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE subjects_organisation, subjects_nameperiod")


def known(frame: pl.DataFrame) -> Row:
    """Match codes that are there, drawn from all over."""
    drawn = frame.sample(min(5 * CHUNK, frame.height), seed=3)
    seconds = []
    for start in range(0, drawn.height, CHUNK):
        began = time.perf_counter()
        with transaction.atomic():
            bulk.match_organisations(drawn[start : start + CHUNK])
        seconds.append(time.perf_counter() - began)
    return Row("known codes", CHUNK, "rows", tuple(seconds))


def fragment(name: str, chance: random.Random, longest: int = LONGEST) -> str:
    """Return a part of the name that says something: a bracket alone is no question."""
    while True:
        length = chance.randint(1, min(longest, len(name)))
        start = chance.randint(0, len(name) - length)
        part = name[start : start + length]
        if any(character.isalnum() for character in part):
            return part


def page(question: str) -> public.SearchAnswer:
    return public.search_organisations(question)


def narrowed_page(question: str) -> public.SearchAnswer:
    return public.search_organisations(question, kinds=["social"])


def narrowed_count(question: str) -> object:
    return public.count_organisations(question, kinds=["social"])


def second_page(question: str) -> public.SearchAnswer:
    first = public.search_organisations(question)
    return public.search_organisations(question, cursor=first.following) if first.following else first


def latencies(what: str, ask: Callable[[str], object], questions: Sequence[str]) -> list[Row]:
    """Return the middle, the 95th and the 99th of a hundred, and the slowest answer."""
    seconds = []
    for question in questions:
        began = time.perf_counter()
        ask(question)
        seconds.append(time.perf_counter() - began)
    cuts = statistics.quantiles(seconds, n=100)
    slowest = questions[seconds.index(max(seconds))]
    print(f"{what}: slowest {max(seconds) * 1000:.0f} ms for {slowest!r}", flush=True)
    return [
        Row(f"{what}, {name}", 1, "questions", (value,))
        for name, value in (("p50", cuts[49]), ("p95", cuts[94]), ("p99", cuts[98]), ("slowest", max(seconds)))
    ]


def recall(names: list[str], questions: list[str]) -> float:
    """Return the share of expected organisations found: all pages up to 10,000, each organisation once."""
    texts = pl.Series([read_question(name[:100]).text if any(map(str.isalnum, name)) else "" for name in names])
    expected = found = 0
    for question in questions:
        wanted = int(texts.str.contains(read_question(question).text, literal=True).sum())
        if wanted > COUNT_LIMIT:
            continue
        seen: set[str] = set()
        cursor = ""
        while True:
            answer = public.search_organisations(question, cursor=cursor, limit=100)
            codes = [hit.code for hit in answer.hits]
            assert not seen.intersection(codes), f"{question} twice"
            seen.update(codes)
            cursor = answer.following
            if not cursor:
                break
        count = public.count_organisations(question)
        assert count.exact, question
        assert count.number == wanted, (question, count, wanted)
        expected, found = expected + wanted, found + len(seen)
        assert len(seen) == wanted, (question, len(seen), wanted)
    return found / expected
