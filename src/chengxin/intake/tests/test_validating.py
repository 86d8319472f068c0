"""Files that are only checked: the same verdicts as a submission, and nothing of them is kept."""

import io
import json
import struct
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from chengxin.audit.models import AuditEntry
from chengxin.foundation.actor import Actor, public_actor
from chengxin.foundation.refusals import NotPermitted, TooMany
from chengxin.foundation.roles import Role
from chengxin.intake import rules, services
from chengxin.intake.adapters.apart import Limits, environment
from chengxin.intake.models import Submission, SubmissionFinding
from chengxin.intake.rules.validating import Validation
from chengxin.intake.services import validating
from chengxin.intake.services.sending import ItemNotInForce
from chengxin.intake.services.validating import BusyNow, TableRefused
from chengxin.intake.tests.scenes import NOW, bureau, csv_of, loaded, officer, recent, reporter, upload
from chengxin.units.models import Unit
from chengxin.vault.adapters.refusals import FileRefused
from chengxin.vault.models import StoredFile
from chengxin.vault.tests.people import person, sign_in
from chengxin.vault.tests.samples import compound, record

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
ITEM = "penalty-organisation"
ANYBODY = public_actor("203.0.113.7")


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder for temporary files of this test alone."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


def asked(content: bytes, name: str = "处罚.csv", *, actor: Actor = ANYBODY, item: str = ITEM) -> Validation:
    return services.validate_table(actor=actor, now=NOW, item=item, upload=upload(content, name))


def row_of(number: int, **changes: str) -> dict[str, str]:
    return recent(**{"CX_SXCD": "一般", "CF_WSH": f"示市监处罚〔2026〕{number}号", **changes})


def test_the_answer_groups_causes_by_the_rows_they_let_go_on() -> None:
    rows = [
        row_of(1),
        row_of(2, CF_YJ=""),
        row_of(3, CF_YJ=""),
        row_of(4, CF_NR_FK="多", CF_SY=""),
        row_of(5, CF_SY=""),
    ]
    answer = asked(csv_of(*rows))
    assert (answer.rows, answer.accepted, answer.returned) == (5, 1, 4)
    assert [(one.title, one.count, one.unlocks) for one in answer.errors] == [
        ("没有填“处罚依据”", 2, 2),
        ("没有填“违法事实”", 2, 1),
        ("“罚款金额（万元）”的写法读不懂", 1, 0),
    ]
    assert [one.line for one in answer.errors[0].examples] == [3, 4]


def test_nothing_is_kept_of_a_file_of_the_public(folder: Path) -> None:
    before = AuditEntry.objects.count()
    asked(csv_of(row_of(1, CF_YJ="")))
    assert not Submission.objects.exists()
    assert not SubmissionFinding.objects.exists()
    assert not StoredFile.objects.exists()
    assert AuditEntry.objects.count() == before
    assert list(folder.iterdir()) == []


def test_numbers_and_names_of_persons_are_not_shown_again() -> None:
    answer = asked(csv_of(row_of(1, CF_FRDB="某" * 300, CF_FR_ZJHM="11010519491231002X" * 20)))
    told = {one.field: one.value for one in answer.findings}
    assert (told["CF_FRDB"], told["CF_FR_ZJHM"]) == ("（不显示）", "（不显示）")
    assert "11010519491231002X" not in str(answer)


def test_only_items_whose_records_are_public_are_checked_for_anybody() -> None:
    for item in ("penalty-person", "no-such-item", ""):
        with pytest.raises(ItemNotInForce):
            asked(csv_of(row_of(1)), item=item)


def archive_of(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def far_apart() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["XFD9"] = "a", "b"
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "文件是空的"),
        (b"x" * (2 * 1024 * 1024 + 1), "a.csv", "超过这里允许的大小"),
        (b"%PDF-1.4\n%%EOF", "a.csv", ""),
        (b"MZ\x90\x00", "a.exe", "这里只接收"),
        (archive_of("xl/vbaProject.bin", b"macro"), "a.xlsx", "宏"),
        (archive_of("xl/worksheets/sheet9.xml", b"0" * 90_000_000), "a.xlsx", ""),
    ],
)
def test_hostile_files_are_refused_with_the_vaults_own_sentences(
    folder: Path, content: bytes, name: str, says: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        asked(content, name)
    assert says in refused.value.sentence()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"a,b\n" + b"1,2\n" * 5_001, "a.csv"),
        (b"a,b\n" + b"," * 1_000_000 + b"\n", "a.csv"),
        (far_apart(), "a.xlsx"),
    ],
)
def test_what_lies_out_too_large_is_refused_before_it_is_laid_out(folder: Path, content: bytes, name: str) -> None:
    with pytest.raises(TableRefused, match="table-refused") as refused:
        asked(content, name)
    assert "最多核对5,000行、200列" in refused.value.sentence()
    assert list(folder.iterdir()) == []


