"""A clerk's way with records of natural persons: upload, receipt, find, open, end; nothing stands in an address."""

import html
import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from chengxin.audit.models import AuditEntry
from chengxin.foundation.roles import Role
from chengxin.intake.models import Submission
from chengxin.intake.tests.people import NAME, NUMBER, SOUND, number, recent
from chengxin.intake.tests.scenes import bureau, csv_of, loaded, processed, upload
from chengxin.register.models import PersonRecord, PersonRecordEnd
from chengxin.units.models import Unit
from chengxin.vault.tests.people import person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
WHY = {"purpose": "核对测试案件", "basis": "测试规定第一条"}
MASKED = f"{'*' * 14}{NUMBER[-4:]}"
BAD = number(sequence=8)[:17] + "?"


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


def browser(unit: Unit, *roles: Role) -> Client:
    client = Client()
    sign_in(client, person(unit, *roles))
    return client


def words(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(plain))


def sought(client: Client, told: str = NUMBER, kind: str = "id-card", **more: str) -> Any:
    return client.post(reverse("register:persons"), {"kind": kind, "number": told, **WHY, **more})


def address() -> str:
    return reverse("register:person-record", args=[PersonRecord.objects.get().public_id])


def test_a_clerk_uploads_finds_and_opens_a_record(unit: Unit) -> None:
    client = browser(unit, Role.REPORTER)
    answer = client.post(
        reverse("intake:upload"), {"item": "penalty-person", "file": file_of(recent(), recent(CF_XDR_ZJHM=BAD))}
    )
    row = processed(Submission.objects.get())
    receipt = client.get(answer.headers["Location"])
    assert "已封存，不公开" in words(receipt)
    assert [secret for secret in (NAME, NUMBER, BAD) if secret in receipt.content.decode()] == []
    assert row.accepted == 1

    assert "查找自然人的记录" in words(client.get(reverse("register:persons")))
    found = sought(client)
    assert (found.status_code, found.headers["Cache-Control"]) == (200, "no-store")
    assert "测**" in words(found)
    assert MASKED in words(found)
    assert [secret for secret in (NAME, NUMBER) if secret in found.content.decode()] == []
    assert address() in found.content.decode()
    assert SOUND["CF_WSH"] in words(sought(client, SOUND["CF_WSH"], "document"))

    assert SOUND["CF_NR"] not in words(client.get(address()))
    opened = client.post(address(), WHY)
    assert SOUND["CF_NR"] in words(opened)
    assert "测**驾驶船舶" in words(opened)
    assert [secret for secret in (NAME, NUMBER) if secret in opened.content.decode()] == []
    told = words(client.post(address(), {**WHY, "reveal": "on"}))
    assert NAME in told
    assert NUMBER in told


def file_of(*rows: dict[str, str]) -> Any:
    file: Any = upload(csv_of(*rows)).content
    file.name = "自然人处罚.csv"
    return file


def test_what_can_not_be_looked_for_is_said_at_its_field(unit: Unit) -> None:
    client = browser(unit, Role.REPORTER)
    for wrong in ({"told": "123"}, {"purpose": ""}, {"basis": " "}, {"kind": "name"}, {"told": NAME}):
        answer = sought(client, **wrong)
        assert answer.status_code == 422, wrong
    assert "与证件类型（居民身份证）不符" in words(sought(client, "123"))
    assert not AuditEntry.objects.filter(action="register.person-records-sought").exists()
    nothing = sought(client)
    assert "没有找到记录" in words(nothing)
    assert "别的单位有没有，这里不说" in words(nothing)


def test_a_record_is_not_opened_without_purpose_and_basis_nor_by_others(unit: Unit) -> None:
    loaded(unit, recent(), item="penalty-person")
    client = browser(unit, Role.REPORTER)
    assert client.post(address(), {"purpose": "核对", "basis": ""}).status_code == 422
    assert not AuditEntry.objects.filter(action="register.person-record-opened").exists()
    other = browser(bureau(), Role.REPORTER)
    assert other.post(address(), WHY).status_code == 404
    assert browser(unit, Role.CHECKER).post(address(), WHY).status_code == 403
    assert "没有找到记录" in words(sought(other))


def test_a_reviewer_ends_a_record_with_a_reason(unit: Unit) -> None:
    loaded(unit, recent(), item="penalty-person")
    end = reverse("register:end-person-record", args=[PersonRecord.objects.get().public_id])
    assert end not in browser(unit, Role.REPORTER).get(address()).content.decode()
    reviewer = browser(unit, Role.REVIEWER)
    assert end in reviewer.get(address()).content.decode()
    assert "谁也查不到它" in words(reviewer.get(end))
    assert reviewer.post(end, {"reason": "revoked", "sentence": "", "basis": "依据"}).status_code == 422
    answer = reviewer.post(end, {"reason": "revoked", "sentence": "决定已撤销", "basis": "示复决字1号"}, follow=True)
    assert "已停止使用这条记录" in words(answer)
    assert PersonRecordEnd.objects.count() == 1
    assert reviewer.get(address()).status_code == 404


def test_the_marked_workbook_says_what_is_wrong_and_repeats_no_number(unit: Unit) -> None:
    row = loaded(unit, recent(), recent(CF_XDR_ZJHM=BAD, CF_XDR_MC="", CF_WSH="甲号"), item="penalty-person")
    client = browser(unit, Role.REPORTER)
    content = client.get(reverse("intake:marked-workbook", args=[row.public_id])).content
    book = openpyxl.load_workbook(BytesIO(content))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    comments = [
        *(cell.comment.text for cell in cells if cell.comment),
        *(str(cell.value) for cell in book["问题汇总"]["A"]),
    ]
    assert any("证件号码" in comment for comment in comments)
    assert [comment for comment in comments if NAME in comment or BAD[:17] in comment] == []
    for name in ("findings", "findings-file"):
        text = client.get(reverse(f"intake:{name}", args=[row.public_id])).content.decode("utf-8-sig")
        assert "证件号码" in text
        assert [secret for secret in (NAME, NUMBER, BAD) if secret in text] == []


def test_persons_records_are_not_typed_because_drafts_are_not_sealed(unit: Unit) -> None:
    client = browser(unit, Role.REPORTER)
    assert "（自然人）" not in words(client.get(reverse("intake:typing")))


def test_a_submission_is_taken_back_in_the_words_of_what_is_not_public(unit: Unit) -> None:
    row = loaded(unit, recent(), item="penalty-person")
    client, withdraw = browser(unit, Role.REPORTER), reverse("intake:withdraw", args=[row.public_id])
    assert "自然人的记录立即停止使用" in words(client.get(withdraw))
    assert "这些记录不再使用" in words(client.post(withdraw, follow=True))
    assert "没有找到记录" in words(sought(client))
