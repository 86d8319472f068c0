"""Three units in their first weeks: one sends files, one types single records, one's system calls the interface."""

import io
import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect
from pytest_django import Settings

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Item, Means
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.foundation.roles import Role
from chengxin.intake.models import Submission
from chengxin.intake.tests.scenes import processed
from chengxin.units.models import Unit, User
from chengxin.units.queries import day_of
from chengxin.units.tests import factories
from tests.journeys.browser import Visitor
from tests.journeys.people import enter, leave

pytestmark = pytest.mark.journey
EVALUATION, INSPECTION, ENFORCEMENT = (
    standard_items()[key] for key in ("environmental-evaluation", "inspection-result", "court-enforcement")
)
API = "/api/v1/submissions"
Row = dict[str, str]


@dataclass(frozen=True)
class Town:
    """A founded platform with one unit, its people and its administrator's authenticator."""

    platform: factories.Platform
    unit: Unit
    device: TOTPDevice
    now: datetime


@pytest.fixture
def town(visitor: Visitor, settings: Settings, tmp_path: Path) -> Town:
    assert visitor.site
    settings.DATA = tmp_path
    now = timezone.now()
    platform = factories.found(now)
    unit = factories.unit(platform, now, "one")
    for name in ("old-hand", "new-hand"):
        factories.ready(factories.login(platform, now, name), now)
    for name, role in (("old-hand", Role.REPORTER), ("new-hand", Role.CHECKER)):
        factories.appoint(platform, now, User.objects.get(username=name), unit, role)
    keeper = factories.ready(factories.person(platform, now, "keeper-one", unit, Role.UNIT_ADMINISTRATOR), now)
    return Town(platform, unit, factories.equip(keeper, now), now)


def row_of(item: Item, place: int, **changes: str) -> Row:
    """Return the item's own example about another organisation, decided yesterday, with some cells changed."""
    told = {field.code: field.example for field in item.fields if field.example}
    yesterday = f"{day_of(timezone.now()) - timedelta(days=1):%Y/%m/%d}"
    for means, value in (
        (Means.SUBJECT_CODE, compose_unified_code("91", "999999", f"MAXN5{place:03}")),
        (Means.SUBJECT_NAME, f"示例市潮生{place}号水产有限公司"),
        (Means.DECIDED_ON, yesterday),
    ):
        field = item.meaning(means)
        assert field is not None
        told[field.code] = value
    return told | changes


def workbook(*rows: Row) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("填报")
        sheet.write_row(0, 0, list(rows[0]))
        for line, row in enumerate(rows, 1):
            sheet.write_row(line, 0, list(row.values()))
    return out.getvalue()


def upload(page: Page, content: bytes, name: str) -> Submission:
    page.locator("#id_file").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.get_by_role("button", name="上传并核对").click()
    page.locator("#long-work").wait_for()
    return processed(Submission.objects.latest("id"))


def test_a_bureau_sends_files_from_its_empty_first_week_to_the_hand_over(visitor: Visitor, town: Town) -> None:
    page = enter(visitor, "old-hand")
    page.get_by_role("link", name="本单位报送").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("本单位还没有报送过")
    expect(page.get_by_text("第一次报送，按这四步")).to_be_visible()
    assert visitor.look() == []

    page.get_by_role("link", name=re.compile(f"上传 ?{EVALUATION.name}")).click()
    upload(page, workbook({"姓名": "甲", "电话": "乙"}), "通讯录.xlsx")
    expect(page.get_by_role("heading", level=1)).to_contain_text("这份文件没有收下")

    good = [row_of(EVALUATION, place) for place in range(3)]
    faulty = [good[0], good[1] | {"HB_DJ": "一般般"}, good[2]]
    visitor.go(f"/desk/submissions/upload?item={EVALUATION.key}")
    upload(page, workbook(*faulty), "环境评价.xlsx")
    expect(page.get_by_role("heading", level=1)).to_have_text("3行，接收2行，1行请改正")
    expect(page.locator(".cause")).to_contain_text("“评价等级”不在可选范围内")
    assert visitor.look() == []
    visitor.go("/desk/reporting/")
    expect(page.get_by_role("heading", level=1)).to_have_text("本月接收2行，1个目录项等您办理")
    visitor.go("/desk/submissions/")
    page.get_by_role("link", name="环境评价.xlsx").first.click()
    page.get_by_role("link", name="上传改好的行").click()
    mended = upload(page, workbook(*good), "环境评价改好.xlsx")
    assert (mended.accepted, mended.unchanged, mended.returned) == (1, 2, 0)
    visitor.go("/desk/reporting/")
    expect(page.get_by_role("heading", level=1)).to_have_text("本月接收3行，没有等您办理的")
    assert visitor.look() == []
    leave(page)

    keeper = enter(visitor, "keeper-one", town.device)
    keeper.get_by_role("link", name="人员").click()
    keeper.get_by_role("link", name="测试员old-hand").click()
    keeper.get_by_role("link", name="移交角色").click()
    keeper.get_by_label("由谁接手").fill("new-hand")
    keeper.get_by_role("button", name="移交").click()
    expect(keeper.locator("body")).to_contain_text("已移交1个角色")
    leave(keeper)

    page = enter(visitor, "new-hand")
    page.get_by_role("link", name="本单位报送").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("本月接收3行，没有等您办理的")
    expect(page.locator("main")).to_contain_text("打印本页作为交接单")
    page.get_by_role("link", name="报送记录").click()
    expect(page.get_by_role("link", name="环境评价改好.xlsx")).to_be_visible()


