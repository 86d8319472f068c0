"""What the law of a day holds against an item: kinds, fields, grave facts, the rank of a supplement's basis."""

from dataclasses import replace
from datetime import date

import pytest

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Basis, Fault, Item, Origin, law_faults
from chengxin.law import book

LAW = book.load(None)
ITEM = standard_items()["licence-organisation"]
EVE, FIRST = date(2023, 4, 30), date(2023, 5, 1)


def found(item: Item, on: date = FIRST) -> list[Fault]:
    return law_faults(item, LAW.catalogue(on=on, region="guangxi"))


def named(name: str, **more: str) -> Item:
    return replace(ITEM, name=name, **more)  # type: ignore[arg-type]  # texts of an item


@pytest.mark.parametrize("key", sorted(standard_items()))
def test_the_law_holds_nothing_against_what_comes_with_the_product(key: str) -> None:
    assert found(standard_items()[key]) == []


@pytest.mark.parametrize(
    "name", ["信访事项", "欠缴物业费信息", "不文明 养 犬记录", "拆迁户信息", "无偿献血情况", "血型"]
)
def test_an_excluded_kind_is_a_fault_however_it_is_spaced(name: str) -> None:
    (fault,) = found(named(name))
    assert (fault.code, fault.field) == ("excluded-kind", "")
    assert f"“{name}”属于" in fault.message


def test_the_name_of_a_field_is_looked_at_too() -> None:
    field = replace(ITEM.fields[-1], code="XF", name="信访次数")
    (fault,) = found(replace(ITEM, fields=(*ITEM.fields, field)))
    assert (fault.code, fault.field) == ("excluded-kind", "XF")
    assert "社会信用条例" in fault.message
    assert "第二十一条" in fault.message


@pytest.mark.parametrize(
    ("name", "on", "ground", "codes"),
    [
        ("养犬伤人", EVE, "", ["excluded-kind"]),
        ("养犬伤人", EVE, "犬只伤人致重伤", ["excluded-kind"]),
        ("养犬伤人", FIRST, "", ["excluded-kind"]),
        ("养犬伤人", FIRST, "犬只伤人致重伤", []),
        ("恶意欠缴物业费", FIRST, "经法院判决仍拒不缴纳", []),
        ("信访事项", FIRST, "情节严重", ["excluded-kind"]),
    ],
)
def test_grave_facts_open_only_what_the_law_of_the_day_opens(
    name: str, on: date, ground: str, codes: list[str]
) -> None:
    assert [fault.code for fault in found(named(name, grave_ground=ground), on)] == codes


def test_the_sentence_says_where_to_write_the_ground() -> None:
    (fault,) = found(named("养犬伤人"))
    assert "请在“基本情况”里写明是什么情节" in fault.message


REGULATION = Basis("《广西壮族自治区社会信用条例》", "第十九条", "gx-credit-2023")
DOCUMENT = Basis("《某某通知》", "", "so-2015-51")


@pytest.mark.parametrize(
    ("basis", "on", "codes"),
    [
        ((DOCUMENT,), FIRST, ["supplement-rank"]),
        ((DOCUMENT, REGULATION), FIRST, []),
        ((Basis("《第一市促进办法》"),), FIRST, ["supplement-rank"]),
        ((DOCUMENT,), date(2020, 12, 6), []),
        ((DOCUMENT,), date(2020, 12, 7), ["supplement-rank"]),
    ],
)
def test_a_local_supplement_names_an_instrument_of_rank(basis: tuple[Basis, ...], on: date, codes: list[str]) -> None:
    item = replace(ITEM, origin=Origin.LOCAL_SUPPLEMENT, basis=basis)
    assert [fault.code for fault in found(item, on)] == codes
    assert found(replace(item, origin=Origin.NATIONAL_BASIC), on) == []


def test_what_it_needs_is_said_with_the_law() -> None:
    (fault,) = found(replace(ITEM, origin=Origin.LOCAL_SUPPLEMENT, basis=(DOCUMENT,)))
    assert fault.message.startswith("地方补充目录的依据里要有一件地方性法规，从法规库里选：")
    assert "第十九条" in fault.message
