"""Search is held against a plain scan of every name: nothing missing, nothing twice, whichever way it takes."""

import random
from collections.abc import Iterator
from functools import cache

import polars as pl
import pytest
from django.db import connection

from chengxin.foundation.actor import public_actor, system_actor
from chengxin.foundation.names import search_text
from chengxin.foundation.rest import BadCursor, write_cursor
from chengxin.subjects import public, queries
from chengxin.subjects.models import NamePeriod, OldNumber, Organisation
from chengxin.subjects.queries.search import DESK, PUBLIC, Source, count, count_by_facet, search
from chengxin.subjects.rules.searching import NothingToSearch, Question, read_question
from chengxin.subjects.services.bulk.creating import begin_names
from chengxin.subjects.tests import invented
from chengxin.subjects.tests.cast import code, load

pytestmark = pytest.mark.service

STAFF = system_actor("test")
NASTY = (
    "甲",
    "𠮷",
    "A",
    "（）",
    "***",
    "甲" * 200,
    "海棠𬭚𬭚商店",
    "海棠\ue0a1\U000f0003商店",
    "海 棠\u3000商店（北 部）",
    "ＡＢＣ科技（１２）",
    "100%纯_棉\\服装店",
    'O\'Brien & "Söhne", 有限公司',
    "\ufdfa公司",
    "张三",
    "Ⅳ号ⅳ号",
    "\U0010ffff海棠",
)


def walk(source: Source, typed: str, *, few: int = 1_000, limit: int = 7) -> list[str]:
    """Return the ids of all pages, in order."""
    return list(pages(source, read_question(typed), few=few, limit=limit))


def pages(source: Source, question: Question, *, few: int = 1_000, limit: int = 7) -> Iterator[str]:
    cursor = ""
    while True:
        page = search(source, question, cursor=cursor, limit=limit, few=few)
        assert len(page.hits) <= limit
        yield from (hit.public_id for hit in page.hits)
        cursor = page.following
        if not cursor:
            return


def scan(typed: str) -> set[str]:
    """Return the ids that a plain scan of every name finds."""
    text = read_question(typed).text
    names = NamePeriod.objects.values_list("organisation__public_id", "name")
    return {public_id for public_id, name in names if text in text_of(name)}


text_of = cache(search_text)


def fragments(seed: int, number: int) -> Iterator[str]:
    chance = drawn(seed)
    names = list(NamePeriod.objects.order_by("id").values_list("name", flat=True))
    while number:
        name = chance.choice(names)
        start = chance.randrange(len(name))
        part = name[start : start + chance.randint(1, 20)]
        if read_text(part):
            number -= 1
            yield part


