"""The pages of the trail through their addresses."""

from types import SimpleNamespace

import pytest
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils.datastructures import MultiValueDict
from pytest_django import Settings

from chengxin.audit.models import AuditEntry
from chengxin.audit.rules import TRAIL_EXPORTED, TRAIL_SEEN
from chengxin.audit.tests.people import CITY_AUDITOR, COUNTY_REPORTER, NOW
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotPermitted

pytestmark = [pytest.mark.service, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Settings) -> None:
    """Pages are looked at before any files were collected."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


DAYS = {"since": "2026-06-01", "until": "2026-06-30"}


def ask(address: str, *, actor: Actor = CITY_AUDITOR, post: dict[str, str] | None = None) -> HttpResponseBase:
    """Ask as the middleware would hand the request on."""
    factory = RequestFactory()
    request = factory.get(address) if post is None else factory.post(address, post)
    for name, value in {
        "user": SimpleNamespace(is_authenticated=True),
        "actor": actor,
        "now": NOW,
        "number": "abc",
        "origin": "192.0.2.1",
        "htmx": False,
        "session": {},
        "_messages": MultiValueDict(),
        "csp_nonce": "",
    }.items():
        setattr(request, name, value)
    match = resolve(request.path)
    answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return answer


def text_of(answer: HttpResponseBase) -> str:
    content: bytes = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]  # one of two kinds
    return content.decode()


def an_entry(label: str = "某事项") -> int:
    return AuditEntry.objects.create(
        at=NOW,
        actor_kind="staff",
        actor_id="county-reporter",
        actor_name="演示人",
        unit_name="演示单位",
        district="990021",
        action=TRAIL_SEEN.code,
        object_kind="thing",
        object_label=label,
        facts={"说明": "<b>粗</b>"},
        outcome="done",
    ).id


def test_the_trail_is_shown_and_the_look_recorded() -> None:
    an_entry()
    answer = ask(reverse("audit:trail"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    text = text_of(answer)
    assert "某事项" in text
    assert TRAIL_SEEN.label in text
    assert AuditEntry.objects.filter(actor_id="city-auditor").count() == 1


def test_what_comes_from_outside_is_escaped() -> None:
    number = an_entry("<script>alert(1)</script>")
    for address in (reverse("audit:trail"), reverse("audit:entry", args=[number])):
        text = text_of(ask(address))
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text
    assert "&lt;b&gt;粗" in text


@pytest.mark.parametrize(
    "query",
    ["since=2026-06-30&until=2026-06-01", "since=yesterday", "action=no.such-action", "outcome=x", f"actor={'x' * 81}"],
)
def test_a_wrong_filter_shows_its_fault_and_no_rows(query: str) -> None:
    an_entry()
    answer = ask(f"{reverse('audit:trail')}?{query}")
    assert answer.status_code == 422
    text = text_of(answer)
    assert "summary-bad" in text
    assert "某事项" not in text
    assert AuditEntry.objects.count() == 1


def test_the_filter_stays_in_the_address_of_the_next_page() -> None:
    for _ in range(51):
        an_entry()
    text = text_of(ask(f"{reverse('audit:trail')}?unit=演示"))
    assert "after=" in text
    assert "unit=%E6%BC%94%E7%A4%BA" in text


def test_an_entry_is_shown_in_full() -> None:
    text = text_of(ask(reverse("audit:entry", args=[an_entry()])))
    assert "演示单位" in text
    assert "一分钟内封入台账" in text


def test_an_export_asks_why_and_streams() -> None:
    an_entry("=1+1")
    asked = text_of(ask(f"{reverse('audit:export')}?since=2026-06-01&until=2026-06-30"))
    assert 'value="2026-06-01"' in asked
    assert ask(reverse("audit:export"), post=DAYS).status_code == 422
    answer = ask(reverse("audit:export"), post={**DAYS, "purpose": "某项检查", "basis": "某文件"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = text_of(answer).splitlines()
    assert len(lines) == 3
    assert TRAIL_EXPORTED.label in lines[1]
    assert "'=1+1" in lines[2]


@pytest.mark.parametrize("address", ["audit:trail", "audit:export"])
def test_others_are_turned_away(address: str) -> None:
    with pytest.raises(NotPermitted):
        ask(reverse(address), actor=COUNTY_REPORTER)
