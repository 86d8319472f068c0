"""Pages of objections: the whole way in the browser's terms, bad input, who sees what."""

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chengxin.audit.models import AuditEntry
from chengxin.foundation.roles import Role
from chengxin.register.models import DisputeMark, Record, Takedown
from chengxin.register.tests.scenes import Fact, organisation, record_of, shown
from chengxin.relief.models import Case
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.vault.tests.people import bureau, person, sign_in
from chengxin.vault.tests.samples import pdf

pytestmark = pytest.mark.service


def signed_in(unit: Unit, role: Role) -> Client:
    client = Client()
    sign_in(client, person(unit, role))
    return client


class Desks:
    """The office with two people and the bureau that gave two records about a firm."""

    def __init__(self) -> None:
        self.house, self.bureau, self.firm = bureau(), bureau(), organisation()
        self.numbers = ("示市监处罚〔2026〕甲号", "示市监处罚〔2026〕乙号")
        shown(self.bureau, *(Fact(self.firm, number) for number in self.numbers))
        self.office, self.colleague = (signed_in(self.house, Role.CREDIT_OFFICE) for _ in range(2))
        self.clerk = signed_in(self.bureau, Role.CASE_OFFICER)

    @property
    def records(self) -> list[Record]:
        return [record_of(number) for number in self.numbers]

    @property
    def file(self) -> str:
        return f"/desk/relief/file?code={self.firm.unified_code}"

    def filed(self) -> Case:
        post(self.office, self.file, **typed(*self.records))
        return Case.objects.get()


@pytest.fixture
def desks(db: None) -> Desks:  # noqa: ARG001  they stand in the database
    return Desks()


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def post(client: Client, address: str, status: int = 302, **data: object) -> str:
    response = client.post(address, data)
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    assert response.status_code == status, words
    return words


def today() -> date:
    return timezone.localdate()


def typed(*records: Record, **changes: object) -> dict[str, Any]:
    ids = [one.public_id for one in records]
    return {"records": ids, "words": "与事实不符", "filed_on": today().isoformat(), **changes}