def drawn(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  parts of invented names, nothing to guess


def read_text(part: str) -> str:
    try:
        return read_question(part).text
    except NothingToSearch:
        return ""


@pytest.fixture
def city(db: None) -> None:  # noqa: ARG001  the organisations stand in the database
    """Some thousand organisations, some with former names that are like others' present ones."""
    rows = [(one.code, one.name) for one in invented.organisations(1_500, seed=5)]
    rows += [(code(number), name) for number, name in enumerate(NASTY)]
    found = load(rows)
    chance = drawn(8)
    ids = chance.sample(found["organisation_id"].to_list(), 200)
    former = [chance.choice(rows)[1] for _ in ids] + [rows[0][1]] * 3
    begin_names(pl.DataFrame({"organisation_id": [*ids, *ids[:3]], "name": former, "current": [False] * len(former)}))


@pytest.mark.parametrize("few", [1_000, 3])
def test_nothing_is_missing_and_nothing_comes_twice(city: None, few: int) -> None:  # noqa: ARG001  stands in the database
    for typed in [*fragments(few, 80), "公司", "𠮷", "甲", "A", "\ue0a1", "店"]:
        limit = 40 if len(scan(typed)) > 100 else 7
        found = walk(DESK, typed, few=few, limit=limit)
        assert len(found) == len(set(found)), typed
        assert set(found) == scan(typed), typed


def test_the_count_is_that_of_the_pages(city: None) -> None:  # noqa: ARG001  stands in the database
    for typed in [*fragments(4, 60), "海棠", "公司", "甲"]:
        wanted = len(scan(typed))
        assert count(DESK, read_question(typed)).number == wanted
        counted = count(DESK, read_question(typed), limit=10)
        assert (counted.number, counted.exact) == (min(10, wanted), wanted <= 10)


def test_facets_add_up_to_the_count_or_are_not_told(city: None) -> None:  # noqa: ARG001  stands in the database
    for typed in ["海棠", "公司", "棠", *fragments(5, 20), "91990102"]:
        question = read_question(typed)
        facets = count_by_facet(PUBLIC, question)
        assert facets.total == count(PUBLIC, question)
        assert facets.kinds is not None
        assert facets.districts is not None
        assert sum(facets.kinds.values()) == sum(facets.districts.values()) == facets.total.number
        for kind, number in facets.kinds.items():
            assert count(PUBLIC, read_question(typed, kinds=[kind])).number == number
        for district, number in facets.districts.items():
            assert count(PUBLIC, read_question(typed, districts=[district])).number == number
    many = count_by_facet(PUBLIC, read_question("公司"), limit=10)
    assert (many.total.number, many.total.exact, many.kinds, many.districts) == (10, False, None, None)


@pytest.mark.parametrize(
    ("kinds", "districts"),
    [
        (["enterprise"], ["990102"]),
        (["sole-trader", "cooperative"], []),
        ([], ["990100", "9901GX"]),
        (["government"], []),
        ([], ["000000"]),
    ],
)
def test_filters_narrow_pages_and_count(
    city: None,  # noqa: ARG001  stands in the database
    kinds: list[str],
    districts: list[str],
) -> None:
    fitting = Organisation.objects.all()
    fitting = fitting.filter(kind__in=kinds) if kinds else fitting
    fitting = fitting.filter(district__in=districts) if districts else fitting
    wanted = set(fitting.values_list("public_id", flat=True))
    for typed in ("海棠", "有限公司", "贸易", "商店", "棠"):
        question = read_question(typed, kinds=kinds, districts=districts)
        expected = scan(typed) & wanted
        for few in (1_000, 3):
            found = list(pages(DESK, question, few=few, limit=33))
            assert len(found) == len(set(found)), (typed, few)
            assert set(found) == expected, (typed, few)
        assert count(DESK, question).number == len(expected)


def test_filters_hold_for_codes_too(db: None) -> None:  # noqa: ARG001  stands in the database
    load([(code(number, prefix), "测试甲乙店") for number in range(1, 9) for prefix in ("91", "92")])
    question = read_question(code(1, "92")[:8], kinds=["sole-trader"])
    assert len(list(pages(DESK, question))) == 8
    assert count(DESK, question).number == 8
    assert list(pages(DESK, read_question(code(1, "92")[:8], kinds=["enterprise"]))) == []


def test_the_code_comes_first_then_the_very_name_then_names_that_begin_so(db: None) -> None:  # noqa: ARG001  stands in the database
    load(
        [
            (code(1), "南岭盛隆贸易商店"),
            (code(2), "盛隆贸易商店"),
            (code(3), "盛隆贸易"),
            (code(4), "南岭盛隆贸易"),
            (code(5), "盛（隆）贸易分店"),
        ]
    )
    hits = queries.search_organisations(STAFF, "盛隆贸易").hits
    assert [hit.name for hit in hits] == [
        "盛隆贸易",
        "盛（隆）贸易分店",
        "盛隆贸易商店",
        "南岭盛隆贸易",
        "南岭盛隆贸易商店",
    ]
    assert hits[1].shown == (0, 6)
    load([(code(6), f"靠近{code(2)}的商店")])
    hits = queries.search_organisations(STAFF, code(2).lower()).hits
    assert [hit.name for hit in hits] == ["盛隆贸易商店", f"靠近{code(2)}的商店"]
    assert hits[0].shown is None


def test_a_part_of_a_code_is_found_from_its_beginning_and_from_the_inner_code(db: None) -> None:  # noqa: ARG001  stands in the database
    load([(code(number), f"测试{number}号店") for number in range(1, 40)])
    whole = code(11)
    assert [hit.code for hit in queries.search_organisations(STAFF, whole[8:17]).hits] == [whole]
    assert walk(DESK, whole[8:14]) == walk(DESK, whole[8:14], limit=2)
    begun = queries.search_organisations(STAFF, whole[:8], limit=100).hits
    assert [hit.code for hit in begun] == sorted(code(number) for number in range(1, 40))
    assert queries.count_organisations(STAFF, whole[:8]).number == 39
    assert queries.search_organisations(STAFF, whole[:5]).hits == ()


def test_an_old_number_leads_to_the_organisation(db: None) -> None:  # noqa: ARG001  stands in the database
    found = load([(code(1), "甲乙贸易商店"), (code(2), "丙丁贸易商店")])
    OldNumber.objects.create(
        organisation_id=found["organisation_id"][0], kind="registration-number", number="990100000001234"
    )
    assert [hit.code for hit in queries.search_organisations(STAFF, "990100000001234").hits] == [code(1)]
    assert public.search_organisations("9901 0000 0001 234").hits[0].code == code(1)
    assert public.count_organisations("990100000001234").number == 1


def test_a_former_name_that_matched_is_said(db: None) -> None:  # noqa: ARG001  stands in the database
    found = load([(code(1), "甲乙贸易商店")])
    begin_names(
        pl.DataFrame(
            {
                "organisation_id": [found["organisation_id"][0]] * 2,
                "name": ["老字号铺", "老字号"],
                "current": [False] * 2,
            }
        )
    )
    (hit,) = queries.search_organisations(STAFF, "字号").hits
    assert (hit.name, hit.former_name, hit.shown) == ("甲乙贸易商店", "老字号", (1, 3))
    (hit,) = queries.search_organisations(STAFF, "甲乙").hits
    assert hit.former_name == ""
    (hit,) = queries.search_organisations(STAFF, "老字").hits
    assert hit.former_name == "老字号"


def test_a_cursor_that_is_not_ours_is_refused(city: None) -> None:  # noqa: ARG001  stands in the database
    question = read_question("海棠")
    other = search(DESK, read_question("公司"), cursor="", limit=5).following
    cursors = [
        other,
        "x",
        write_cursor("nowhere", "", 0, question.mark),
        write_cursor("many-hold", "-5", 0, question.mark),
        write_cursor("many-hold", "²", 0, question.mark),
        write_cursor("many-hold", "9" * 30, 0, question.mark),
        write_cursor("name-begins", "\0", 0, question.mark),
        write_cursor("name-begins", "", 2**63, question.mark),
        write_cursor("name-begins", "", -1, question.mark),
        write_cursor("few-hold", "a", 0),
    ]
    for cursor in cursors:
        with pytest.raises(BadCursor):
            search(DESK, question, cursor=cursor, limit=5)


def test_what_was_few_goes_on_in_its_order_when_it_becomes_many(city: None) -> None:  # noqa: ARG001  stands in the database
    question = read_question("贸易")
    first = search(DESK, question, cursor="", limit=5)
    ids = [hit.public_id for hit in first.hits]
    rest = search(DESK, question, cursor=first.following, limit=100_000, few=2)
    assert len({*ids, *(hit.public_id for hit in rest.hits)}) == len(scan("贸易"))


def test_no_statement_is_prepared_so_that_none_gets_a_plan_for_any_text(city: None) -> None:  # noqa: ARG001  stands in the database
    for _ in range(12):
        queries.search_organisations(STAFF, "海棠")
        queries.count_organisations(STAFF, "海棠")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (0,)


def test_who_has_no_permission_finds_nothing(city: None) -> None:  # noqa: ARG001  stands in the database
    nobody = public_actor("192.0.2.1")
    assert queries.search_organisations(nobody, "海棠").hits == ()
    assert queries.count_organisations(nobody, "海棠").number == 0


def test_names_of_persons_are_found_by_staff_and_by_nobody_else(city: None) -> None:  # noqa: ARG001  stands in the database
    on_the_desk = walk(DESK, "张三")
    assert on_the_desk
    assert on_the_desk[0] not in walk(PUBLIC, "张三")
    assert set(walk(PUBLIC, "海棠", limit=200)) == scan("海棠")


def test_a_huge_page_of_nonsense_is_answered(city: None) -> None:  # noqa: ARG001  stands in the database
    for typed in ("\U0010ffff", "\ud7ff甲", "𝟘𝟙𝟚", "甲" * 100):
        if read_text(typed):
            assert set(walk(DESK, typed)) == scan(typed)
