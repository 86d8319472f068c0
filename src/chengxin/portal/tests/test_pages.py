import json
import re
from xml.etree import ElementTree as ET

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from chengxin.portal.pages import PUBLIC_PAGES
from chengxin.portal.urls import urlpatterns

pytestmark = [pytest.mark.service, pytest.mark.django_db]
PLAIN = [f"portal:{pattern.name}" for pattern in urlpatterns]


def text_of(response: HttpResponseBase) -> str:
    return response.getvalue().decode()


@pytest.mark.parametrize("name", PLAIN)
def test_every_address_answers_and_takes_no_post(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200
    assert client.post(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", [name for name, _label in PUBLIC_PAGES])
def test_pages_have_one_title_and_nothing_inline(client: Client, name: str) -> None:
    html = text_of(client.get(reverse(name)))
    assert html.count("<h1") == 1
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*src=)", html)
    assert "演示数据" in html


def test_site_maps_list_the_same_pages(client: Client) -> None:
    listed = [element.text for element in ET.fromstring(text_of(client.get("/sitemap.xml"))).iter() if element.text]  # noqa: S314  our own
    paths = {address.removeprefix("http://testserver") for address in listed if address.strip()}
    assert paths == {reverse(name) for name, _label in PUBLIC_PAGES}
    html = text_of(client.get("/sitemap"))
    assert all(f'href="{path}"' in html for path in paths)


def test_robots_are_kept_from_searches(client: Client) -> None:
    text = text_of(client.get("/robots.txt"))
    assert "Disallow: /search\n" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert 'content="noindex"' in text_of(client.get("/search?q=某某"))


@pytest.mark.parametrize(
    ("wanted", "status", "words"),
    [
        ("", 200, "怎样查得准"),
        ("某", 422, "至少输入2个字"),
        ("  某某  公司 ", 200, "还没有收录数据"),
        ("某" * 61, 422, "最多60个字"),
        ("<script>alert(1)</script>", 200, "还没有收录数据"),
        ("\x00\x00\x00", 200, "还没有收录数据"),
    ],
)
def test_a_search_says_which_kind_of_nothing_it_found(client: Client, wanted: str, status: int, words: str) -> None:
    response = client.get("/search", {"q": wanted})
    assert response.status_code == status
    assert words in text_of(response)
    assert "<script>alert" not in text_of(response)


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
