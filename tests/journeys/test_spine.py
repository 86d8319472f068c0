"""The spine: a unit's file becomes a public page, seen by the reporter, by a citizen and by another system."""

import io
import json
import urllib.request
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from playwright.sync_api import Page, expect
from pytest_django import Settings

from chengxin.foundation.identifiers import compose_unified_code
from chengxin.intake.models import Submission
from chengxin.intake.tests.rows import COMPANY, SOUND
from chengxin.intake.tests.scenes import processed, recent
from chengxin.units.tests import factories
from chengxin.vault.tests.samples import pdf
from tests.journeys import people
from tests.journeys.browser import PHONE, Visitor
from tests.journeys.people import OFFICE, REPORTER, Town, enter, leave

pytestmark = pytest.mark.journey


@pytest.fixture
def town(served: str, settings: Settings, tmp_path: Path) -> Town:
    assert served
    settings.DATA = tmp_path
    return people.settle()


def workbook(rows: list[dict[str, str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("处罚")
    sheet.write_row(0, 0, ["行政处罚信息表"])
    sheet.write_row(1, 0, list(rows[0]))
    for line, row in enumerate(rows, 2):
        sheet.write_row(line, 0, list(row.values()))
    book.close()
    return out.getvalue()


def send(page: Page, content: bytes, name: str = "处罚.xlsx", item: str = "") -> Submission:
    """Choose a file and upload it; return the submission that came of it."""
    before = Submission.objects.count()
    if item:
        page.get_by_label("目录项").select_option(label=item)
    page.locator("#id_file").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.get_by_role("button", name="上传并核对").click()
    page.locator("#long-work").wait_for()
    assert Submission.objects.count() == before + 1
    return Submission.objects.latest("id")


def test_three_people_see_one_file(visitor: Visitor, plain_visitor: Visitor, town: Town) -> None:
    page = enter(visitor, REPORTER)
    page.get_by_role("link", name="上传报送").click()
    assert visitor.look() == []
    row = send(page, workbook([recent(), recent(CF_WSH="示市监处罚〔2026〕12号", CF_YJ="")]))
    assert visitor.look() == []
    processed(row)
    expect(page.get_by_role("heading", level=1)).to_have_text("2行，1行可以接收，请先确认失信程度")
    assert visitor.look() == []
    page.get_by_role("button", name="确认，入库并公示").click()
    page.locator("#long-work").wait_for()
    processed(row)
    expect(page.get_by_role("heading", level=1)).to_have_text("2行，接收1行，1行请改正")
    assert visitor.look() == []

    citizen = plain_visitor.page
    plain_visitor.go("/")
    citizen.get_by_role("searchbox").first.fill("澜舟水产")
    citizen.get_by_role("button", name="查询").first.click()
    citizen.get_by_role("link", name=SOUND["CF_XDR_MC"]).first.click()
    citizen.locator(".tabs").get_by_role("link", name="处罚").click()
    entry = citizen.locator("details.entry").first
    for words in ("演示一局", SOUND["CF_YJ"], "示市监处罚〔2026〕11号", "异议"):
        expect(entry).to_contain_text(words)
    citizen.set_viewport_size({"width": PHONE, "height": 900})
    expect(entry).to_be_visible()

    client = factories.client(town.platform, town.now, "sector-system", town.unit)
    secret = factories.key(town.platform, town.now, client).secret
    address = f"{visitor.site}/api/v1/subjects/{COMPANY}/records"
    call = urllib.request.Request(address, headers={"Authorization": f"Bearer {secret}"})  # noqa: S310  our own server
    with urllib.request.urlopen(call) as answer:  # noqa: S310  our own server
        told = json.loads(answer.read())
    assert [one["document_number"] for one in told["records"]] == ["示市监处罚〔2026〕11号"]


def test_the_public_pages_of_a_record_are_for_everybody(visitor: Visitor, town: Town) -> None:
    page = enter(visitor, REPORTER)
    visitor.go("/desk/submissions/upload")
    processed(send(page, workbook([recent(CX_SXCD="一般")])))
    for path in ("/", "/search?q=澜舟", f"/subjects/{COMPANY}?tab=penalties", "/penalties/", "/licences/"):
        assert visitor.go(path).status == 200
        assert visitor.look() == []
    assert visitor.go("/search?q=没有这样的名字").status == 200
    assert visitor.look() == []
    wrong = COMPANY[:-1] + ("A" if COMPANY[-1] != "A" else "B")
    assert visitor.go(f"/subjects/{wrong}").status == 404
    assert visitor.look() == []
    assert town.unit.name


FAULTS = ({"CF_YJ": ""}, {"CF_JDRQ": "2026/13/40"}, {"CF_XDR_LB": "公司"}, {"CF_NR_FK": "两千"})


def test_a_faulty_workbook_of_300_rows_is_clean_in_four_clicks(visitor: Visitor, town: Town) -> None:
    page = enter(visitor, REPORTER)
    rows = [recent(CF_WSH=f"示市监处罚〔2026〕{number}号") for number in range(300)]
    bad = [row | FAULTS[number // 10 % 4] if number % 10 == 0 else row for number, row in enumerate(rows)]
    visitor.go("/desk/submissions/upload")
    row = processed(send(page, workbook(bad)))
    page.get_by_role("button", name="确认，入库并公示").click()
    processed(row)
    expect(page.get_by_role("heading", level=1)).to_have_text("300行，接收270行，30行请改正")
    expect(page.locator(".cause")).to_have_count(4)

    with page.expect_download() as download:
        page.get_by_role("link", name="下载标注好的工作簿").click()  # 1
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert sum(cell.comment is not None for line in book["处罚"].iter_rows() for cell in line) >= 30
    page.get_by_role("link", name="上传改好的行").click()  # 2
    mended = send(page, workbook(rows))  # 3
    processed(mended)
    page.get_by_role("button", name="确认，入库并公示").click()  # 4
    mended = processed(mended)
    expect(page.get_by_role("heading", level=1)).to_have_text("300行，接收30行")
    expect(page.get_by_text("每一行都通过了核对")).to_be_visible()
    assert (mended.accepted, mended.unchanged, mended.returned) == (30, 270, 0)
    assert town.unit.id == mended.unit_id


def test_work_is_left_and_found_again_after_logout(visitor: Visitor, town: Town) -> None:
    page = enter(visitor, REPORTER)
    visitor.go("/desk/submissions/upload")
    row = send(page, workbook([recent()]))
    leave(page)
    processed(row)
    enter(visitor, REPORTER)
    page.get_by_role("link", name="确认失信程度：处罚.xlsx").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("请先确认失信程度")
    page.get_by_role("link", name="停止办理", exact=True).click()
    assert visitor.look() == []
    page.get_by_role("button", name="停止，一行也不入库").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已取消，一行也没有入库")
    assert town.unit.id == row.unit_id


def test_what_was_taken_back_is_gone_for_the_citizen(visitor: Visitor, plain_visitor: Visitor, town: Town) -> None:
    page = enter(visitor, REPORTER)
    visitor.go("/desk/submissions/upload")
    row = send(page, workbook([recent(CX_SXCD="一般")]))
    processed(row)
    plain_visitor.go(f"/subjects/{COMPANY}?tab=penalties")
    address = plain_visitor.page.get_by_role("link", name="本条的固定网址").first.get_attribute("href") or ""
    assert plain_visitor.go(address).status == 200

    page.get_by_role("link", name="整批撤回").click()
    assert visitor.look() == []
    page.get_by_role("button", name="撤回，停止公示").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已整批撤回，1条记录不再公示")
    assert plain_visitor.go(address).status == 410
    expect(plain_visitor.page.get_by_role("heading", level=1)).to_contain_text("停止公示")
    expect(plain_visitor.page.locator("body")).not_to_contain_text(SOUND["CF_XDR_MC"])
    visitor.go(address)
    assert visitor.look() == []
    assert town.unit.id == row.unit_id


def test_a_wrong_file_is_told_and_the_right_one_follows(visitor: Visitor, town: Town) -> None:
    page = enter(visitor, REPORTER)
    visitor.go("/desk/submissions/upload")
    page.locator("#id_file").set_input_files({"name": "a.xlsx", "mimeType": "x/y", "buffer": b"PK\x03\x04broken"})
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("alert")).to_contain_text("文件不完整或已损坏")
    assert visitor.look() == []
    row = send(page, workbook([{"甲": "1", "乙": "2"}]), "别的表.xlsx")
    processed(row)
    expect(page.get_by_role("heading", level=1)).to_contain_text("这份文件没有收下")
    assert visitor.look() == []
    page.get_by_role("link", name="上传改好的行").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("上传改好的行")
    assert town.unit.id == row.unit_id


HONOURED = compose_unified_code("91", "999999", "MAXN0777")


def save(page: Page, button: str = "保存到草稿") -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    assert page.locator("[role=alert]").count() == 0, page.locator("[role=alert]").inner_text()


def make_list(visitor: Visitor, page: Page) -> None:
    """Make a code list with two values."""
    visitor.go("/desk/catalog/lists/new")
    page.get_by_label("名称", exact=True).fill("测试表彰级别")
    page.get_by_label("代号", exact=True).fill("test-level")
    save(page, "新建")
    for code, label in (("city", "市级"), ("county", "县级")):
        visitor.go("/desk/catalog/lists/test-level/value")
        page.get_by_label("名称", exact=True).fill(label)
        page.get_by_label("代码", exact=True).fill(code)
        page.get_by_role("button", name="加到代码集").or_(page.get_by_role("button", name="保存")).click()
        page.wait_for_load_state()


FIELDS = (
    ("获奖单位名称", "RY_MC", "text", "subject-name", ""),
    ("统一社会信用代码", "RY_DM", "unified-code", "subject-code", ""),
    ("表彰文号", "RY_WH", "text", "document-number", ""),
    ("表彰级别", "RY_JB", "choice", "", "test-level"),
    ("表彰日期", "RY_RQ", "date", "decided-on", ""),
    ("表彰机关", "RY_JG", "text", "deciding-body", ""),
)


def give_papers(page: Page, today: str) -> None:
    """Put on record what the law asks of a new item between two editions."""
    papers = {
        "number": "测府函〔2026〕1号",
        "dated_on": today,
        "begins_on": today,
        "ends_on": today,
        "result": "没有意见",
    }
    for name, value in papers.items():
        for place in page.locator(f"[name$=-{name}]").all():
            place.fill(value)
    for place in page.locator("[name$=-file]").all():
        place.set_input_files({"name": "测试批复.pdf", "mimeType": "application/pdf", "buffer": pdf()})


def make_item(visitor: Visitor, page: Page, today: str) -> None:
    """Make an item of six fields and put it in force."""
    visitor.go("/desk/catalog/new")
    page.get_by_label("名称", exact=True).fill("测试表彰奖励")
    page.get_by_label("代号", exact=True).fill("test-honour")
    page.get_by_label("类别", exact=True).select_option(value="other")
    save(page, "新建，去写内容")
    visitor.go("/desk/catalog/test-honour/draft/facts")
    for name, value in (("disclosure", "public"), ("publicity_item", "none"), ("origin", "national-basic")):
        page.locator(f"[name={name}]").select_option(value=value)
    page.locator("[name=subject_kinds][value=organisation]").check()
    save(page)
    visitor.go("/desk/catalog/test-honour/draft/basis")
    page.get_by_label("文件名称和文号").fill("《测试表彰办法》（测发〔2026〕1号）")
    save(page)
    for name, code, kind, means, codes in FIELDS:
        visitor.go("/desk/catalog/test-honour/draft/field")
        page.locator("[name=name]").fill(name)
        page.locator("[name=code]").fill(code)
        page.locator("[name=type]").select_option(value=kind)
        page.locator("[name=code_list]").select_option(value=codes)
        page.locator("[name=length]").fill("200")
        page.locator("[name=required]").select_option(value="always")
        page.locator("[name=means]").select_option(value=means)
        page.locator("[name=disclosure]").select_option(value="public")
        save(page)
    visitor.go("/desk/catalog/test-honour/draft/key")
    for code in ("RY_DM", "RY_WH"):
        page.locator(f"input[type=checkbox][value={code}]").check()
    save(page)
    visitor.go("/desk/catalog/test-honour/draft/")
    assert visitor.look() == []
    visitor.go("/desk/catalog/test-honour/draft/in-force")
    page.get_by_label("从哪一天起生效").fill(today)
    assert visitor.look() == []
    give_papers(page, today)
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()


def test_a_new_item_with_a_new_code_list_needs_no_deploy(visitor: Visitor, town: Town) -> None:
    page = enter(visitor, OFFICE, town.device)
    make_list(visitor, page)
    make_item(visitor, page, f"{town.now.astimezone().date():%Y-%m-%d}")
    leave(page)
    enter(visitor, REPORTER)
    page.get_by_role("link", name="上传报送").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="测试表彰奖励").click()
    template = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    sheet = template.worksheets[0]
    first = sheet.max_row + 1
    heads = [str(cell.value or "") for cell in sheet[1]]
    # The item is collected from today on: what was decided before it stood in the catalogue is not.
    today = f"{town.now.astimezone().date():%Y/%m/%d}"
    good = ("测试表彰有限公司", HONOURED, "测发〔2026〕2号", "市级", today, "演示一局")
    faulty = ("测试表彰有限公司", HONOURED, "测发〔2026〕3号", "省级", today, "演示一局")
    for line, values in enumerate((good, faulty), first):
        for place, value in enumerate(values, 1):
            sheet.cell(row=line, column=place, value=value)
    assert len(heads) >= len(FIELDS)
    out = io.BytesIO()
    template.save(out)
    row = processed(send(page, out.getvalue(), "表彰.xlsx", item="测试表彰奖励"))
    expect(page.get_by_role("heading", level=1)).to_have_text("2行，接收1行，1行请改正")
    expect(page.locator(".cause")).to_contain_text("“表彰级别”不在可选范围内")
    assert row.state == "done"
    assert visitor.go(f"/subjects/{HONOURED}").status == 200
    page.get_by_role("link", name="测试表彰奖励").first.click()
    expect(page.locator("body")).to_contain_text("测发〔2026〕2号")
    expect(page.locator("body")).not_to_contain_text("测发〔2026〕3号")
    assert visitor.look() == []
