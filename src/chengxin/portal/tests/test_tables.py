"""The tables of 双公示."""

from datetime import date

import pytest
from django.test import Client

from chengxin.portal.tests.looking import asking, page
from chengxin.register.tests.scenes import LICENCE, OVER, City, Fact, Permit, organisation, shown

pytestmark = pytest.mark.service


def numbers_in(html: str, facts: list[Fact]) -> list[str]:
    return [fact.number for fact in facts if fact.number in html]


@pytest.mark.parametrize(
    ("address", "none"),
    [("/licences/", "现在没有正在公示的行政许可"), ("/penalties/", "现在没有正在公示的行政处罚")],
)
def test_an_empty_table_says_which_kind_of_nothing(db: None, address: str, none: str) -> None:  # noqa: ARG001  the database is asked
    assert none in page(address)
    assert "没有符合条件的记录" in page(f"{address}?from=2020-01-01")


def test_each_table_holds_its_own(city: City) -> None:
    shown(city.unit, Fact(city.firm), Fact(city.firm, number="过期1号").until(OVER))
    shown(city.unit, Permit(city.firm), item=LICENCE)
    penalties, licences = page("/penalties/"), page("/licences/")
    assert (Fact(city.firm).number in penalties, Permit(city.firm).number in penalties) == (True, False)
    assert (Fact(city.firm).number in licences, Permit(city.firm).number in licences) == (False, True)
    assert "过期1号" not in penalties
    assert "2,000" in penalties
    assert city.address in licences
    assert "noindex, noarchive" in penalties
    assert "noindex" not in licences


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["甲1号", "乙1号"]),
        ("from=2026-06-02", ["乙1号"]),
        ("to=2026-06-01", ["甲1号"]),
        ("from=2026-06-02&to=2026-06-02", ["乙1号"]),
        ("body=测试市场监督管理局", ["甲1号", "乙1号"]),
        ("district=990100", []),
    ],
)
def test_a_table_is_narrowed(city: City, query: str, expected: list[str]) -> None:
    facts = [Fact(city.firm, "甲1号", date(2026, 6, 1)), Fact(city.firm, "乙1号", date(2026, 6, 2))]
    shown(city.unit, *facts)
    assert numbers_in(page(f"/penalties/?{query}"), facts) == expected


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=2026-06-02&to=2026-06-01", "请把两个日期对调"),
        ("from=昨天", "决定日期从"),
        ("body=没有这个局", "作出机关"),
        ("district=990199", "主体所在区域"),
        ("after=x", "读取位置不正确"),
        ("as_of=2020-01-01", "只显示现在的内容"),
    ],
)
def test_faults_are_told_in_words(city: City, query: str, words: str) -> None:
    shown(city.unit, Fact(city.firm))
    html = page(f"/penalties/?{query}", 422)
    assert words in html
    assert Fact(city.firm).number not in html


@pytest.mark.parametrize("query", ["item=no-such", "item=licence-organisation"])
def test_an_item_of_another_table_is_not_found(db: None, query: str) -> None:  # noqa: ARG001  the database is asked
    page(f"/penalties/?{query}", 404)


def test_nobody_is_looked_for_by_name_in_a_table(city: City) -> None:
    shown(city.unit, Fact(city.firm))
    assert 'name="q"' not in page("/penalties/").partition('class="filters')[2]
    assert Fact(city.firm).number in page("/penalties/?q=别的名称")


def test_the_count_comes_as_a_fragment_or_by_a_link(city: City) -> None:
    shown(city.unit, Fact(city.firm, number="甲1号"), Fact(city.firm, number="乙1号"))
    assert "数一数" in page("/penalties/")
    assert "共2条" in page("/penalties/?count=1")
    fragment = page("/penalties/?count=1", target="count")
    assert "共2条" in fragment
    assert "<html" not in fragment
    assert "HX-Target" in Client().get("/penalties/").headers["Vary"]


def test_pages_follow_each_other_without_gap_or_repeat(city: City) -> None:
    facts = [Fact(city.firm, f"示罚{number:03}号", date(2026, 5, 1 + number // 2)) for number in range(45)]
    shown(city.unit, *facts)
    seen, address = [], "/penalties/?from=2026-05-01"
    while address:
        html = page(address)
        seen += numbers_in(html, facts)
        before, mark, _rest = html.partition('rel="next"')
        address = before.rpartition('href="')[2].partition('"')[0].replace("&amp;", "&") if mark else ""
    assert sorted(seen) == sorted(fact.number for fact in facts)


def test_a_longer_table_asks_no_more_often(city: City) -> None:
    shown(city.unit, Fact(city.firm))
    with asking() as few:
        page("/penalties/")
    shown(city.unit, *(Fact(organisation(), number=f"多{number}号") for number in range(15)))
    with asking() as many:
        page("/penalties/")
    assert many.times == few.times <= 5, "\n".join(many.statements)