def scan(name: str, content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def test_the_whole_way_on_pages(desks: Desks) -> None:
    assert desks.numbers[0] in text(desks.office, desks.file)
    post(desks.office, desks.file, **typed(*desks.records, file=scan("申请书.pdf", pdf())))
    row = Case.objects.get()
    here = f"/desk/relief/cases/{row.public_id}/"
    shown_now = text(desks.office, here)
    assert "异议标注" in shown_now
    assert "申请书.pdf" in shown_now
    text(desks.clerk, here, 404)
    post(desks.office, f"{here}accept", seen=1, words="")
    assert DisputeMark.objects.filter(disputed=True).count() == 2
    assert "已受理，待核查" in text(desks.clerk, here)
    post(desks.office, f"{here}forward", seen=2, words="")
    assert "来源单位核查中" in text(desks.clerk, "/desk/")
    first, second = row.records.order_by("id")
    found: dict[str, Any] = {"words": "案卷写错了文号", "seen": 3, "record": first.id, "result": "delete"}
    post(desks.clerk, f"{here}find", **found)
    post(desks.clerk, f"{here}find", **{**found, "seen": 4, "record": second.id, "result": "maintain"})
    assert "已核查，待答复" in text(desks.office, "/desk/relief/")
    post(desks.colleague, f"{here}answer", seen=5, words="第一条有误，已删除。")
    assert Takedown.objects.get().reason == "corrected"
    assert "维持" in text(desks.office, here)
    post(desks.office, f"{here}ask-review", seen=6, words="不服")
    kept = f"result_{second.id}"
    review: dict[str, Any] = {"seen": 7, "words": "维持", kept: "maintain"}
    assert "另一个人" in post(desks.colleague, f"{here}answer-review", 422, **review)
    post(desks.office, f"{here}answer-review", **review)
    text(desks.office, "/desk/")
    printed = text(desks.office, f"{here}print")
    assert "复核" in printed
    assert printed.rindex("登记申请") < printed.rindex("答复复核")
    assert AuditEntry.objects.filter(action="relief.case-seen").count() == 4


def test_bad_input_is_told_in_chinese_and_keeps_what_was_typed(desks: Desks) -> None:
    assert "没有收录这个主体" in text(desks.office, "/desk/relief/file?code=91990100MA00000000", 422)
    assert "没有收录这个主体" in post(desks.office, "/desk/relief/file", 422, code="91990100MA00000000")
    post(desks.office, "/desk/relief/file", code=desks.firm.unified_code)
    nothing = f"/desk/relief/file?code={organisation().unified_code}"
    assert "这个主体没有可以提出异议的记录" in text(desks.office, nothing)
    late = typed(*desks.records, filed_on=(today() + timedelta(days=1)).isoformat())
    assert "不能晚于今天" in post(desks.office, desks.file, 422, **late)
    said = post(desks.office, desks.file, 422, **typed(*desks.records, words=""))
    assert desks.numbers[0] in said
    post(desks.office, desks.file, 422, **typed())
    assert "文件是空的" in post(desks.office, desks.file, 422, **typed(*desks.records, file=scan("空.pdf", b"")))
    assert "这里只接收" in post(desks.office, desks.file, 422, **typed(*desks.records, file=scan("x.txt", b"hello")))
    assert not Case.objects.exists()
    row = desks.filed()
    here = f"/desk/relief/cases/{row.public_id}/"
    assert "刚刚由同事办理过" in post(desks.office, f"{here}accept", 422, seen=9, words="")
    assert "页面已经过期" in post(desks.office, f"{here}accept", 422, words="")
    assert "已经在办理中的测" in post(desks.office, desks.file, 422, **typed(desks.records[0]))
    text(desks.office, f"{here}answer", 404)
    text(desks.office, f"{here}nonsense", 404)
    text(desks.office, f"{here}find", 403)
    text(desks.clerk, f"{here}find", 404)
    post(desks.office, f"{here}accept", seen=1, words="")
    extension: dict[str, Any] = {"seen": 2, "working_days": 99, "basis": "某条"}
    assert "延长的工作日数" in post(desks.office, f"{here}extend", 422, **extension)


def test_who_sees_what(desks: Desks) -> None:
    row = desks.filed()
    here = f"/desk/relief/cases/{row.public_id}/"
    post(desks.office, f"{here}accept", seen=1, words="")
    stranger, checker = signed_in(bureau(), Role.CASE_OFFICER), signed_in(desks.bureau, Role.CHECKER)
    for address in (here, f"{here}print", f"{here}find"):
        text(stranger, address, 404)
        text(checker, address, 403)
    post(desks.clerk, f"{here}forward", 403, seen=2, words="")
    assert "没有异议和修复" in text(stranger, "/desk/relief/")
    assert row.written_number in text(desks.clerk, f"/desk/relief/?unit={desks.bureau.id}&state=accepted")
    assert Client().get(here).status_code == 302


def test_the_table_says_what_is_late_and_goes_out_as_csv(desks: Desks) -> None:
    early = (today() - timedelta(days=60)).isoformat()
    post(desks.office, desks.file, **typed(desks.records[0], filed_on=early))
    post(desks.office, desks.file, **typed(desks.records[1]))
    late, fresh = Case.objects.order_by("filed_on")
    text(desks.office, "/desk/")  # what was said of the filing is said once
    page = text(desks.office, "/desk/relief/?only=late")
    assert late.written_number in page
    assert fresh.written_number not in page
    csv = desks.office.get("/desk/relief/cases.csv").content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in csv.splitlines()[1:]] == [fresh.written_number, late.written_number]
    assert "没有异议和修复" in text(desks.office, "/desk/relief/?state=answered")
    assert "没有异议和修复" in text(desks.office, "/desk/relief/?only=stuck")
    text(desks.office, "/desk/relief/?only=nonsense&state=nonsense&unit=x")


def test_a_hostile_name_stays_text(desks: Desks) -> None:
    Organisation.objects.filter(id=desks.firm.id).update(name="<script>alert(1)</script>")
    row = desks.filed()
    page = desks.office.get(f"/desk/relief/cases/{row.public_id}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
