"""Repairs: what can be applied for, from when, where and with which papers, by the day of the application."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from chengxin.foundation.roles import Role
from chengxin.law.book import load
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Why, take_down
from chengxin.register.tests.scenes import LICENCE as LICENCE_ITEM
from chengxin.register.tests.scenes import NOW, OFFICE, WINDOW, Fact, Permit, officer, organisation, record_of, shown
from chengxin.relief.queries import advice_for
from chengxin.relief.rules.repairs import Chance, Shown, chance_of
from chengxin.subjects.models import Organisation
from chengxin.units.models import Unit
from chengxin.vault.tests.people import bureau, person, sign_in

LAW = load(None)
TWO = ("已经改正并履行法定义务的证明", "信用承诺书")


@given(earliest=st.dates(date(2019, 1, 1), date(2030, 1, 1)), on=st.dates(date(2019, 1, 1), date(2030, 1, 1)))
def test_an_application_is_possible_from_its_first_day_on(earliest: date, on: date) -> None:
    assert (chance_of(Shown("general", earliest), on) is Chance.NOW) == (on >= earliest)


def test_what_is_never_repaired_says_so_and_what_no_rule_speaks_of_is_not_called_never() -> None:
    assert chance_of(Shown("specific-serious", None), date(2021, 1, 1)) is Chance.NEVER
    assert chance_of(Shown("", None), date(2018, 1, 1)) is Chance.UNSAID


@pytest.mark.parametrize(
    ("rule", "severity", "on", "entrance", "papers"),
    [
        ("R1", "general", date(2019, 6, 30), None, 0),
        ("R2", "general", date(2019, 7, 1), "city", 3),
        ("R2", "serious", date(2023, 4, 30), "city", 5),
        ("R2", "serious", date(2023, 5, 1), "credit-china", 7),
        ("R3", "general", date(2025, 6, 21), "credit-china", 7),
        ("R3", "general", date(2025, 6, 22), "credit-china", 2),
        ("R4", "serious", date(2026, 4, 1), "credit-china", 2),
        ("M1", "", date(2021, 9, 1), "enterprise-system", 0),
        ("M2", "", date(2026, 4, 1), "enterprise-system", 2),
        ("", "", date(2026, 11, 28), "credit-china", 2),
    ],
)
def test_the_way_is_that_of_the_day_of_the_application(
    rule: str, severity: str, on: date, entrance: str | None, papers: int
) -> None:
    way = LAW.repair_way(rule, severity, on=on)
    assert (way.entrance if way else None, len(way.materials) if way else 0) == (entrance, papers)


@pytest.fixture
def giving(db: None) -> Unit:  # noqa: ARG001  it stands in the database
    return bureau()


def given_to(unit: Unit, firm: Organisation) -> None:
    """Publish what stands against a firm: repairable now, later, never, unsaid; taken down; and a licence."""
    windows = {
        "早": replace(WINDOW, earliest_repair_on=date(2026, 6, 1)),
        "晚": WINDOW,
        "永": replace(WINDOW, minimum_ends_on=None, earliest_repair_on=None, reason="特定严重失信，不得提前修复。"),
        "撤": WINDOW,
    }
    shown(unit, *(Fact(firm, number, window=window) for number, window in windows.items()))
    shown(unit, Permit(firm), item=LICENCE_ITEM)
    why = Why(TakedownReason.REPAIRED, "已经信用修复", "测试依据")
    take_down(actor=OFFICE, now=NOW, records=[record_of("撤").public_id], why=why)


@pytest.mark.service
def test_what_stands_against_a_firm_is_told_with_its_first_day_and_its_way(giving: Unit) -> None:
    firm = organisation()
    given_to(giving, firm)
    found = advice_for(officer(giving, Role.CASE_OFFICER), firm.public_id, on=date(2026, 6, 30))
    chances = {one.document_number: one.chance for one in found}
    assert chances == {"早": Chance.NOW, "晚": Chance.LATER, "永": Chance.UNSAID}
    assert {one.way.materials for one in found if one.way} == {TWO}
    assert advice_for(officer(bureau(), Role.CASE_OFFICER), firm.public_id, on=date(2026, 6, 30)) == ()
    assert advice_for(OFFICE, firm.public_id, on=date(2026, 6, 30)) == found


@pytest.mark.service
def test_the_page_tells_where_to_go_and_what_to_bring(giving: Unit) -> None:
    firm = organisation()
    given_to(giving, firm)
    client = Client()
    sign_in(client, person(giving, Role.CASE_OFFICER))
    assert "输入代码" in client.get("/desk/relief/repairs").content.decode()
    page = client.get(f"/desk/relief/repairs?code={firm.unified_code}").content.decode()
    assert "现在就可以申请" in page
    assert "特定严重失信，不得提前修复。" in page
    assert all(paper in page for paper in TWO)
    assert "“信用中国”网站" in page
    answer = client.get("/desk/relief/repairs?code=91990100MA00000000")
    assert (answer.status_code, "没有收录这个主体" in answer.content.decode()) == (422, True)
    nothing = client.get(f"/desk/relief/repairs?code={organisation().unified_code}").content.decode()
    assert "没有正在公示的不利记录" in nothing
