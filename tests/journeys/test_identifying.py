"""A reviewer says by keyboard whose rows without a code are; so does who registers such organisations, for others."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from chengxin.codes.services import set_registrar
from chengxin.foundation.actor import system_actor
from chengxin.foundation.roles import Role
from chengxin.intake.models import UnidentifiedRow
from chengxin.intake.rules import Origin
from chengxin.intake.services import send_identified, send_submission
from chengxin.intake.tests.rows import COMPANY, SOUND
from chengxin.intake.tests.scenes import csv_of, processed, recent, shown, upload
from chengxin.subjects.tests.cast import load
from chengxin.units.models import User
from chengxin.units.tests import factories
from tests.journeys.browser import Visitor
from tests.journeys.people import OFFICE, REPORTER, REVIEWER, Town, enter, leave, settle

pytestmark = pytest.mark.journey

NAME = SOUND["CF_XDR_MC"]
SHORT = NAME.replace("示例市", "")
STRANGER = "示例市别家有限公司"


def returned(town: Town) -> None:
    """Report three rows of which two have no code."""
    load([(COMPANY, NAME)])
    rows = [
        recent(CX_SXCD="一般", CF_WSH="示市监处罚〔2026〕1号"),
        recent(CX_SXCD="一般", CF_WSH="示市监处罚〔2026〕2号", CF_XDR_SHXYM="", CF_XDR_MC=SHORT),
        recent(CX_SXCD="一般", CF_WSH="示市监处罚〔2026〕3号", CF_XDR_SHXYM="", CF_XDR_MC=STRANGER),
    ]
    row = send_submission(
        actor=factories.actor_of(User.objects.get(username=REPORTER), town.now),
        now=town.now,
        unit=town.unit.id,
        item="penalty-organisation",
        upload=upload(csv_of(*rows)),
        origin=Origin.DESK,
        follows="",
    )
    assert processed(row).returned == 2


def test_rows_are_identified_by_keyboard(visitor: Visitor, settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    town = settle()
    returned(town)
    page = enter(visitor, REVIEWER)
    page.get_by_role("link", name="待认定主体").click()
    expect(page.get_by_role("heading", name="2行待认定")).to_be_visible()
    assert visitor.look() == []

    page.get_by_role("link", name=SHORT).click()
    expect(page.get_by_text("只有一方写了地名“示例”")).to_be_visible()
    assert visitor.look() == []
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name=STRANGER, level=1)).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_role("heading", name=SHORT, level=1)).to_be_visible()

    page.keyboard.press("1")
    expect(page.get_by_text(f"“{SHORT}”已认定")).to_be_visible()
    expect(page.get_by_role("heading", name=STRANGER, level=1)).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("已撤销认定")).to_be_visible()
    expect(page.get_by_role("heading", name=SHORT, level=1)).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_role("heading", name=STRANGER, level=1)).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="没有待认定的行", level=1)).to_be_visible()
    assert visitor.look() == []

    identified = UnidentifiedRow.objects.get(name=SHORT)
    send_identified(actor=system_actor("intake.send-identified"), now=town.now, row=identified.id)
    identified.refresh_from_db()
    assert identified.sent is not None
    assert processed(identified.sent).accepted == 1
    assert {record.document_number for record in shown(COMPANY)} == {"示市监处罚〔2026〕1号", "示市监处罚〔2026〕2号"}

    visitor.go(f"/desk/matches/{identified.public_id}/")
    expect(page.get_by_role("link", name="按认定重新报送的那一次")).to_be_visible()
    page.get_by_text("当时的证据").first.click()
    assert visitor.look() == []


def test_a_key_does_nothing_while_somebody_types_or_has_switched_it_off(
    visitor: Visitor, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    returned(settle())
    page = enter(visitor, REVIEWER)
    visitor.go(f"/desk/matches/{UnidentifiedRow.objects.get(name=SHORT).public_id}/")
    field = page.get_by_label("另一个主体的统一社会信用代码")
    field.press_sequentially("n1")
    expect(field).to_have_value("n1")
    page.get_by_label("用单个按键").uncheck()
    page.locator("h1").click()
    page.keyboard.press("n")
    page.keyboard.press("1")
    expect(page.get_by_role("heading", name=SHORT, level=1)).to_be_visible()
    assert UnidentifiedRow.objects.filter(fate="open").count() == 2


def test_who_registers_companies_says_whose_the_rows_of_another_unit_are(
    visitor: Visitor, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    town = settle()
    returned(town)
    market = factories.unit(town.platform, town.now, "market")
    factories.ready(factories.person(town.platform, town.now, "market-one", market, Role.REVIEWER), town.now)
    office = factories.actor_of(User.objects.get(username=OFFICE), town.now)
    set_registrar(actor=office, now=town.now, department="9", district="", unit=market.id)

    page = enter(visitor, "market-one")
    page.get_by_role("link", name="认定2行报送的是哪个主体").click()
    expect(page.get_by_text("其他单位").first).to_be_visible()
    expect(page.get_by_text(town.unit.name)).to_have_count(0)
    assert visitor.look() == []
    page.get_by_role("link", name=SHORT).click()
    expect(page.get_by_text("其余内容和报送单位的情况不显示")).to_be_visible()
    expect(page.get_by_text("示市监处罚〔2026〕2号")).to_have_count(0)
    assert visitor.look() == []
    page.keyboard.press("1")
    expect(page.get_by_role("heading", name=STRANGER, level=1)).to_be_visible()
    page.get_by_role("button", name="不是本单位登记的").click()
    expect(page.get_by_role("heading", name="没有待认定的行", level=1)).to_be_visible()
    leave(page)

    page = enter(visitor, REVIEWER)
    page.get_by_role("link", name=f"{market.name}认定了贵单位待认定的行").click()
    expect(page.get_by_text(f"“{SHORT}”：是{NAME}")).to_be_visible()
    page.get_by_role("link", name="待认定主体").click()
    expect(page.get_by_role("heading", name="1行待认定")).to_be_visible()
    page.get_by_role("link", name=STRANGER).click()
    expect(page.get_by_text("答复不是本单位登记的")).to_be_visible()
    expect(page.get_by_text(market.name)).to_be_visible()
