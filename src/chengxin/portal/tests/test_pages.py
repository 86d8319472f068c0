import json
import re
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chengxin.portal.pages import PUBLIC_PAGES
from chengxin.portal.tests.looking import asking, page, text_of
from chengxin.portal.urls import urlpatterns
from chengxin.register.tests import scenes

pytestmark = [pytest.mark.service, pytest.mark.django_db]
LONG_AGO = date(2025, 1, 1)
TAKES_SOMETHING = {"portal:validate", "portal:verify", "portal:comment-answer"}
"""The pages of the portal to which something is sent: a file, of which nothing is kept, and a receipt number."""
PLAIN = [f"portal:{pattern.name}" for pattern in urlpatterns if not pattern.pattern.converters]


@pytest.mark.parametrize("name", PLAIN)
def test_every_address_answers_and_takes_no_post_but_those_that_ask(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200
    assert client.post(reverse(name)).status_code == (422 if name in TAKES_SOMETHING else 405)


@pytest.mark.parametrize("name", [name for name, _label in PUBLIC_PAGES])
def test_pages_have_one_title_and_nothing_inline(client: Client, name: str) -> None:
    html = text_of(client.get(reverse(name)))
    assert html.count("<h1") == 1
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*src=)", html)
    assert "演示数据" in html


def test_site_maps_list_every_page_and_engines_no_adverse_one(client: Client) -> None:
    listed = [element.text for element in ET.fromstring(text_of(client.get("/sitemap.xml"))).iter() if element.text]  # noqa: S314  our own
    paths = {address.removeprefix("http://testserver") for address in listed if address.strip()}
    every = {reverse(name) for name, _label in PUBLIC_PAGES}
    assert paths == every - {"/catalog/answers", "/lists/black/", "/penalties/", "/reports/verify", "/search"}
    html = text_of(client.get("/sitemap"))
    assert all(f'href="{path}"' in html for path in every)
    for path in every:
        kept = "noindex" not in text_of(client.get(path))
        assert kept == (path in paths), path


def test_robots_are_kept_from_searches(client: Client) -> None:
    text = text_of(client.get("/robots.txt"))
    assert "Disallow: /search\n" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert 'content="noindex, noarchive"' in text_of(client.get("/search?q=某某"))


@pytest.mark.parametrize(
    ("wanted", "status", "words"),
    [
        ("", 200, "怎样查得准"),
        ("某", 422, "至少输入2个字"),
        ("  某某  公司 ", 200, "还没有收录数据"),
        ("某" * 61, 422, "最多60个字"),
        ("<script>alert(1)</script>", 200, "还没有收录数据"),
        ("\x00\x00\x00", 200, "怎样查得准"),
        ("——", 422, "至少一个字"),
    ],
)
def test_a_search_says_which_kind_of_nothing_it_found(client: Client, wanted: str, status: int, words: str) -> None:
    response = client.get("/search", {"q": wanted})
    assert response.status_code == status
    assert words in text_of(response)
    assert "<script>alert" not in text_of(response)


def test_the_first_page_counts_what_was_decided_lately_and_names_licences_only(city: scenes.City) -> None:
    today = timezone.localdate()
    window = replace(scenes.WINDOW, starts_on=today)
    penalty = scenes.Fact(city.firm, decided_on=today, window=window)
    scenes.shown(
        city.unit, penalty, replace(penalty, number="罚2号"), replace(penalty, number="旧", decided_on=LONG_AGO)
    )
    permit = scenes.Permit(city.firm, decided_on=today)
    with asking() as few:
        page("/")
    scenes.shown(city.unit, permit, replace(permit, number="许2号"), item=scenes.LICENCE)
    with asking() as many:
        html = page("/")
    assert html.count(">2</a>") == 2
    assert f"/penalties/?from={(today - timedelta(days=30)).isoformat()}" in html
    assert "食品生产许可证" in html
    assert "销售过期食品" not in html
    assert "noindex" not in html
    assert many.times == few.times <= 6


def test_the_ledger_is_empty_before_anything_was_sealed(client: Client) -> None:
    assert "还没有内容封入台账" in text_of(client.get("/ledger/"))
    export = client.get("/ledger/export")
    assert json.loads(text_of(export).splitlines()[0])["ledger"]["size"] == 0
    assert export.headers["Content-Disposition"] == 'attachment; filename="ledger.jsonl"'


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ({}, 200, "自己算一算"),
        ({"decided_on": "2026-05-20", "item": "licence"}, 200, "法律没有规定到哪一天为止"),
        ({"decided_on": "2026-05-20", "item": "penalty", "severity": "general"}, 200, "<h1>公示到"),
        ({"decided_on": "2026-05-20", "item": "penalty"}, 422, "请选失信程度"),
        ({"decided_on": "2024-05-20", "item": "penalty", "severity": "general"}, 422, "请选处罚种类"),
        ({"decided_on": "2999-05-20", "item": "penalty"}, 422, "决定日期不能晚于今天"),
        ({"decided_on": "1900-05-20", "item": "penalty"}, 422, "1900-05-20"),
        ({"decided_on": "昨天", "item": "penalty"}, 422, "summary-bad"),
        ({"decided_on": "2026-05-20", "item": "murder", "kinds": ["x", "y"]}, 422, "summary-bad"),
        ({"item": "penalty"}, 422, "请填写决定日期"),
        ({"unknown": "1"}, 422, "请填写决定日期"),
    ],
)
def test_the_law_answers_or_says_what_it_needs(client: Client, query: dict[str, str], status: int, words: str) -> None:
    response = client.get("/law/", query)
    assert response.status_code == status
    assert words in text_of(response)
