"""The rules of credit reports: numbers, sections, what superseded means."""

from dataclasses import replace

import pytest

from chengxin.catalog.adapters import standard_items
from chengxin.checks.rules.reports import (
    REGISTRATION,
    SECTION_TITLES,
    FrozenRecord,
    SectionKey,
    advice_of,
    check_character,
    digests_of,
    new_number,
    numbers_in,
    read_number,
    section_of,
    standing_of,
)
from chengxin.foundation.opaque import ALPHABET

RECORD = FrozenRecord(
    record="a",
    section=SectionKey.ADMINISTRATION.value,
    item="penalty-organisation",
    item_name="行政处罚",
    title="销售过期食品",
    adverse=True,
    disclosure="public",
    document_number="示市监处罚〔2026〕11号",
    decided_by="测试市场监督管理局",
    basis="《食品安全法》第一百二十四条",
    decided_on="2026-06-16",
    ends_on="2027-06-16",
    severity="一般",
    disputed=False,
    fields=(),
)


def test_sections_stand_in_the_national_order() -> None:
    assert [SECTION_TITLES[key] for key in SectionKey] == [
        "基础信息",
        "行政管理",
        "诚实守信",
        "严重失信主体名单",
        "经营异常",
        "信用承诺",
        "信用评价",
        "司法判决",
        "其他信息",
        "信用状况提升建议",
        "公共信用信息地方补充内容",
    ]


@pytest.mark.parametrize(
    ("item", "section"),
    [
        ("penalty-organisation", SectionKey.ADMINISTRATION),
        ("licence-organisation", SectionKey.ADMINISTRATION),
        ("tax-class-a", SectionKey.HONESTY),
        ("honest-listing", SectionKey.HONESTY),
        ("wage-arrears", SectionKey.BLACKLISTS),
        ("abnormal-operation", SectionKey.ABNORMAL),
        ("organisation-crime", SectionKey.JUDGMENTS),
        ("inspection-result", SectionKey.OTHER),
    ],
)
def test_a_record_stands_in_the_section_of_its_item(item: str, section: SectionKey) -> None:
    assert section_of(standard_items()[item]) is section


def test_a_number_is_read_as_people_write_it() -> None:
    number = new_number()
    for written in (number, number.lower(), number.replace("-", " "), f" {number} ", number.replace("-", "—")):
        assert read_number(written) == number
    assert read_number("") == read_number("XB-1") == read_number("没有") == ""


def test_numbers_differ() -> None:
    assert len({new_number() for _ in range(1_000)}) == 1_000


def test_one_wrong_character_is_always_found() -> None:
    letters = "0123456789abcdef"
    check = check_character(letters)
    for place in range(len(letters)):
        wrong = {letters[:place] + other + letters[place + 1 :] for other in ALPHABET if other != letters[place]}
        assert check not in {check_character(one) for one in wrong}


def test_a_number_is_found_among_bytes_and_a_wrong_one_is_not() -> None:
    number = new_number()
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert numbers_in(b"\x00\xff" + number.encode() + b"/" + wrong.encode() + number.encode()) == (number,)


@pytest.mark.parametrize(
    ("change", "ended", "newer"),
    [
        ({}, 0, False),
        ({"a": None}, 1, False),
        ({"a": "other"}, 1, False),
        ({"new": "x"}, 0, True),
        ({"a": None, "b": None, "new": "x"}, 2, True),
        ({REGISTRATION: "moved"}, 1, False),
    ],
)
def test_ended_and_changed_items_are_counted_and_new_ones_said(
    change: dict[str, str | None],
    ended: int,
    newer: bool,  # noqa: FBT001  a column of the table above
) -> None:
    before = digests_of("甲公司", (), (RECORD, replace(RECORD, record="b")))
    now = {key: digest for key, digest in (before | change).items() if digest is not None}
    standing = standing_of(before, now)
    assert (standing.ended, standing.newer) == (ended, newer)
    assert standing.superseded is bool(change)


def test_a_mark_of_dispute_is_a_change() -> None:
    assert replace(RECORD, disputed=True).digest != RECORD.digest


def test_advice_stands_only_where_something_adverse_does() -> None:
    assert advice_of([RECORD])
    assert advice_of([replace(RECORD, adverse=False)]) == ()
