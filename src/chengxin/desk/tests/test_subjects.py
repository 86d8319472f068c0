"""The desk's search and dossier: who finds what, what of other units is shown, what of a sole trader is not."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengxin.foundation.roles import Role
from chengxin.register import services as register
from chengxin.register.models import Record
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why
from chengxin.register.tests.scenes import LATER, NOW, OVER, Fact, bureau, officer, shown
from chengxin.subjects.models import OldNumber, Organisation
from chengxin.subjects.tests.cast import code, load
from chengxin.units.models import Unit
from chengxin.units.rules import Level
from chengxin.vault.tests.people import person, sign_in

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
NAME = "海棠市灵湾水产食品有限公司"


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau("990102", Level.COUNTY)


@pytest.fixture
def firm(db: None) -> Organisation:  # noqa: ARG001  it stands in that database
    load([(code(1), NAME)])
    return Organisation.objects.get()


def browser(unit: Unit, *roles: Role) -> Client:
    client = Client()
    sign_in(client, person(unit, *roles))
    return client


def words(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(plain))


def found(client: Client, q: str, **more: str) -> Any:
    return client.get(reverse("desk:subjects"), {"q": q, **more})


def test_any_part_of_a_name_or_a_code_finds_it(unit: Unit, firm: Organisation) -> None:
    client = browser(unit, Role.CHECKER)
    for typed in ("灵湾水产", firm.unified_code or "", (firm.unified_code or "")[:8]):
        response = found(client, typed)
        assert reverse("desk:subject", args=[firm.unified_code]) in response.content.decode(), typed
        assert "查到1家" in words(response)
    assert "<mark>灵湾水产</mark>" in found(client, "灵湾水产").content.decode()


def test_each_kind_of_nothing_says_what_to_do(unit: Unit, firm: Organisation) -> None:
    client = browser(unit, Role.EDITOR)
    assert "怎样查得准" in words(client.get(reverse("desk:subjects")))
    nothing = found(client, "不存在的名称")
    assert nothing.status_code == 200
    assert "没有找到“不存在的名称”" in words(nothing)
    assert "换一种写法再查" in words(nothing)
    for refused in (found(client, "***"), found(client, firm.name, kind="dragon"), found(client, firm.name, after="x")):
        assert refused.status_code == 422
        assert "没有查询" in words(refused)


def test_long_answers_are_walked_page_by_page(unit: Unit) -> None:
    load([(code(number), f"海棠第{number}商店") for number in range(1, 26)])
    client = browser(unit, Role.CHECKER)
    first = found(client, "海棠", kind="enterprise")
    assert "查到25家" in words(first)
    following = first.context["page"].pager.next
    second = client.get(reverse("desk:subjects") + following)
    names = [{line.address for line in page.context["page"].lines} for page in (first, second)]
    assert [len(part) for part in names] == [20, 5]
    assert not names[0] & names[1]


def test_the_search_stands_on_every_page_of_the_desk(unit: Unit) -> None:
    client = browser(unit, Role.EDITOR)
    assert f'action="{reverse("desk:subjects")}"' in client.get(reverse("desk:help")).content.decode()
    assert reverse("desk:subjects") not in Client().get("/desk/login/").content.decode()


def test_own_records_stand_in_full_and_others_as_the_public_sees_them(unit: Unit, firm: Organisation) -> None:
    other = bureau("990121", Level.COUNTY)
    shown(unit, Fact(firm, number="本单位1号", summary="本单位的处罚").until(LATER))
    shown(other, Fact(firm, number="外单位1号", summary="外单位的处罚").until(LATER))
    shown(other, Fact(firm, number="外单位2号", summary="外单位已期满的处罚").until(OVER))
    response = browser(unit, Role.REPORTER).get(reverse("desk:subject", args=[firm.unified_code]))
    page = response.context["page"]
    assert [(row.number, row.state, row.severity) for row in page.records] == [
        ("本单位1号", "公示到2090年1月1日", "一般")
    ]
    assert [(row.number, row.until) for row in page.others] == [("外单位1号", "公示到2090年1月1日")]
    told = words(response)
    assert "外单位已期满的处罚" not in told
    assert "某代表人" not in told
    assert NAME in told


@pytest.mark.parametrize(("role", "records"), [(Role.REPORTER, 1), (Role.CREDIT_OFFICE, 2), (Role.EDITOR, 0)])
def test_reach_decides_which_records_stand_in_full(unit: Unit, firm: Organisation, role: Role, records: int) -> None:
    shown(unit, Fact(firm, number="一"))
    shown(bureau("990102", Level.COUNTY), Fact(firm, number="二"))
    shown(bureau("990121", Level.COUNTY), Fact(firm, number="三"))
    page = browser(unit, role).get(reverse("desk:subject", args=[firm.public_id])).context["page"]
    assert len(page.records) == records
    assert len(page.others) == 3 - records
    assert page.may_see_records == (role is not Role.EDITOR)


def test_how_a_record_stands_is_said(unit: Unit, firm: Organisation) -> None:
    shown(unit, Fact(firm, number="满").until(OVER), Fact(firm, number="撤"), Fact(firm, number="异"))
    ids = {one.versions.get().document_number: one.public_id for one in Record.objects.all()}
    register.take_down(
        actor=officer(unit, Role.REVIEWER),
        now=NOW,
        records=[ids["撤"]],
        why=Why(TakedownReason.CORRECTED, "有误", "来函"),
    )
    register.mark_disputed(actor=officer(unit, Role.CASE_OFFICER), now=NOW, record_id=ids["异"], basis="异议1号")
    page = browser(unit, Role.REPORTER).get(reverse("desk:subject", args=[firm.public_id])).context["page"]
    states = {row.number: (row.state, row.disputed) for row in page.records}
    assert states == {
        "满": ("已停止公示：公示期届满", False),
        "撤": ("已停止公示：经核实有误", False),
        "异": ("公示到2090年1月1日", True),
    }


def test_of_a_sole_trader_neither_address_nor_tax_number_is_shown(unit: Unit) -> None:
    load([(code(2, "92"), "海棠米粉店")])
    Organisation.objects.update(address="海棠市某小区3栋")
    trader = Organisation.objects.get()
    for kind, number in (("tax-number", "T-99-7"), ("registration-number", "R-99-7")):
        OldNumber.objects.create(organisation=trader, kind=kind, number=number)
    response = browser(unit, Role.CHECKER).get(reverse("desk:subject", args=[trader.unified_code]))
    assert "某小区" not in words(response)
    assert "T-99-7" not in words(response)
    assert "R-99-7" in words(response)
    assert "个体工商户的住所不在这里显示" in words(response)


def test_what_is_no_organisation_is_not_found(unit: Unit) -> None:
    client = browser(unit, Role.CHECKER)
    for key in ("nothing", "0" * 26, code(77)):
        assert client.get(reverse("desk:subject", args=[key])).status_code == 404


def test_a_dossier_of_many_records_asks_as_often_as_one_of_few(
    unit: Unit, firm: Organisation, django_assert_max_num_queries: Any
) -> None:
    shown(unit, *[Fact(firm, number=f"{number}号") for number in range(30)], at=NOW - timedelta(hours=1))
    client = browser(unit, Role.REPORTER)
    address = reverse("desk:subject", args=[firm.public_id])
    client.get(address)
    with django_assert_max_num_queries(25):
        assert len(client.get(address).context["page"].records) == 30
