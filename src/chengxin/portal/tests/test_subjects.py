"""The page of a subject and the page of a record."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from chengxin.portal.tests.looking import asking, page
from chengxin.register.services import mark_disputed
from chengxin.register.tests.scenes import (
    LICENCE,
    NOW,
    OFFICE,
    City,
    Fact,
    Permit,
    organisation,
    record_of,
    shown,
)

pytestmark = pytest.mark.service

MANY = 12


def test_a_subject_shows_facts_tabs_and_the_five_questions(city: City) -> None:
    shown(city.unit, Fact(city.firm))
    shown(city.unit, Permit(city.firm), item=LICENCE)
    html = page(f"{city.address}?tab=penalties")
    assert html.count("<h1") == 1
    for words in (city.firm.name, "许可<span", "处罚<span", "谁作出的", "依据什么", "何时作出", "公示到何时，为什么"):
        assert words in html
    for words in ("测试市场监督管理局", "《食品安全法》第一百二十四条", "公示到2090年1月1日", "可以申请修复"):
        assert words in html
    assert city.unit.name in html
    assert "某代表人" not in html
    assert "食品生产许可证" not in html
    assert "食品生产许可证" in page(city.address)


def test_what_shows_something_adverse_is_not_to_be_kept_by_search_engines(city: City) -> None:
    shown(city.unit, Permit(city.firm), item=LICENCE)
    clean = Client().get(city.address)
    assert "noindex" not in clean.headers.get("X-Robots-Tag", "")
    assert clean.headers["Cache-Control"] == "no-store"
    shown(city.unit, Fact(city.firm))
    for address in (
        city.address,
        f"{city.address}?tab=penalties",
        f"/records/{record_of(Fact(city.firm).number).public_id}",
    ):
        answer = Client().get(address)
        assert answer.headers["X-Robots-Tag"] == "noindex, noarchive"
        assert '<meta name="robots" content="noindex, noarchive">' in answer.content.decode()


def test_without_a_tab_the_first_that_holds_something_is_open(city: City) -> None:
    shown(city.unit, Fact(city.firm))
    assert "销售过期食品" in page(city.address)
    assert "现在没有正在公示的许可记录" in page(f"{city.address}?tab=licences")


@pytest.mark.parametrize(
    ("query", "status"),
    [("tab=lists", 404), ("tab=registration", 404), ("after=x", 422), ("as_of=2020-01-01", 422), ("utm=1", 200)],
)
def test_odd_questions_are_answered_in_words(city: City, query: str, status: int) -> None:
    html = page(f"{city.address}?{query}", status)
    assert "Traceback" not in html


def test_other_ways_of_writing_lead_to_the_one_address(city: City) -> None:
    code = city.firm.unified_code or ""
    for written in (code.lower(), city.firm.public_id, f"{code[:8]} {code[8:]}"):
        answer = Client().get(f"/subjects/{written}?tab=penalties")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{city.address}?tab=penalties")


def test_an_organisation_without_a_code_stands_at_its_id(city: City) -> None:
    type(city.firm).objects.filter(id=city.firm.id).update(unified_code=None)
    assert city.firm.name in page(f"/subjects/{city.firm.public_id}")
    shown(city.unit, Permit(city.firm), item=LICENCE)
    assert f"/subjects/{city.firm.public_id}" in page("/licences/")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("91990102MA40001KXX", "最后一位校验码"),
        ("91990102MA40001K", "这里有16位"),
        ("91990102MA4OO01KXX", "没有I、O、S、V、Z"),
        ("0" * 26, "没有收录代码是"),
        ("no-such", "这里有6位"),
        ("<script>", "&lt;script&gt;"),
    ],
)
def test_an_unknown_code_is_told_what_may_be_wrong(db: None, code: str, words: str) -> None:  # noqa: ARG001  the database is asked
    html = page(f"/subjects/{code}", 404)
    assert words in html
    assert "noindex" in html
    assert "<script>" not in html


@pytest.mark.parametrize("number", ["11010519491231002X", "13900000000"])
def test_a_number_of_a_person_is_not_repeated(db: None, number: str) -> None:  # noqa: ARG001  the database is asked
    html = page(f"/subjects/{number}", 404)
    assert number not in html
    assert "自然人不提供查询" in html


@pytest.mark.parametrize("kind", ["sole-trader", "other"])
def test_a_name_like_a_person_s_is_masked_everywhere(city: City, kind: str) -> None:
    shop = organisation(kind, "赵某某", personal=True)
    shown(city.unit, Fact(shop, number="甲1号"))
    shown(city.unit, Permit(shop, number="乙1号"), item=LICENCE)
    addresses = (
        f"/subjects/{shop.unified_code}?tab=penalties",
        f"/records/{record_of('甲1号').public_id}",
        "/penalties/",
        "/licences/",
        "/",
    )
    for address in addresses:
        html = page(address)
        assert "赵某某" not in html
        assert "赵**" in html


def test_a_disputed_record_carries_its_mark(city: City) -> None:
    shown(city.unit, Fact(city.firm))
    record = record_of(Fact(city.firm).number).public_id
    assert "异议处理中" not in page(city.address)
    mark_disputed(actor=OFFICE, now=NOW, record_id=record, basis="异议1号")
    for address in (city.address, f"/records/{record}", "/penalties/"):
        assert "异议处理中" in page(address)


def test_records_follow_each_other_page_by_page(city: City) -> None:
    facts = [
        Fact(city.firm, number=f"示罚{number:03}号", decided_on=date(2026, 5, 1 + number)) for number in range(MANY)
    ]
    shown(city.unit, *facts)
    seen, address = [], f"{city.address}?tab=penalties"
    while address:
        html = page(address)
        seen += [fact.number for fact in facts if fact.number in html]
        following = html.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        address = following.replace("&amp;", "&") if 'rel="next"' in html else ""
    assert sorted(seen) == sorted(fact.number for fact in facts)


def test_a_page_asks_no_more_often_for_more_records(city: City) -> None:
    shown(city.unit, Fact(city.firm))
    with asking() as few:
        page(f"{city.address}?tab=penalties")
    shown(city.unit, *(Fact(city.firm, number=f"多{number}号") for number in range(MANY)))
    with asking() as many:
        page(f"{city.address}?tab=penalties")
    assert many.times == few.times <= 7, "\n".join(many.statements)


def test_a_record_has_a_page_of_its_own(city: City) -> None:
    shown(city.unit, Fact(city.firm, extra=(("CF_WFXW", "销售不合格食品"),)))
    html = page(f"/records/{record_of(Fact(city.firm).number).public_id}")
    assert html.count("<h1") == 1
    assert "销售不合格食品" in html
    assert city.address in html


@pytest.mark.parametrize("public_id", ["0" * 26, "x", "' OR 1=1 --"])
def test_a_record_that_never_was_is_not_found(db: None, public_id: str) -> None:  # noqa: ARG001  the database is asked
    assert "没有这个页面" in page(f"/records/{public_id}", 404)


def test_a_licence_that_is_over_is_marked_and_leaves_the_table(city: City) -> None:
    over = Permit(city.firm, number="旧1号", extra=(("XK_YXQZI", "2020-01-01"),))
    valid = Permit(city.firm, number="新1号", extra=(("XK_YXQZI", "2089-01-01"),))
    ever = replace(valid, number="长1号", extra=())
    shown(city.unit, over, valid, ever, item=LICENCE)
    table, subject = page("/licences/"), page(city.address)
    assert ("旧1号" in table, "新1号" in table, "长1号" in table) == (False, True, True)
    assert "旧1号" in subject
    assert "已失效" in subject