def test_a_broken_text_is_refused_in_words_and_leaves_nothing(folder: Path) -> None:
    with pytest.raises(TableRefused) as refused:
        asked('名称,b\n"没有结束,1\n'.encode())
    assert "引号没有成对" in refused.value.sentence()
    assert list(folder.iterdir()) == []


def test_an_address_has_so_many_checks_a_minute() -> None:
    for _ in range(rules.CHECKS_A_MINUTE):
        asked(csv_of(row_of(1)))
    with pytest.raises(TooMany):
        asked(csv_of(row_of(1)))
    asked(csv_of(row_of(1)), actor=public_actor("203.0.113.8"))


def test_more_at_once_than_there_are_places_are_asked_to_come_back() -> None:
    held = [validating.PLACES.acquire(blocking=False) for _ in range(validating.AT_ONCE)]
    try:
        with pytest.raises(BusyNow):
            asked(csv_of(row_of(1)))
    finally:
        for _ in held:
            validating.PLACES.release()
    assert asked(csv_of(row_of(1))).accepted == 1


def test_a_units_check_meets_the_register_and_leaves_an_entry_without_content(unit: Unit) -> None:
    loaded(unit, row_of(1))
    other = row_of(2, CF_XDR_MC="示例市另一家食品有限公司")
    content = csv_of(row_of(1), other)
    answer = services.check_table(
        actor=reporter(unit), now=NOW, unit=unit.id, item=ITEM, upload=upload(content, "处罚.csv")
    )
    assert (answer.accepted, [one.code for one in answer.errors]) == (1, ["name-mismatch"])
    assert asked(content).returned == 0
    assert Submission.objects.count() == 1
    entry = AuditEntry.objects.get(action="intake.checked-only")
    assert entry.facts == {"unit": unit.name, "rows": 2, "returned": 1}


def test_who_may_not_report_may_not_check(unit: Unit) -> None:
    with pytest.raises(NotPermitted):
        services.check_table(
            actor=officer(unit, Role.AUDITOR), now=NOW, unit=unit.id, item=ITEM, upload=upload(b"a,b\n1,2\n")
        )


