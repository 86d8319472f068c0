"""The search page: hits, facets, count, suggestions, and the kinds of nothing."""

import pytest
from django.test import Client

from chengxin.portal.tests.looking import asking, page
from chengxin.register.tests.scenes import LICENCE, OVER, Fact, Permit, bureau, shown, subject_of
from chengxin.subjects.tests.cast import code, load

pytestmark = pytest.mark.service

FIRMS = (
    (code(1), "海棠盛隆食品有限公司"),
    (code(2), "海棠盛隆贸易有限公司"),
    (code(3, "92"), "海棠盛隆小吃店"),
    (code(4, "92"), "王小伟"),
    (code(5), "云溪荔枝果业有限公司"),
)


@pytest.fixture
def firms(db: None) -> None:  # noqa: ARG001  they stand in the database
    load(FIRMS)


@pytest.mark.usefixtures("firms")
def test_hits_mark_the_match_and_tell_what_is_public() -> None:
    unit = bureau()
    shown(unit, Fact(subject_of(code(1)), number="甲1号"), Fact(subject_of(code(1)), number="甲2号"))
    shown(unit, Permit(subject_of(code(1))), item=LICENCE)
    html = page("/search?q=盛隆")
    assert html.count("<mark>盛隆</mark>") == 3
    assert "处罚 <b>2</b>" in html
    assert "许可 <b>1</b>" in html
    assert "没有正在公示的许可或处罚" in html
    assert "个体工商户" in html
    assert f'href="/subjects/{code(1)}"' in html
    assert "noindex" in html


@pytest.mark.usefixtures("firms")
def test_a_whole_code_leads_straight_to_its_page() -> None:
    for typed in (code(1), code(1).lower(), f" {code(1)[:2]} {code(1)[2:8]} {code(1)[8:]} ", code(4, "92")):
        answer = Client().get("/search", {"q": typed})
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/subjects/9")


@pytest.mark.usefixtures("firms")
def test_no_person_is_found() -> None:
    for typed in ("王小伟", "小伟", "王小"):
        html = page(f"/search?q={typed}")
        assert f"没有找到“{typed}”" in html
        assert code(4, "92") not in html
        assert "可能是人名" in html
    for number in ("11010519491231002X", "13900000000"):
        html = page(f"/search?q={number}", 422)
        assert "自然人不提供查询" in html
        assert number not in html


@pytest.mark.usefixtures("firms")
def test_the_count_comes_as_a_fragment_with_the_facets() -> None:
    shown(bureau(), Fact(subject_of(code(1))), Fact(subject_of(code(2))).until(OVER))
    assert "数一数" in page("/search?q=盛隆")
    for html in (page("/search?q=盛隆&count=1"), page("/search?q=盛隆&count=1", target="count")):
        assert "共3家" in html
        for name, number in (
            ("kind-enterprise", 2),
            ("kind-sole-trader", 1),
            ("has-penalties", 1),
            ("has-licences", 0),
        ):
            assert f'id="n-{name}"' in html
            assert f">{number}</span>" in html.partition(f'id="n-{name}"')[2][:30]
    assert "<html" not in page("/search?q=盛隆&count=1", target="count")


@pytest.mark.parametrize(
    ("query", "names", "count"),
    [
        ("kind=sole-trader", ["小吃店"], "共1家"),
        ("kind=sole-trader&kind=enterprise", ["食品", "贸易", "小吃店"], "共3家"),
        ("has=penalties", ["食品"], "共1家"),
        ("has=penalties&has=licences", [], "共0家"),
        ("has=penalties&kind=sole-trader", [], "共0家"),
        ("has=nonsense", ["食品", "贸易", "小吃店"], "共3家"),
        ("district=990102", [], "共0家"),
    ],
)
@pytest.mark.usefixtures("firms")
def test_results_are_narrowed(query: str, names: list[str], count: str) -> None:
    shown(bureau(), Fact(subject_of(code(1))))
    html = page(f"/search?q=盛隆&{query}")
    assert [name for name in ("食品", "贸易", "小吃店") if f"</mark>{name}" in html] == names
    assert count in page(f"/search?q=盛隆&{query}&count=1", target="count")
    assert ("合在一起没有结果" in html) == (not names)


@pytest.mark.usefixtures("firms")
def test_suggestions_come_as_one_types_and_never_complain() -> None:
    html = page("/search?q=盛隆", target="suggest")
    assert html.count("<mark>盛隆</mark>") == 3
    assert "看“盛隆”的全部结果" in html
    assert "<html" not in html
    for typed in ("", "盛", "——", "没有这样的名称", "11010519491231002X", "盛" * 61):
        assert page(f"/search?q={typed}", target="suggest").strip() == ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("澜州水产", "少输几个字"),
        ("澜州盛隆有限公司", "名称里有“盛隆”的"),
        ("盛隆貿易", "“貿”可能是繁体字"),
        ("91990102MA40001KXX", "最后一位校验码"),
        ("91990102MA40001KX", "这里有17位"),
    ],
)
@pytest.mark.usefixtures("firms")
def test_nothing_found_says_which_kind_of_nothing(typed: str, words: str) -> None:
    html = page(f"/search?q={typed}")
    assert f"没有找到“{typed}”" in html
    assert words in html
    assert "不表示它没有登记" in html


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q=盛", "至少输入2个字"),
        (f"q={'盛' * 61}", "最多60个字"),
        ("q=——", "至少一个字"),
        ("q=盛隆&kind=person", "没有“person”这种主体类型"),
        ("q=盛隆&district=x-y", "不是区划代码"),
        ("q=盛隆&after=nonsense", "翻页标记无效"),
        ("q=盛隆&has=penalties&after=nonsense", "翻页标记无效"),
        ("q=盛隆&as_of=2020-01-01", "只显示现在的内容"),
    ],
)
@pytest.mark.usefixtures("firms")
def test_faults_are_told_in_words(query: str, words: str) -> None:
    assert words in page(f"/search?{query}", 422)


@pytest.mark.parametrize("narrowed", ["", "&has=penalties"])
def test_pages_follow_each_other_without_gap_or_repeat(db: None, narrowed: str) -> None:  # noqa: ARG001  the database is asked
    load([(code(number), f"海棠盛隆{number:02}贸易有限公司") for number in range(1, 46)])
    unit = bureau()
    shown(unit, *(Fact(subject_of(code(number)), number=f"罚{number}号") for number in range(1, 46)))
    seen, address = [], f"/search?q=盛隆{narrowed}"
    while address:
        html = page(address)
        seen += [number for number in range(1, 46) if code(number) in html]
        before, mark, _rest = html.partition('rel="next"')
        address = before.rpartition('href="')[2].partition('"')[0].replace("&amp;", "&") if mark else ""
    assert sorted(seen) == list(range(1, 46))


@pytest.mark.usefixtures("firms")
def test_a_search_asks_no_more_often_for_more_hits() -> None:
    with asking() as few:
        page("/search?q=荔枝")
    load([(code(number), f"云溪荔枝{number}贸易有限公司") for number in range(20, 40)])
    with asking() as many:
        page("/search?q=荔枝")
    assert few.times <= 8, "\n".join(few.statements)
    assert many.times <= few.times, "\n".join(many.statements)