def test_a_bureau_types_single_records_and_a_colleague_goes_on(visitor: Visitor, town: Town) -> None:
    factories.appoint(town.platform, town.now, User.objects.get(username="new-hand"), town.unit, Role.REPORTER)
    page = enter(visitor, "old-hand")
    visitor.go("/desk/typing/")
    page.get_by_role("button", name=INSPECTION.name).click()
    row = row_of(INSPECTION, 9)
    for code in ("CC_MC", "CC_SHXYM", "CC_JHBH", "CC_JHMC"):
        page.locator(f"[name={code}]").fill(row[code])
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_load_state()
    leave(page)

    page = enter(visitor, "new-hand")
    page.get_by_role("link", name="草稿").click()
    page.get_by_role("link", name=row["CC_MC"], exact=True).click()
    expect(page.locator("[name=CC_SHXYM]")).to_have_value(row["CC_SHXYM"])
    for field in INSPECTION.fields:
        if field.code not in row or field.code in {"CC_MC", "CC_SHXYM", "CC_JHBH", "CC_JHMC"}:
            continue
        box = page.locator(f"[name={field.code}]")
        if field.list is None:
            box.fill(row[field.code].replace("/", "-") if field.type == "date" else row[field.code])
        else:
            box.select_option(label=row[field.code])
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对无误，可以报送")
    assert visitor.look() == []
    page.get_by_role("button", name="报送", exact=True).click()
    page.locator("#long-work").wait_for()
    done = processed(Submission.objects.latest("id"))
    assert (done.state, done.accepted, done.sent_by) == ("done", 1, "new-hand")


@dataclass(frozen=True)
class Machine:
    """The court's own system: it calls the interface with its key and knows nothing of pages."""

    site: str
    secret: str

    def call(self, path: str, body: object = None, key: str = "") -> tuple[int, dict[str, Any]]:
        """Call and return the status and the answer."""
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body is not None else None
        asked = urllib.request.Request(  # noqa: S310  our own server
            self.site + path, data, headers | ({"Idempotency-Key": key} if key else {})
        )
        try:
            with urllib.request.urlopen(asked) as answer:  # noqa: S310  our own server
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read())


def test_a_court_s_system_reports_by_the_interface(visitor: Visitor, plain_visitor: Visitor, town: Town) -> None:
    client = factories.client(town.platform, town.now, "court-system", town.unit)
    court = Machine(visitor.site, factories.key(town.platform, town.now, client).secret)
    listed, faulty = row_of(ENFORCEMENT, 1), row_of(ENFORCEMENT, 2, SX_ZXYJWH="（2026）示01执11号")
    rows = {"item": ENFORCEMENT.key, "rows": [listed, faulty]}
    status, sent = court.call(API, rows, key="night-1")
    assert (status, sent["state"]) == (202, "received")
    assert court.call(API, rows, key="night-1") == (202, sent)
    assert court.call(API, rows | {"rows": [listed]}, key="night-1")[0] == 409
    processed(Submission.objects.get(public_id=sent["id"]))
    _, done = court.call(f"{API}/{sent['id']}")
    assert (done["state"], done["counts"]) == ("done", {"rows": 2, "accepted": 1, "unchanged": 0, "returned": 1})
    _, told = court.call(f"{API}/{sent['id']}/findings")
    assert {(one["row"], one["field"]) for one in told["findings"] if one["severity"] == "error"} == {(2, "SX_ZXYJWH")}

    mended = {"item": ENFORCEMENT.key, "rows": [row_of(ENFORCEMENT, 2)], "follows": sent["id"]}
    _, again = court.call(API, mended, key="night-2")
    assert processed(Submission.objects.get(public_id=again["id"])).accepted == 1
    for place in (1, 2):
        code = compose_unified_code("91", "999999", f"MAXN5{place:03}")
        assert plain_visitor.go(f"/subjects/{code}").status == 200
        expect(plain_visitor.page.locator("body")).to_contain_text("失信被执行人")
    visitor.go(f"/subjects/{compose_unified_code('91', '999999', 'MAXN5001')}")
    assert visitor.look() == []

    removed = row_of(ENFORCEMENT, 1, SX_YCRQ=listed["SX_LRRQ"], SX_YCYY=removal_reason())
    _, ended = court.call(API, {"item": ENFORCEMENT.key, "rows": [removed]}, key="night-3")
    processed(Submission.objects.get(public_id=ended["id"]))
    plain_visitor.go(f"/subjects/{compose_unified_code('91', '999999', 'MAXN5001')}")
    expect(plain_visitor.page.locator("body")).not_to_contain_text(listed["SX_AH"])


def removal_reason() -> str:
    """Return the first reason for which a court takes somebody off the list."""
    codes = ENFORCEMENT.field("SX_YCYY").list
    assert codes is not None
    return codes.values[0].label