def test_the_upload_page_checks_without_sending(unit: Unit, client: Client, settings: Settings) -> None:
    sign_in(client, person(unit, Role.REPORTER))
    page = client.get("/desk/submissions/upload").content.decode()
    assert "只核对，不入库" in page
    file = SimpleUploadedFile("处罚.csv", csv_of(row_of(1), row_of(2, CF_YJ="")))
    response = client.post("/desk/submissions/upload", {"item": ITEM, "file": file, "do": "check"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "2行，1行可以接收，1行要改" in html
    assert "没有报送" in html
    assert "没有填“处罚依据”" in html
    assert not Submission.objects.exists()
    assert not (settings.DATA / "work").exists()
    wide = SimpleUploadedFile("处罚.csv", b"a,b\n" * 20_002)
    refused = client.post("/desk/submissions/upload", {"item": ITEM, "file": wide, "do": "check"})
    assert refused.status_code == 422
    assert "最多核对20,000行" in refused.content.decode()


def test_rows_that_are_left_out_are_not_promised_to_go_in() -> None:
    answer = asked(csv_of(row_of(1), row_of(1), row_of(2, CF_NR="当场处罚，罚款伍拾元")))
    assert {one.code: one.unlocks for one in answer.errors} == {"duplicate-in-file": 0, "not-collected": 0}


def old_text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def old_workbook(*rows: dict[str, str]) -> bytes:
    """Return a workbook as programs of 2003 wrote it (MS-XLS); ``et`` of WPS is the same inside."""
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    begin = record(0x0809, struct.pack("<HH", 0x0600, 0x0005) + bytes(12))
    name = struct.pack("<BB", 2, 1) + "填报".encode("utf-16-le")
    sheet_at = len(begin) + len(record(0x85, bytes(6) + name)) + len(record(0x0A, b""))
    named = record(0x85, struct.pack("<IBB", sheet_at, 0, 0) + name)
    cells = (
        record(0x0204, struct.pack("<HHH", line, place, 0) + old_text(cell))
        for line, row in enumerate(lines)
        for place, cell in enumerate(row)
    )
    page = record(0x0809, struct.pack("<HH", 0x0600, 0x0010) + bytes(12)) + b"".join(cells) + record(0x0A, b"")
    return compound({"Workbook": begin + named + record(0x0A, b"") + page})


def json_of(*rows: dict[str, str]) -> bytes:
    return json.dumps(rows, ensure_ascii=False, indent=2).encode()


def xml_of(*rows: dict[str, str]) -> bytes:
    lines = ("".join(f"<{name}>{cell}</{name}>" for name, cell in row.items()) for row in rows)
    written = "".join(f"<ROW>{line}</ROW>" for line in lines)
    return f"<?xml version='1.0' encoding='UTF-8'?><ROWDATA>{written}</ROWDATA>".encode()


@pytest.mark.parametrize(
    ("write", "name"),
    [(old_workbook, "处罚.xls"), (old_workbook, "处罚.et"), (json_of, "处罚.json"), (xml_of, "处罚.xml")],
)
def test_whatever_a_submission_is_read_from_is_checked(write: Callable[..., bytes], name: str) -> None:
    answer = asked(write(row_of(1), row_of(2, CF_YJ="")), name)
    assert (answer.rows, answer.accepted) == (2, 1)
    assert [one.title for one in answer.errors] == ["没有填“处罚依据”"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (json.dumps([{"a": 1}] * 5_001).encode(), "a.json"),
        (json.dumps([{f"c{place}": 1 for place in range(201)}]).encode(), "a.json"),
        (f"<?xml version='1.0'?><ROWDATA>{'<ROW><a>1</a></ROW>' * 5_001}</ROWDATA>".encode(), "a.xml"),
    ],
)
def test_what_is_too_large_once_it_is_read_is_refused_as_well(folder: Path, content: bytes, name: str) -> None:
    with pytest.raises(TableRefused) as refused:
        asked(content, name)
    assert "最多核对5,000行、200列" in refused.value.sentence()
    assert list(folder.iterdir()) == []


EVERY_ROW_A_COLUMN = json.dumps([{f"c{place}": ""} for place in range(60_000)]).encode()
"""A small file that would lie out as 3,600,000,000 cells."""


def test_a_small_file_that_would_lie_out_enormous_is_told_so(folder: Path) -> None:
    with pytest.raises(TableRefused) as refused:
        asked(EVERY_ROW_A_COLUMN, "a.json")
    assert "成员名" in refused.value.sentence()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (Limits(seconds=0), "核对了0秒还没有核对完"),
        (Limits(processor=0), "没法核对完"),
        (Limits(memory=64 * 1024), "没法核对完"),
        (Limits(answer=10), "没法核对完"),
    ],
)
def test_a_check_that_exceeds_a_limit_is_stopped_and_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, limits: Limits, says: str
) -> None:
    monkeypatch.setattr(validating, "CHILD_LIMITS", limits)
    with pytest.raises(TableRefused) as refused:
        asked(csv_of(row_of(1)))
    assert says in refused.value.sentence()
    assert list(folder.iterdir()) == []
    monkeypatch.undo()
    assert asked(csv_of(row_of(1))).accepted == 1


def test_a_units_file_is_read_to_its_end_in_a_child_first(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validating, "CHILD_LIMITS", Limits(processor=0))
    with pytest.raises(TableRefused) as refused:
        services.check_table(
            actor=reporter(unit), now=NOW, unit=unit.id, item=ITEM, upload=upload(csv_of(row_of(1)), "处罚.csv")
        )
    assert "没法核对完" in refused.value.sentence()
    assert not AuditEntry.objects.filter(action="intake.checked-only").exists()


def test_the_process_that_reads_a_strangers_file_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody:secret@example.com/x")
    assert "secret" not in str(environment())
