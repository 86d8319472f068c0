"""Divisions and registering zones of the demonstration city, and codes that changed over time."""

from datetime import date
from pathlib import Path

import pytest

from chengxin.law import adding, book
from chengxin.law.tests.files import SIGNATURE, written

LAW = book.load(None)
ON = date(2018, 6, 30)
INVENTED_ZONE = """
[[division]]
key = "invented-zone"
system = "registration"
code = "450799"
name = "虚构园区"
parent = "450700"
mark = "derived"
"""


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        ("450700", ON, "钦州市"),
        ("450702", ON, "钦南区"),
        ("450721", ON, "灵山县"),
        ("450127", date(2018, 6, 30), "横县"),
        ("450127", date(2022, 6, 30), None),
        ("450181", date(2022, 6, 30), "横州市"),
        ("110103", date(2000, 1, 1), "崇文区"),
        ("110103", date(2018, 1, 1), None),
        ("450702001000", date(2026, 6, 1), "向阳街道"),
        ("450702401", date(2023, 6, 1), "钦州港经济技术开发区"),
        ("450704", ON, "钦州港经济技术开发区（含犀牛脚镇）"),
        ("000000", ON, None),
        ("", ON, None),
    ],
)
def test_a_code_names_a_place_on_a_day(code: str, on: date, name: str | None) -> None:
    place = LAW.division(code, on=on)
    assert (place.name if place else None) == name


@pytest.mark.parametrize("code", ["450704", "450706", "450001"])
def test_zones_register_under_codes_of_their_own(code: str) -> None:
    place = LAW.registration_authority(code, on=ON)
    assert place is not None
    assert (place.system, place.mark, place.provisional) == ("registration", "inferred", True)
    assert LAW.gazetteer.is_in(code, "450700", ON)
    assert LAW.division(code, on=ON, system="gb2260") is None


def test_where_a_place_lies() -> None:
    assert LAW.gazetteer.ancestry("450702001000", date(2026, 6, 1)) == ("450702001000", "450702", "450700", "450000")
    assert LAW.gazetteer.is_in("450702", "450702", ON)
    assert not LAW.gazetteer.is_in("450702", "450100", ON)
    assert not LAW.gazetteer.is_in("999999", "450000", ON)
    counties = {place.name for place in LAW.gazetteer.children("450700", ON, "gb2260")}
    assert {"钦南区", "钦北区", "灵山县", "浦北县"} <= counties


def test_beyond_what_a_list_covers_a_place_is_provisional() -> None:
    beijing = LAW.division("110101", on=date(2024, 1, 1))
    ours = LAW.division("450702", on=date(2024, 1, 1))
    assert beijing is not None
    assert ours is not None
    assert (beijing.provisional, ours.provisional) == (True, False)


def test_every_parent_in_gb2260_is_a_code() -> None:
    codes = {division.code for division in LAW.collection.divisions if division.system == "gb2260"}
    orphans = [
        division.code for division in LAW.collection.divisions if division.parent and division.parent not in codes
    ]
    assert orphans == []


def test_no_code_names_two_places_on_one_day() -> None:
    uses: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for division in LAW.collection.divisions:
        span = division.in_force_from or date.min, division.last_day_in_force or date.max
        uses.setdefault((division.system, division.code), []).append(span)
    twice = [
        key
        for key, spans in uses.items()
        if any(a[1] >= b[0] for a, b in zip(sorted(spans), sorted(spans)[1:], strict=False))
    ]
    assert twice == []


def test_the_office_may_add_a_place(tmp_path: Path) -> None:
    adding.add(written(tmp_path, INVENTED_ZONE), tmp_path / "data", SIGNATURE)
    law = book.load(tmp_path / "data")
    assert law.gazetteer.is_in("450799", "450700", ON)
    assert LAW.division("450799", on=ON) is None
