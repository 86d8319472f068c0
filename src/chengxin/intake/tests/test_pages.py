"""The desk's pages of intake, as the people who use them see them."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chengxin.audit.models import AuditEntry
from chengxin.foundation.roles import Role
from chengxin.intake import queries
from chengxin.intake.models import Submission
from chengxin.intake.tests.rows import COMPANY, penalty
from chengxin.intake.tests.scenes import confirmed, csv_of, processed, recent, sent, shown
from chengxin.units.models import Unit
from chengxin.vault.tests.people import Person, bureau, person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
UPLOAD = "/desk/submissions/upload"


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in the database
    return bureau()


@pytest.fixture
def clerk(unit: Unit, client: Client) -> Person:
    someone = person(unit, Role.REPORTER)
    sign_in(client, someone)
    return someone


def workbook(*rows: dict[str, str]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("处罚")
    page.write_row(0, 0, ["示例市行政处罚信息表"])
    page.write_row(1, 0, list(rows[0]))
    for line, row in enumerate(rows, 2):
        page.write_row(line, 0, list(row.values()))
    book.close()
    return out.getvalue()


def post_file(client: Client, content: bytes, name: str = "处罚.xlsx", query: str = "") -> tuple[int, str]:
    file = SimpleUploadedFile(name, content)
    response = client.post(UPLOAD + query, {"item": "penalty-organisation", "file": file})
    return response.status_code, response.headers.get("Location", "") or response.content.decode()


def page(client: Client, row: Submission, part: str = "") -> str:
    response = client.get(f"/desk/submissions/{row.public_id}/{part}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("clerk")
def test_a_faulty_workbook_becomes_a_clean_receipt(client: Client) -> None:
    content = workbook(recent(), recent(CF_WSH="示市监处罚〔2026〕12号", CF_YJ=""))
    status, address = post_file(client, content)
    row = Submission.objects.get()
    assert (status, address) == (302, f"/desk/submissions/{row.public_id}/")
    assert "排队等待" in page(client, row)

    row = processed(row)
    html = page(client, row)
    assert "2行，1行可以接收，请先确认失信程度" in html
    assert "没有填“处罚依据”" in html
    assert "第4行" in html

    key = queries.groups_of(row).get().key
    client.post(f"/desk/submissions/{row.public_id}/confirm", {f"severity-{key}": "general"})
    row = processed(row)
    html = page(client, row)
    assert "2行，接收1行，1行请改正" in html
    assert len(shown(COMPANY)) == 1

    mended = workbook(recent(), recent(CF_WSH="示市监处罚〔2026〕12号"))
    post_file(client, mended, query=f"?follows={row.public_id}")
    after = Submission.objects.latest("id")
    assert after.follows == row
    processed(after)
    client.post(f"/desk/submissions/{after.public_id}/confirm", {})
    after = processed(after)
    assert (after.accepted, after.unchanged, after.returned) == (1, 1, 0)
    assert "每一行都通过了核对" in page(client, after)


@pytest.mark.usefixtures("clerk")
def test_progress_is_a_part_of_the_page_and_ends_by_fetching_it_anew(client: Client) -> None:
    post_file(client, csv_of(recent()), "a.csv")
    row = Submission.objects.get()
    html = page(client, row, "progress")
    assert "<html" not in html
    assert 'hx-trigger="load delay:1s"' in html
    processed(row)
    response = client.get(f"/desk/submissions/{row.public_id}/progress")
    assert (response.status_code, response.headers["HX-Refresh"]) == (204, "true")


def test_the_reporters_own_workbook_comes_back_marked(client: Client, clerk: Person) -> None:
    post_file(client, workbook(recent(CX_SXCD="一般"), recent(CX_SXCD="一般", CF_WSH="", CF_NR_FK="很多")))
    row = processed(Submission.objects.get())
    response = client.get(f"/desk/submissions/{row.public_id}/marked.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content))["处罚"]
    heads = [cell.value for cell in sheet[2]]
    wrong = sheet.cell(row=4, column=heads.index("CF_NR_FK") + 1)
    assert wrong.value == "很多"
    assert wrong.comment is not None
    assert "单位万元" in wrong.comment.text
    assert sheet.cell(row=3, column=heads.index("CF_NR_FK") + 1).comment is None
    assert AuditEntry.objects.filter(action="intake.raw-file-taken", actor_id=clerk.actor.id).count() == 1

    response = client.get(f"/desk/submissions/{row.public_id}/marked.xlsx?rows=returned")
    only = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert only is not None
    assert [line[heads.index("CF_NR_FK")] for line in only.iter_rows(values_only=True)] == ["CF_NR_FK", "很多"]


@pytest.mark.usefixtures("clerk")
def test_a_csv_file_comes_back_as_a_workbook_on_its_own_lines(client: Client) -> None:
    post_file(client, csv_of(recent(CX_SXCD="一般"), recent(CX_SXCD="一般", CF_WSH="")), "a.csv")
    row = processed(Submission.objects.get())
    content = client.get(f"/desk/submissions/{row.public_id}/marked.xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content))["标注"]
    place = list(recent(CX_SXCD="一般")).index("CF_WSH") + 1
    assert sheet.cell(row=3, column=place).comment is not None


@pytest.mark.usefixtures("clerk")
def test_findings_can_be_listed_and_taken_away(client: Client) -> None:
    post_file(client, csv_of(recent(CF_WSH="", CF_YJ=""), recent(CF_YJ="", CF_WSH="=1+1")), "a.csv")
    row = processed(Submission.objects.get())
    html = page(client, row, "findings?code=missing&field=CF_YJ")
    assert "没有填“处罚依据”，2处" in html
    response = client.get(f"/desk/submissions/{row.public_id}/findings.csv")
    text = response.content.decode("utf-8-sig")
    assert text.count("没有填“处罚依据”") == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"", "文件是空的"),
        ("a.xlsx", b"PK\x03\x04broken", "已损坏"),
        ("a.csv", b"a\x00b,c\n", "未知"),
        ("a.pdf", b"%PDF-1.4\n%%EOF", "已损坏"),
        ("a.docx", workbook(penalty()), "不一致"),
        ("a.exe", b"MZ\x90", "不一致"),
        ("a.csv", b"\x89PNG\r\n\x1a\n0000", "这里只接收"),
    ],
)
@pytest.mark.usefixtures("clerk")
def test_what_is_no_table_is_refused_in_words(client: Client, name: str, content: bytes, words: str) -> None:
    status, html = post_file(client, content, name)
    assert status == 422
    assert words in html
    assert "Traceback" not in html
    assert not Submission.objects.exists()


@pytest.mark.usefixtures("clerk")
def test_an_archive_that_unfolds_without_end_is_refused(client: Client) -> None:
    out = io.BytesIO(workbook(penalty()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"0" * 300_000_000)
    status, _ = post_file(client, out.getvalue())
    assert status == 302
    row = processed(Submission.objects.get())
    assert row.state == "unreadable"
    assert "展开后大得不正常" in page(client, row)
    assert shown(COMPANY) == ()


@pytest.mark.usefixtures("clerk")
def test_formula_errors_and_numbers_in_code_columns_are_findings(client: Client) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    row = recent(CX_SXCD="一般")
    sheet.write_row(0, 0, list(row))
    for place, (code, value) in enumerate(row.items()):
        if code == "CF_XDR_SHXYM":
            sheet.write_number(1, place, 911234567890123456)
        elif code == "CF_SY":
            sheet.write_formula(1, place, "=NA()", None, "#N/A")
        else:
            sheet.write_string(1, place, value)
    book.close()
    post_file(client, out.getvalue())
    submission = processed(Submission.objects.get())
    codes = set(queries.findings_of(submission).values_list("code", flat=True))
    assert {"numeric-code", "error-cell"} <= codes
    assert submission.returned == 1


def test_stop_asks_once_and_says_what_it_does(client: Client, clerk: Person) -> None:
    row = processed(sent(_unit(clerk), recent(), actor=clerk.actor))
    html = page(client, row, "cancel")
    assert "停止以后一行也不会入库" in html
    response = client.post(f"/desk/submissions/{row.public_id}/cancel")
    assert response.status_code == 302
    row.refresh_from_db()
    assert row.state == "cancelled"
    assert "已取消，一行也没有入库" in page(client, row)


def test_withdrawing_takes_everything_off_the_public_page(client: Client, clerk: Person) -> None:
    unit = _unit(clerk)
    row = confirmed(unit, processed(sent(unit, recent(), actor=clerk.actor)))
    assert "以前可以整批撤回一次" in page(client, row)
    client.post(f"/desk/submissions/{row.public_id}/withdraw")
    assert shown(COMPANY) == ()
    assert "已整批撤回，1条记录不再公示" in page(client, row)


def test_a_choice_that_is_none_is_said_on_the_receipt(client: Client, clerk: Person) -> None:
    row = processed(sent(_unit(clerk), recent(), actor=clerk.actor))
    key = queries.groups_of(row).get().key
    response = client.post(f"/desk/submissions/{row.public_id}/confirm", {f"severity-{key}": "worse"}, follow=True)
    assert "失信程度“worse”不在可选范围内" in response.content.decode()
    row.refresh_from_db()
    assert row.state == "to-confirm"


def test_other_units_and_other_roles_see_nothing(client: Client, clerk: Person) -> None:
    row = processed(sent(_unit(clerk), recent(), actor=clerk.actor))
    sign_in(client, person(bureau(), Role.REPORTER))
    assert client.get(f"/desk/submissions/{row.public_id}/").status_code == 404
    assert client.get("/desk/submissions/").content.decode().count("处罚.csv") == 0
    assert client.post(f"/desk/submissions/{row.public_id}/confirm").status_code == 404
    sign_in(client, person(bureau(), Role.EDITOR))
    assert client.get("/desk/submissions/").status_code == 403


def _unit(someone: Person) -> Unit:
    assert someone.actor.unit is not None
    return Unit.objects.get(id=someone.actor.unit)
