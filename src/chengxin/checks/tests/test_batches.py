"""A workbook of bidders: each row checked with evidence, the same workbook back, what can not be checked said."""

import hashlib
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chengxin.audit.models import AuditEntry
from chengxin.checks import services
from chengxin.checks.adapters.batch import MOST_ROWS, NoCodeColumn, NoRows, TooManyRows, read_table
from chengxin.checks.models import Batch, Check, CheckEvidence
from chengxin.checks.rules.answers import Ground
from chengxin.checks.services import BatchQuestion
from chengxin.checks.tests.scenes import Scene, list_for_wages, penalise, scene
from chengxin.foundation.copying import MANY
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.roles import Role
from chengxin.measures.tests.scenes import officer
from chengxin.measures.tests.test_pages import main, page, post, text
from chengxin.register.models import Record
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why, take_down
from chengxin.register.tests.scenes import NOW, OFFICE, bureau, organisation
from chengxin.vault.adapters.refusals import FileRefused
from chengxin.vault.services import Upload
from chengxin.vault.tests.people import person, sign_in

HEADS = ("序号", "投标人", "统一社会信用代码", "报价")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(*rows: Sequence[Any], heads: Sequence[str] = HEADS, above: int = 1) -> bytes:
    """Return a workbook with a title above its heads."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(above):
        sheet.append([f"某项目投标人名单{number}"])
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def upload(content: bytes, name: str = "投标人.xlsx") -> Upload:
    return Upload(io.BytesIO(content), name, XLSX)


def question(desk: Scene) -> BatchQuestion:
    return BatchQuestion(desk.matter.public_id, "某项目投标人资格审查", Ground.DUTY, "《政府采购法》第二十二条")


def run(desk: Scene, content: bytes) -> Batch:
    return services.check_workbook(actor=desk.checker, now=NOW, question=question(desk), upload=upload(content))


@pytest.fixture
def desk(db: None) -> Scene:  # noqa: ARG001  the scene stands in the database
    return scene()


class TestReading:
    """Finding the rows of a workbook."""

    def test_heads_are_found_under_a_title_and_empty_rows_are_left_out(self) -> None:
        rows = [(1, "甲公司", "91110000MA0000001A", 10), (None, None, None, None), (3, "乙公司", None, 30)]
        table = read_table(io.BytesIO(workbook(*rows)))
        assert table.head == 2
        told = [(one.line, one.code, one.name, one.reference) for one in table.rows]
        assert told == [(3, "91110000MA0000001A", "甲公司", "1"), (5, "", "乙公司", "3")]

    @pytest.mark.parametrize(
        ("content", "refusal"),
        [
            (b"no workbook", NoCodeColumn),
            (workbook((1, 2), heads=("甲", "乙")), NoCodeColumn),
            (workbook((1, "甲公司", "x", 1), above=12), NoCodeColumn),
            (workbook(), NoRows),
            (workbook(*[(n, "甲", "x", 1) for n in range(MOST_ROWS + 1)]), TooManyRows),
        ],
    )
    def test_what_can_not_be_read_is_said(self, content: bytes, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            read_table(io.BytesIO(content))


@pytest.mark.service
class TestChecking:
    """Checking the rows."""

    def test_every_row_that_can_be_asked_is_a_check_with_evidence(self, desk: Scene) -> None:
        list_for_wages(desk.firm)
        others = [organisation() for _ in range(3)]
        rows = [(n, one.name, one.unified_code, n) for n, one in enumerate([desk.firm, *others], 1)]
        batch = run(desk, workbook(*rows, (9, "某人", "110101199003074477", 9), (10, "只有名称公司", None, 10)))
        checks = Check.objects.filter(batch=batch).order_by("line")
        assert [one.line for one in checks] == [3, 4, 5, 6, 8]
        assert [one.waiting for one in checks] == [1, 0, 0, 0, 0]
        assert CheckEvidence.objects.count() == 5
        assert AuditEntry.objects.filter(action="checks.checked").count() == 4
        assert list(batch.refused) == ["7"]
        assert "自然人" in batch.refused["7"]

    def test_a_long_workbook_is_written_as_a_short_one_is(self, desk: Scene) -> None:
        """From so many rows on everything is written by COPY: the same rows come of it."""
        list_for_wages(desk.firm)
        alone = desk.check(purpose="某项目投标人资格审查").check
        row = (desk.firm.name, desk.firm.unified_code, 9)
        batch = run(desk, workbook(*[(number, *row) for number in range(MANY)]))
        checks = list(Check.objects.filter(batch=batch).select_related("evidence").order_by("line"))
        assert [one.line for one in checks] == list(range(3, 3 + MANY))
        differ = {"id", "public_id", "batch_id", "line", "reference", "identity"}
        same = [one.attname for one in Check._meta.concrete_fields if one.attname not in differ]  # noqa: SLF001  Django's documented way to a model's fields
        assert all(getattr(one, name) == getattr(alone, name) for one in checks for name in same)
        assert {one.evidence.digest for one in checks} == {
            hashlib.sha256(one.evidence.body.encode()).hexdigest() for one in checks
        }
        looks = AuditEntry.objects.filter(action="checks.checked").exclude(facts__check=alone.public_id)
        assert {one.facts["answer"] for one in looks} == {one.evidence.digest for one in checks}
        assert {(one.object_id, one.request) for one in looks} == {(desk.firm.public_id, "")}

    def test_a_file_that_is_no_workbook_is_refused_and_leaves_nothing(self, desk: Scene) -> None:
        with pytest.raises(FileRefused):
            run(desk, b"%PDF-1.4 no workbook")
        with pytest.raises(NoRows):
            run(desk, workbook())
        assert not Check.objects.exists()
        assert not Batch.objects.exists()

    def test_another_unit_checks_nothing_in_the_matter(self, desk: Scene) -> None:
        other = officer(bureau(), Role.CHECKER)
        with pytest.raises(NotFound):
            services.check_workbook(
                actor=other, now=NOW, question=question(desk), upload=upload(workbook((1, "甲", "x", 1)))
            )


@pytest.mark.service
def test_an_officer_uploads_bidders_and_takes_the_same_workbook_back(client: Client, desk: Scene) -> None:
    list_for_wages(desk.firm)
    penalise(desk.firm)
    clean = organisation()
    sign_in(client, person(desk.unit, Role.CHECKER))
    content = workbook((1, desk.firm.name, desk.firm.unified_code, 10), (2, "=1+1", clean.unified_code, 20))
    given: dict[str, object] = {
        "matter": desk.matter.public_id,
        "purpose": "某项目投标人资格审查",
        "ground": "duty",
        "basis": "《政府采购法》第二十二条",
    }
    back = post(client, "/desk/checks/batches/new", given | {"file": SimpleUploadedFile("a.xlsx", b"x")}, status=422)
    assert "某项目投标人资格审查" in back
    post(client, "/desk/checks/batches/new", given | {"file": SimpleUploadedFile("投标人.xlsx", content, XLSX)})
    batch = Batch.objects.get()
    address = f"/desk/checks/batches/{batch.public_id}/"
    shown = text(main(page(client, address)))
    assert desk.firm.name in shown
    assert "投标人.xlsx" in page(client, "/desk/checks/batches/")
    rows = read(client.get(f"{address}results.xlsx").content)
    assert rows[1][:5] == (*HEADS, "确定主体")
    assert rows[2][:3] == (1, desk.firm.name, desk.firm.unified_code)
    assert "拖欠" in str(rows[2][6])
    assert "第四十八条" in str(rows[2][8])
    assert rows[3][4] == "按代码找到，没有给出名称"
    record = Record.objects.get(subject=desk.firm, item="wage-arrears")
    why = Why(TakedownReason.REPAIRED, "已经信用修复", "测试依据")
    take_down(actor=OFFICE, now=NOW, records=[record.public_id], why=why)
    assert not read(client.get(f"{address}results.xlsx").content)[2][6]
    sign_in(client, person(bureau(), Role.CHECKER))
    for tail in ("", "results.xlsx"):
        assert client.get(f"{address}{tail}").status_code == 404
