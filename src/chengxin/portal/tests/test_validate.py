"""The public page that checks a file and keeps nothing."""

import html
import re
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from chengxin.intake.tests.scenes import csv_of, recent

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
EVIL = "=HYPERLINK(1)"


def words(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(plain))


def post(client: Client, content: bytes, name: str = "处罚.csv", **more: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("portal:validate"), {"item": "penalty-organisation", "file": file, **more})


def test_the_page_says_what_it_keeps_and_where_the_limits_are(client: Client) -> None:
    response = client.get(reverse("portal:validate"))
    told = words(response)
    assert response.status_code == 200
    for part in ("不用登录", "核对完就删除", "最大2兆字节", "每分钟最多核对10次", "5,000行"):
        assert part in told, part
    assert "自然人" not in told


def test_a_file_is_answered_by_cause_and_by_row_and_not_kept(client: Client) -> None:
    response = post(client, csv_of(recent(CF_YJ=""), recent(CF_WSH="二号", CF_NR_FK="<b>多</b>")))
    told = words(response)
    assert response.status_code == 200
    assert "2行，0行可以接收，2行要改" in told
    assert "没有填“处罚依据”" in told
    assert "第2行" in told
    assert "<b>多</b>" not in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    kept = [apps.get_model(name) for name in ("intake.Submission", "intake.SubmissionFinding", "vault.StoredFile")]
    assert [QuerySet(model).count() for model in kept] == [0, 0, 0]


def test_a_sound_file_is_told_so(client: Client) -> None:
    told = words(post(client, csv_of(recent())))
    assert "1行都可以接收" in told
    assert "没有要改的" in told


def test_the_findings_come_as_a_file_in_the_same_answer(client: Client) -> None:
    response = post(client, csv_of(recent(CF_NR_FK=EVIL)), **{"as": "csv"})
    assert response.headers["Content-Type"].startswith("text/csv")
    text = response.content.decode("utf-8-sig")
    assert f"'{EVIL}" in text
    assert f",{EVIL}" not in text


def test_another_items_file_is_told_which_it_is(client: Client) -> None:
    told = words(post(client, "XK_XDR_MC,XK_WSH,XK_JDRQ\n甲,乙,丙\n".encode()))
    assert "这份文件不能逐行核对" in told
    assert "这不是" in told


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "文件是空的"),
        (b"MZ\x90\x00", "a.xlsx", "这里只接收"),
        (b"a,b\n" * 5_002, "a.csv", "最多核对5,000行"),
    ],
)
def test_what_can_not_be_checked_is_said_beside_the_field(client: Client, content: bytes, name: str, says: str) -> None:
    response = post(client, content, name)
    assert response.status_code == 422
    assert says in words(response)


def test_without_a_file_or_with_an_item_that_is_not_offered_it_asks_again(client: Client) -> None:
    response = client.post(reverse("portal:validate"), {"item": "penalty-person"})
    assert response.status_code == 422
    assert "请填写文件" in words(response)


def test_it_takes_no_file_without_its_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert post(strict, csv_of(recent())).status_code == 403


def test_what_a_procedure_makes_is_not_offered(db: None) -> None:  # noqa: ARG001  the database is asked
    html = Client().get("/opendata/validate").content.decode()
    assert 'value="penalty-organisation"' in html
    assert "adverse-listing" not in html
