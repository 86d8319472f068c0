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
from chengxin.intake.tests.scenes import loaded, processed, recent
from chengxin.oversight.rules.months import month_of, moved
from chengxin.oversight.services import assign_item, tally_all
from chengxin.oversight.tests.reporting import JOB, office
from chengxin.units.models import Unit, User
from chengxin.units.queries import day_of
from chengxin.units.tests import factories
from tests.journeys.browser import Visitor
from tests.journeys.people import enter, leave

pytestmark = pytest.mark.journey
EVALUATION, INSPECTION, ENFORCEMENT, PENALTY = (
    standard_items()[key]
    for key in ("environmental-evaluation", "inspection-result", "court-enforcement", "penalty-organisation")
)
API, REPORTING = "/api/v1/submissions", "/api/v1/reporting"
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


LAST_MONTH = moved(month_of(day_of(timezone.now())), -1)
IN_IT = f"{LAST_MONTH.replace(day=15):%Y/%m/%d}"
MONTH, YEAR = f"{LAST_MONTH.year}年{LAST_MONTH.month}月", LAST_MONTH.year


def assign(town: Town, *items: Item) -> None:
    """Have the office say that the unit declares these items, since before last month."""
    for item in items:
        assign_item(
            actor=office(),
            now=town.now,
            unit=town.unit.id,
            item=item.key,
            valid_from=moved(LAST_MONTH, -1),
            valid_until=None,
            basis="示信〔2026〕1号",
        )


def penalty(number: int) -> Row:
    """Return a penalty of last month with its number."""
    return recent(CX_SXCD="一般", CF_WSH=f"示安罚〔{YEAR}〕{number}号", CF_JDRQ=IN_IT)


def count(page: Page) -> None:
    """Have what arrived counted, as the job does every five minutes, and look again."""
    tally_all(actor=JOB, now=timezone.now())
    page.reload()


def declare(page: Page, counts: dict[str, str], reason: str = "") -> None:
    for name, number in counts.items():
        page.get_by_label(name, exact=True).fill(number)
    if reason:
        page.get_by_label("更正原因").fill(reason)
    page.get_by_role("button", name=re.compile("^(填报|更正)$")).click()
    page.wait_for_load_state()


def answer(page: Page, label: str, words: str = "") -> None:
    page.get_by_label(label, exact=True).check()
    if words:
        page.get_by_label(re.compile("原因或安排|说明")).last.fill(words)
    page.get_by_role("button", name="记下说明").click()
    page.wait_for_load_state()


