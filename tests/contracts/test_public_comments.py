"""Anybody comments on a draft catalogue: taken, sealed, answered, published, and refused when it is too late."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chengxin.audit.models import AuditEntry
from chengxin.catalog import rules, services
from chengxin.catalog.models import Edition, EditionComment
from chengxin.catalog.rules.editions import Outcome
from chengxin.foundation.actor import system_actor
from chengxin.foundation.identifiers.id_number import id_number_check
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import Invalid, NotFound
from chengxin.units.tests.factories import real_now

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
OFFICE, KEY, PENALTY = system_actor("catalog.import"), "2098", "penalty-organisation"
ADDRESS = f"/catalog/{KEY}/comment"
BODY = "99999919900307001"
ID_NUMBER = BODY + id_number_check(BODY)


def laid_open(at: datetime, days: int = 10) -> None:
    row = services.begin_edition(actor=OFFICE, now=at, key=KEY, title="信用信息目录（2098年本）", copy=True)
    until = timezone.localdate(at) + timedelta(days=days)
    services.consult(actor=OFFICE, now=at, edition=KEY, seen=row.number, until=until)


@pytest.fixture
def now() -> datetime:
    at = real_now()
    laid_open(at)
    return at


def sent(client: Client, **said: str) -> Any:
    given = {"item": PENALTY, "words": "处罚依据写全一些", "proposal": "", "name": "", "contact": "", "website": ""}
    return client.post(ADDRESS, given | said)


def receipt_of(response: Any) -> str:
    found = re.search(r"[0-9a-z]{5}(-[0-9a-z]{5}){3}-[0-9a-z]{6}", response.content.decode())
    assert found
    return found.group()


def asked(client: Client, receipt: str) -> Any:
    return client.post(reverse("portal:comment-answer"), {"receipt": receipt})


def answer(now: datetime, words: str = "处罚依据要写全") -> None:
    services.answer_comment(
        actor=OFFICE,
        now=now,
        comment=EditionComment.objects.get().public_id,
        outcome=Outcome.PARTLY,
        answer="写进填写说明",
        published=words,
    )


def test_a_comment_is_taken_and_its_receipt_shows_the_answer_later(client: Client, now: datetime) -> None:
    assert client.get(ADDRESS).status_code == 200
    response = sent(client, name="示例的姓名", contact="0777-0000000")
    receipt = receipt_of(response)
    row = EditionComment.objects.get()
    assert (row.words, row.unit_id, row.item and row.item.key) == ("处罚依据写全一些", None, PENALTY)
    assert "示例的姓名" not in row.sender_name
    assert "0777" not in row.sender_contact
    before = asked(client, receipt).content.decode()
    assert "还没有答复" in before
    assert "处罚依据写全一些" not in before
    answer(now)
    after = asked(client, receipt.upper().replace("-", " ")).content.decode()
    assert "部分采纳" in after
    assert "写进填写说明" in after
    assert "处罚依据写全一些" not in after
    assert "处罚依据要写全" in after


def test_what_is_answered_is_published_without_who_it_was(client: Client, now: datetime) -> None:
    sent(client, name="示例的姓名", contact="某某")
    assert "公众意见和答复" not in client.get(f"/catalog/{KEY}").content.decode()
    answer(now)
    page = client.get(f"/catalog/{KEY}").content.decode()
    assert "公众意见和答复" in page
    assert "处罚依据要写全" in page
    assert "示例的姓名" not in page


def test_the_trail_says_that_it_came_and_not_from_where(client: Client, now: datetime) -> None:  # noqa: ARG001  laid open
    sent(client, contact="某某")
    entry = AuditEntry.objects.filter(action=rules.COMMENT_SENT.code).get()
    assert (entry.origin, entry.actor_id, entry.actor_name) == ("", "", "")
    assert "某某" not in str(entry.facts)


def test_the_same_page_sent_twice_is_one_comment(client: Client, now: datetime) -> None:  # noqa: ARG001  laid open
    once = new_opaque_id()
    first, second = receipt_of(sent(client, once=once)), receipt_of(sent(client, once=once))
    assert first == second
    other = receipt_of(sent(client, once=once, words="另一条"))
    assert other != first
    assert EditionComment.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"words": ""}, "意见"),
        ({"words": "长" * 2001}, "2000"),
        ({"words": f"我的号码是{ID_NUMBER}"}, "身份证件号码"),
        ({"proposal": "请打13800138000"}, "手机号"),
        ({"words": "写信到 someone@example.org"}, "邮箱"),
        ({"website": "http://x"}, "请不要填写"),
        ({"item": "no-such-item"}, "目录项"),
        ({"name": "名" * 101}, "100"),
    ],
)
def test_what_is_not_taken(client: Client, now: datetime, said: dict[str, str], told: str) -> None:  # noqa: ARG001  laid open
    response = sent(client, **said)
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not EditionComment.objects.exists()


def test_one_address_sends_no_more_than_its_share(client: Client, now: datetime) -> None:  # noqa: ARG001  laid open
    answers = [sent(client, words=f"第{number}条") for number in range(12)]
    assert answers[0].status_code == 200
    # of twelve at least two are too many, also where a new minute begins among them
    assert sum("请求太多" in answer.content.decode() for answer in answers) >= 2
    assert EditionComment.objects.count() <= 10


def test_after_the_last_day_a_comment_is_refused_with_the_day(client: Client) -> None:
    laid_open(real_now() - timedelta(days=40))
    for response in (client.get(ADDRESS), sent(client)):
        assert response.status_code == 409
        assert "截止，不能再提意见" in response.content.decode()
    assert not EditionComment.objects.exists()
    with pytest.raises(NotFound):
        services.send_public_comment(actor=OFFICE, now=real_now(), edition="2099", comment=comment())
    assert client.get("/catalog/2099/comment").status_code == 404


def comment() -> services.PublicComment:
    return services.PublicComment("", "意见", "", "", "", "")


def test_answers_stay_published_while_the_draft_is_settled(client: Client) -> None:
    begun = real_now() - timedelta(days=40)
    laid_open(begun)
    services.send_public_comment(actor=OFFICE, now=begun, edition=KEY, comment=comment())
    assert client.get(f"/catalog/{KEY}").status_code == 404
    answer(real_now())
    services.settle(actor=OFFICE, now=real_now(), edition=KEY, seen=Edition.objects.get(key=KEY).number)
    page = client.get(f"/catalog/{KEY}").content.decode()
    assert "公布1条意见的答复" in page
    assert "经营异常" not in page


@pytest.mark.parametrize("receipt", ["", "x", "%00", "0" * 26, "0" * 5_000, "'; drop table"])
def test_a_receipt_that_is_none_is_told_so(client: Client, receipt: str) -> None:
    assert asked(client, receipt).status_code == 422


def test_giving_the_edition_up_erases_the_contacts(client: Client, now: datetime) -> None:
    sent(client, name="示例的姓名", contact="某某")
    row = EditionComment.objects.get()
    facts = services.see_comment_sender(actor=OFFICE, now=now, comment=row.public_id, purpose="说明", basis="条例")
    assert (facts.name, facts.contact) == ("示例的姓名", "某某")
    assert AuditEntry.objects.filter(action=rules.SENDER_SEEN.code, purpose="说明").exists()
    services.give_up_edition(actor=OFFICE, now=now, edition=KEY, seen=Edition.objects.get(key=KEY).number)
    row.refresh_from_db()
    assert (row.sender_name, row.sender_contact) == ("", "")
    with pytest.raises(NotFound):
        services.see_comment_sender(actor=OFFICE, now=now, comment=row.public_id, purpose="说明", basis="条例")


@pytest.mark.parametrize("words", ["", "联系13800138000", f"号码{ID_NUMBER}"])
def test_the_office_publishes_words_that_name_nobody(client: Client, now: datetime, words: str) -> None:
    sent(client)
    with pytest.raises(Invalid):
        answer(now, words)
    assert EditionComment.objects.get().outcome == ""
