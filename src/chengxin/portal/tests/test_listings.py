"""The tables of the lists: red and black apart, a list at a time, and nobody who left."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from django.test import Client

from chengxin.catalog.adapters import standard_items
from chengxin.portal.tests.looking import page
from chengxin.register.rules import State, TakedownReason, Value
from chengxin.register.services import Why, take_down
from chengxin.register.tests.scenes import NIGHT, NOW, OVER, WINDOW, City, Fact, record_of, shown

pytestmark = pytest.mark.service

COURT, TAXPAYER = standard_items()["court-enforcement"], standard_items()["tax-class-a"]
SIDES = ("/lists/red/", "/lists/black/")


@dataclass(frozen=True)
class Debtor(Fact):
    """Somebody on the courts' list."""

    number: str = "（2026）示9901执11号"

    def payload(self) -> dict[str, Value]:
        return {
            "SX_MC": self.subject.name,
            "SX_SHXYM": self.subject.unified_code,
            "SX_AH": self.number,
            "SX_QX": "report",
            "SX_YJ": "最高人民法院有关规定第一条",
            "SX_LRRQ": self.decided_on.isoformat(),
            "SX_JG": "示例市示例区人民法院",
        }

    def state(self) -> State:
        return replace(super().state(), deciding_body="示例市示例区人民法院")


def test_a_listing_stands_on_its_side_alone(city: City) -> None:
    shown(city.unit, Debtor(city.firm), Debtor(city.firm, "过期1号").until(OVER), item=COURT)
    black, red = page("/lists/black/"), page("/lists/red/")
    here = page("/lists/black/court-enforcement")
    assert [Debtor(city.firm).number in html for html in (here, page("/lists/black/wage-arrears"), red)] == [
        True,
        False,
        False,
    ]
    assert "过期1号" not in here
    assert city.address in here
    assert "示例市示例区人民法院" in here
    assert COURT.name in black
    assert TAXPAYER.name in red
    assert COURT.name not in red
    assert "经营异常名录" not in black


def test_who_was_taken_down_is_on_no_list(city: City) -> None:
    shown(city.unit, Debtor(city.firm), item=COURT)
    why = Why(TakedownReason.REPAIRED, "已经履行", "示例依据")
    take_down(actor=NIGHT, now=NOW, records=[record_of(Debtor(city.firm).number).public_id], why=why)
    assert Debtor(city.firm).number not in page("/lists/black/court-enforcement")
    assert "这个名单上现在没有主体" in page("/lists/black/court-enforcement")


def test_an_open_end_is_said(city: City) -> None:
    shown(city.unit, replace(Debtor(city.firm), window=replace(WINDOW, ends_on=None)), item=COURT)
    assert "移出为止" in page("/lists/black/court-enforcement")


def test_the_table_is_narrowed_and_counted(city: City) -> None:
    first, second = Debtor(city.firm, "甲1号", date(2026, 6, 1)), Debtor(city.firm, "乙1号", date(2026, 6, 2))
    shown(city.unit, first, second, item=COURT)
    html = page("/lists/black/court-enforcement?from=2026-06-02&count=1")
    assert (first.number in html, second.number in html, "共1条" in html) == (False, True, True)
    assert "请把两个日期对调" in page("/lists/black/court-enforcement?from=2026-06-02&to=2026-06-01", 422)
    assert "只显示现在的内容" in page("/lists/black/?as_of=2020-01-01", 422)


@pytest.mark.parametrize(
    "address", ["/lists/black/no-such", "/lists/red/court-enforcement", "/lists/black/abnormal-operation"]
)
def test_what_is_no_list_of_this_side_is_not_found(db: None, address: str) -> None:  # noqa: ARG001  the database is asked
    page(address, 404)


def test_black_is_kept_out_of_search_engines(db: None) -> None:  # noqa: ARG001  the database is asked
    answers = [Client().get(address) for address in SIDES]
    assert [answer.headers.get("X-Robots-Tag") for answer in answers] == [None, "noindex, noarchive"]
    assert all(answer.headers["Cache-Control"] == "no-store" for answer in answers)