def test_a_bureau_that_sends_files_declares_its_month_and_explains_what_differs(visitor: Visitor, town: Town) -> None:
    assign(town, EVALUATION, INSPECTION)
    page = enter(visitor, "old-hand")
    rows = [
        row_of(EVALUATION, place, HB_PJRQ=IN_IT, HB_WH=f"示环评〔{YEAR}〕{place}号", HB_PJND=str(YEAR - 1))
        for place in (1, 4)
    ]
    visitor.go(f"/desk/submissions/upload?item={EVALUATION.key}")
    assert upload(page, workbook(*rows), "上月评价.xlsx").accepted == 2
    visitor.go("/desk/declarations/")
    count(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{MONTH}月报：还有2项没有填报")
    declare(page, {EVALUATION.name: "2", INSPECTION.name: "0"})
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{MONTH}月报已填报")
    expect(page.get_by_role("row", name=re.compile(INSPECTION.name))).to_contain_text("零报告")
    assert visitor.look() == []

    declare(page, {EVALUATION.name: "3"})
    expect(page.locator("main")).to_contain_text("更正已经填报的数，要写明原因")
    declare(page, {EVALUATION.name: "3"}, "漏数一件")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{MONTH}月报已填报，1项与收到数不一致")
    page.get_by_role("link", name=re.compile(f"说明 ?{EVALUATION.name}")).click()
    answer(page, "有原因", "一件由上级单位报送")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{MONTH}月报已填报")

    visitor.go(f"/desk/sequences/?year={YEAR}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("有2个文书号没有收到")
    page.get_by_role("row", name=re.compile("2—3号")).get_by_role("link").click()
    assert visitor.look() == []
    answer(page, "作废，没有发出")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("没有收到，请说明")
    expect(page.locator("main")).to_contain_text("作废，没有发出")


def test_a_bureau_that_types_admits_a_forgotten_number_which_then_arrives(visitor: Visitor, town: Town) -> None:
    assign(town, INSPECTION)
    loaded(town.unit, penalty(1), penalty(3))
    page = enter(visitor, "old-hand")
    visitor.go("/desk/declarations/")
    declare(page, {INSPECTION.name: "0"})
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{MONTH}月报已填报")

    visitor.go(f"/desk/sequences/?year={YEAR}")
    count(page)
    page.get_by_role("row", name=re.compile("2号")).get_by_role("link").click()
    answer(page, "漏报，将补报")
    expect(page.get_by_role("row", name=re.compile("^2号"))).to_contain_text("漏报，将补报")
    loaded(town.unit, penalty(2))
    count(page)
    expect(page.get_by_role("row", name=re.compile("^2号"))).to_have_count(0)
    assert visitor.look() == []
    visitor.go("/desk/rates/?by=item")
    expect(page.get_by_role("heading", level=1)).to_have_text("读到3行，迟报3件")
    assert visitor.look() == []


def test_a_court_s_system_does_its_whole_month_by_the_interface(visitor: Visitor, town: Town) -> None:
    assign(town, ENFORCEMENT, PENALTY)
    client = factories.client(town.platform, town.now, "court-system", town.unit)
    court = Machine(visitor.site, factories.key(town.platform, town.now, client).secret)
    _, sent = court.call(API, {"item": PENALTY.key, "rows": [penalty(1), penalty(3)]}, key="month-1")
    assert processed(Submission.objects.get(public_id=sent["id"])).accepted == 2
    tally_all(actor=JOB, now=timezone.now())

    month = f"{REPORTING}/months/{LAST_MONTH:%Y-%m}"
    _, before = court.call(month)
    assert {line["item"]: line["received"] for line in before["lines"]} == {ENFORCEMENT.key: 0, PENALTY.key: 2}
    said = {"declarations": [{"item": ENFORCEMENT.key, "count": 0}, {"item": PENALTY.key, "count": 3}]}
    status, after = court.call(month, said, key="month-2")
    assert (status, {line["item"]: line["asks"] for line in after["lines"]}) == (
        200,
        {ENFORCEMENT.key: False, PENALTY.key: True},
    )
    assert court.call(month, said, key="month-2") == (status, after)

    _, asked = court.call(f"{REPORTING}/gaps?year={YEAR}&open=true")
    (gap,) = asked["gaps"]
    assert (gap["first"], gap["last"], gap["kind"]) == (2, 2, None)
    told = {"word": gap["word"], "year": YEAR, "first": 2, "last": 2, "kind": "person"}
    assert court.call(f"{REPORTING}/gaps", told, key="month-3")[0] == 200
    assert court.call(f"{REPORTING}/gaps?year={YEAR}&open=true")[1]["gaps"] == []
    why = {"item": PENALTY.key, "kind": "explained", "words": "一件关于自然人，不在这里公示"}
    _, settled = court.call(f"{month}/differences", why, key="month-4")
    assert [line["asks"] for line in settled["lines"]] == [False, False]
    _, rates = court.call(f"{REPORTING}/rates")
    assert [(line["item"], line["late"]["part"]) for line in rates["lines"]] == [(PENALTY.key, 2)]

    page = enter(visitor, "old-hand")
    visitor.go("/desk/declarations/")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{MONTH}月报已填报")
    expect(page.locator("main")).to_contain_text("一件关于自然人，不在这里公示")


def removal_reason() -> str:
    """Return the first reason for which a court takes somebody off the list."""
    codes = ENFORCEMENT.field("SX_YCYY").list
    assert codes is not None
    return codes.values[0].label
