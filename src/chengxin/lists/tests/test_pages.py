"""Pages: the whole way in the browser's terms, bad input, who sees what, the batch."""

import io
import re
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from chengxin.catalog.adapters.kinds import standard_list_kinds
from chengxin.foundation.roles import Role
from chengxin.lists import services
from chengxin.lists.adapters.batch import HEADS, template
from chengxin.lists.models import Entry, Paper
from chengxin.lists.rules.dues import DueFilter
from chengxin.lists.rules.procedure import State
from chengxin.lists.tests.scenes import AFTER, GROUND, JOB, KIND, REASON, Scene, listed_by, published
from chengxin.register.tests.scenes import LATER, organisation
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.vault.tests.people import bureau, person, sign_in
from chengxin.vault.tests.samples import pdf

pytestmark = pytest.mark.service


class Desk:
    """Clients of the people of one bureau, signed in."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        listed_by(standard_list_kinds()[KIND], unit)
        self.clerk = self._client(Role.REPORTER)
        self.head = self._client(Role.REVIEWER)
        self.server = self._client(Role.CASE_OFFICER)

    def _client(self, role: Role) -> Client:
        client = Client()
        sign_in(client, person(self.unit, role))
        return client


@pytest.fixture
def desk(db: None) -> Desk:  # noqa: ARG001  the bureau stands in the database
    return Desk(bureau())


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def post(client: Client, address: str, status: int = 302, **data: object) -> str:
    response = client.post(address, data)
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    assert response.status_code == status, words
    return words


def scan(name: str, content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def today() -> date:
    return timezone.localdate()


def typed(firm: Organisation, **changes: object) -> dict[str, Any]:
    return {
        "kind": KIND,
        "subject": firm.unified_code,
        "reason": REASON,
        "ground_number": GROUND.number,
        "ground_body": GROUND.body,
        "ground_on": GROUND.on.isoformat(),
        **changes,
    }


def serve(desk: Desk, kind: str) -> None:
    paper = Paper.objects.get(kind=kind)
    assert paper.notice is not None
    scan = io.BytesIO(pdf())
    scan.name = "回证.pdf"
    post(
        desk.server,
        f"/desk/notices/papers/{paper.notice.public_id}",
        outcome="delivered",
        manner="direct",
        delivered_on=today().isoformat(),
        signed_by="前台",
        detail="",
        scan=scan,
    )


def test_the_whole_way_on_pages(desk: Desk) -> None:
    firm = organisation()
    post(desk.clerk, "/desk/lists/propose", **typed(firm))
    row = Entry.objects.get()
    here = f"/desk/lists/entries/{row.public_id}/"
    assert "拟列入，待审核" in text(desk.clerk, here)
    assert "拟列入，待审核" in text(desk.head, "/desk/")
    post(desk.head, f"{here}approve", seen=1, words="")
    post(desk.head, f"{here}notify", seen=2, days=5, working="working", basis="《示例办法》第九条")
    assert "告知书还没有登记送达" in text(desk.head, here)
    serve(desk, "notice")
    said: dict[str, Any] = {"said_on": today().isoformat(), "manner": "written", "words": "已在筹款"}
    assert "文件是空的" in post(desk.clerk, f"{here}hear", 422, seen=3, file=scan("空.pdf", b""), **said)
    assert "这里只接收" in post(desk.clerk, f"{here}hear", 422, seen=3, file=scan("x.txt", b"hello"), **said)
    post(desk.clerk, f"{here}hear", seen=3, file=scan("申辩书.pdf", pdf()), **said)
    assert "申辩书.pdf" in text(desk.clerk, here)
    assert "送达回证" in text(desk.server, here)
    post(desk.head, f"{here}answer", seen=4, followed="no", words="不改变事实")
    signed: dict[str, Any] = {"signed_by": "局长 示例", "signed_on": today().isoformat()}
    refused = post(desk.head, f"{here}decide", 422, seen=5, until="", **signed)
    assert "由决定书写明届满日" in refused
    post(desk.head, f"{here}decide", seen=5, until=LATER.isoformat(), **signed)
    assert "列入决定书还没有登记送达" in text(desk.head, here)
    serve(desk, "decision")
    post(desk.head, f"{here}publish", seen=6)
    row.refresh_from_db()
    assert row.state == State.PUBLISHED
    shown = text(desk.head, f"/desk/lists/announcement?kind={KIND}&first={today()}&last={today()}")
    assert firm.name in shown
    way: dict[str, Any] = {"ground": "repaired", "number": "示移〔2026〕1号", "words": "已付清", **signed}
    post(desk.head, f"{here}exit", seen=7, **way)
    assert "已经改正（信用修复），提前移出" in text(desk.clerk, here)
    printed = text(desk.clerk, f"{here}print")
    assert [paper.written_number in printed for paper in Paper.objects.all()] == [True] * 3
    done = [printed.rindex(f" {what} ") for what in ("提出拟列入", "审核同意", "出具告知书", "作出列入决定", "移出")]
    assert done == sorted(done)
    assert "《保障农民工工资支付条例》" in printed
    text(Desk(bureau()).head, f"{here}print", 404)
    assert (
        firm.name
        not in text(desk.head, f"/desk/lists/announcement?kind={KIND}&first={today()}&last={today()}").split("预览")[-1]
    )


def test_bad_input_comes_back_with_words(desk: Desk) -> None:
    firm, trader = organisation(), organisation("sole-trader")
    assert "自然人和个体工商户" in post(desk.clerk, "/desk/lists/propose", 422, **typed(trader))
    assert "没有统一社会信用代码" in post(desk.clerk, "/desk/lists/propose", 422, **typed(firm, subject="91"))
    tomorrow = (today() + timedelta(1)).isoformat()
    assert "不能晚于今天" in post(desk.clerk, "/desk/lists/propose", 422, **typed(firm, ground_on=tomorrow))
    post(desk.clerk, "/desk/lists/propose", **typed(firm))
    assert "没有办完的程序" in post(desk.clerk, "/desk/lists/propose", 422, **typed(firm))
    here = f"/desk/lists/entries/{Entry.objects.get().public_id}/"
    assert "刚刚由同事办理过" in post(desk.head, f"{here}approve", 422, seen=9, words="")
    assert "现在是“拟列入，待审核”" in post(desk.head, f"{here}publish", 422, seen=1)


def test_the_table_is_filtered_and_a_file(desk: Desk) -> None:
    firm = organisation()
    post(desk.clerk, "/desk/lists/propose", **typed(firm))
    assert firm.name in text(desk.clerk, f"/desk/lists/?kind={KIND}&state=proposed&unit={desk.unit.id}")
    assert "没有名单认定" in text(desk.clerk, "/desk/lists/?state=published")
    assert firm.name in desk.clerk.get("/desk/lists/entries.csv").content.decode("utf-8-sig")
    other = Desk(bureau())
    assert firm.name not in text(other.head, "/desk/lists/")
    text(other.head, f"/desk/lists/entries/{Entry.objects.get().public_id}/", 404)


def test_the_table_says_what_is_due_and_counts_what_it_shows(desk: Desk) -> None:
    firm = organisation()
    post(desk.clerk, "/desk/lists/propose", **typed(firm))
    shown = text(desk.head, "/desk/lists/")
    assert "等审核" in shown
    Entry.objects.update(proposed_at=timezone.now() - timedelta(days=60))
    assert "等待过久 0" in re.sub(r" +", " ", shown)
    for due in DueFilter:
        assert firm.name not in text(desk.head, f"/desk/lists/?due={due.value}")
    assert firm.name in text(desk.head, "/desk/lists/?due=neither")
    assert "等审核" in desk.head.get("/desk/lists/entries.csv").content.decode("utf-8-sig")


def test_a_removal_by_the_platform_is_signed_on_a_page(scene: Scene) -> None:
    row, over = published(scene), AFTER.replace(year=LATER.year + 1)
    head = Client()
    sign_in(head, person(scene.unit, Role.REVIEWER))
    here = f"/desk/lists/entries/{row.public_id}/"
    assert "补签" not in text(head, here)
    services.end_listings(actor=JOB, now=over)
    Entry.objects.update(exited_at=timezone.now() - timedelta(days=2))
    assert "平台按期自动移出，待认定单位负责人签发" in text(head, here)
    assert row.subject_name in text(head, "/desk/lists/?due=unsigned")
    seen, day = Entry.objects.get().seen, today().isoformat()
    assert "签发日期不能早于移出" in post(head, f"{here}sign", 422, seen=seen, signed_by="局长", signed_on="2020-01-01")
    post(head, f"{here}sign", seen=seen, signed_by="局长 示例", signed_on=day)
    signed = text(head, here)
    assert f"已由{Paper.objects.get(kind='confirmation').written_number}补签" in signed
    assert "待认定单位负责人签发" not in signed
    assert row.subject_name not in text(head, "/desk/lists/?due=unsigned")


def workbook(*rows: tuple[object, ...], heads: tuple[str, ...] = HEADS) -> io.BytesIO:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    content.name = "拟列入.xlsx"
    return content


def line(firm: Organisation, on: object = GROUND.on) -> tuple[object, ...]:
    return (firm.unified_code, REASON, GROUND.number, GROUND.body, on)


def test_a_batch_is_checked_row_by_row_and_proposed_at_once(desk: Desk) -> None:
    first, second, trader = organisation(), organisation(), organisation("sole-trader")
    bad = workbook(line(first), line(trader), line(second, "昨天"))
    shown = post(desk.clerk, "/desk/lists/batch", 200, kind=KIND, file=bad)
    assert "3行里有2行不能提出" in shown
    assert not Entry.objects.exists()
    post(desk.clerk, "/desk/lists/batch", 200, kind=KIND, only_check="on", file=workbook(line(first), line(second)))
    assert not Entry.objects.exists()
    post(desk.clerk, "/desk/lists/batch", kind=KIND, file=workbook(line(first), line(second, "2026/05/06")))
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: workbook(heads=("别的",)), "表头不要改"),
        (workbook, "没有要提出的行"),
        (lambda: workbook(*[("x",)] * 201), "一次最多200行"),
        (lambda: io.BytesIO(b"no workbook"), "读不出这个文件"),
    ],
    ids=["heads", "empty", "many", "other"],
)
def test_what_is_no_batch_comes_back_with_words(desk: Desk, file: object, words: str) -> None:
    content = file()  # type: ignore[operator]  # made by each case
    content.name = "a.xlsx"
    assert words in post(desk.clerk, "/desk/lists/batch", 422, kind=KIND, only_check="on", file=content)


def test_the_template_is_what_the_batch_reads(desk: Desk) -> None:
    response = desk.clerk.get("/desk/lists/batch/template.xlsx")
    assert response.content[:2] == template()[:2]
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    assert tuple(cell.value for cell in sheet[1]) == HEADS
