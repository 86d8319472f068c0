"""An officer checks a bidder, says what was done with a measure, and checks a workbook of bidders."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django import Settings

from chengxin.checks import services
from chengxin.checks.models import ReportBatch
from chengxin.checks.tests.scenes import BUYING, keeper
from chengxin.foundation.actor import system_actor
from chengxin.foundation.roles import Role
from chengxin.measures.tests.scenes import entry
from chengxin.register.tests.scenes import organisation
from chengxin.subjects.models import Organisation
from chengxin.units.tests import factories
from chengxin.vault.tests import samples
from tests.journeys import people
from tests.journeys.browser import Visitor
from tests.journeys.people import Town, enter

pytestmark = pytest.mark.journey
CHECKER = "checker-one"


@pytest.fixture
def town(served: str, settings: Settings, tmp_path: Path) -> Town:
    assert served
    settings.DATA = tmp_path
    town = people.settle()
    factories.ready(factories.person(town.platform, town.now, CHECKER, town.unit, Role.CHECKER), town.now)
    services.register_matter(actor=keeper(town.unit), now=town.now, unit=town.unit.id, definition=BUYING)
    return town


def bidders(*firms: Organisation) -> bytes:
    """Return a workbook of bidders."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "投标人", "统一社会信用代码"])
    for number, firm in enumerate(firms, 1):
        sheet.append([number, firm.name, firm.unified_code])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_officer_checks_decides_and_takes_a_workbook_back(visitor: Visitor, town: Town) -> None:
    listed, clean = organisation(name="海棠盛隆建筑有限公司"), organisation(name="海棠兴业建材有限公司")
    entry(town.unit, listed)
    page = enter(visitor, CHECKER)
    visitor.go("/desk/checks/")
    page.get_by_role("main").get_by_role("link", name="核查", exact=True).click()
    page.locator("[name=code]").fill(listed.unified_code or "")
    page.locator("[name=purpose]").fill("某项目投标人资格审查")
    page.locator("[name=basis]").fill("《政府采购法》第二十二条")
    assert visitor.look() == []
    page.get_by_role("button", name="核查", exact=True).click()
    expect(page.get_by_role("heading", name="海棠盛隆建筑有限公司")).to_be_visible()
    expect(page.get_by_text("应当适用")).to_be_visible()
    assert visitor.look() == []
    page.get_by_role("link", name="登记措施").click()
    page.locator("[name^=said-][value=not-applied]").check()
    page.locator("[name^=words-]").fill("拖欠的工资已经付清，由评标委员会决定")
    assert visitor.look() == []
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("已办结")).to_be_visible()
    assert visitor.look() == []

    visitor.go("/desk/checks/batches/new")
    page.locator("[name=matter]").select_option(label=BUYING.name)
    page.locator("[name=purpose]").fill("某项目投标人资格审查")
    page.locator("[name=basis]").fill("《政府采购法》第二十二条")
    page.locator("[name=file]").set_input_files(
        {"name": "投标人.xlsx", "mimeType": "application/octet-stream", "buffer": bidders(listed, clean)}
    )
    assert visitor.look() == []
    page.get_by_role("button", name="核查", exact=True).click()
    expect(page.get_by_role("link", name="海棠兴业建材有限公司")).to_be_visible()
    assert visitor.look() == []
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载带结果的工作簿").click()
    sheet = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes())).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][3] == "确定主体"
    assert "拖欠" in str(rows[1][5])
    assert not rows[2][5]


def record_consent(visitor: Visitor, firm: Organisation) -> None:
    page = visitor.page
    page.get_by_role("link", name="授权书", exact=True).click()
    page.get_by_role("link", name="登记授权书").click()
    page.locator("[name=subject]").fill(firm.unified_code or "")
    page.locator("[name=number]").fill("授2026-7")
    page.get_by_label("信用核查", exact=True).check()
    page.get_by_label("授权版信用报告").check()
    page.locator("[name=purpose]").fill("办理某项贷款")
    page.locator("[name=signed_on]").fill("2026-06-30")
    page.locator("[name=until]").fill("2030-06-30")
    scan = {"name": "授权书.pdf", "mimeType": "application/pdf", "buffer": samples.pdf()}
    page.locator("[name=file]").set_input_files(scan)
    assert visitor.look() == []
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{firm.name}的授权书")
    assert visitor.look() == []


def test_an_officer_records_a_consent_and_makes_reports_by_it(visitor: Visitor, town: Town, tmp_path: Path) -> None:
    firm, silent = organisation(name="海棠盛隆贸易有限公司"), organisation(name="海棠兴业运输有限公司")
    officer = factories.person(town.platform, town.now, "officer-one", town.unit, Role.CHECKER, Role.REVIEWER)
    factories.ready(officer, town.now)
    page = enter(visitor, "officer-one")
    record_consent(visitor, firm)
    page.get_by_role("link", name="凭它核查").click()
    page.get_by_role("button", name="核查", exact=True).click()
    expect(page.get_by_text("主体书面授权：授权书授2026-7")).to_be_visible()

    visitor.go("/desk/checks/reports/")
    assert visitor.look() == []
    page.get_by_role("link", name="出具报告").click()
    page.locator("[name=code]").fill(firm.unified_code or "")
    page.locator("[name=purpose]").fill("办理某项贷款")
    page.locator("[name=ground][value=consent]").check()
    assert visitor.look() == []
    with page.expect_download() as download:
        page.get_by_role("button", name="出具并下载").click()
    file = tmp_path / "report.pdf"
    download.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF")

    visitor.go("/desk/checks/reports/batches/new")
    page.locator("[name=purpose]").fill("办理某项贷款")
    page.locator("[name=ground][value=consent]").check()
    book = {"name": "名单.xlsx", "mimeType": "", "buffer": bidders(firm, silent)}
    page.locator("[name=file]").set_input_files(book)
    assert visitor.look() == []
    page.get_by_role("button", name="开始出具").click()
    expect(page.get_by_text("0/2份")).to_be_visible()
    assert visitor.look() == []
    batch = ReportBatch.objects.get()
    services.make_reports(actor=system_actor("checks.make-reports"), moment=timezone.now, batch=batch.public_id)
    expect(page.get_by_role("link", name="下载全部报告")).to_be_visible()
    expect(page.get_by_text("第3行：没有登记“海棠兴业运输有限公司”")).to_be_visible()
    assert visitor.look() == []
    visitor.go("/desk/checks/consents/")
    page.get_by_role("link", name=firm.name).click()
    expect(page.get_by_text("1次核查，2份报告")).to_be_visible()
    page.get_by_role("link", name="登记撤回").click()
    page.locator("[name=words]").fill("交来书面撤回函")
    assert visitor.look() == []
    page.get_by_role("button", name="登记撤回").click()
    expect(page.get_by_text("已撤回").first).to_be_visible()
