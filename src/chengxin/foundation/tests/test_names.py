import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.foundation import names
from chengxin.foundation.names import NameNote


@pytest.mark.parametrize(
    ("raw", "key", "notes"),
    [
        ("甲乙贸易有限公司", "甲乙贸易有限公司", ()),
        ("甲乙（北部）有限公司", "甲乙(北部)有限公司", (NameNote.WIDTH_OR_FORM,)),
        ("甲乙(北部)有限公司", "甲乙(北部)有限公司", ()),
        ("甲乙〔北部〕有限公司", "甲乙(北部)有限公司", ()),
        ("甲乙（北部)有限公司", "甲乙(北部)有限公司", (NameNote.WIDTH_OR_FORM, NameNote.MIXED_BRACKETS)),
        ("甲乙（北部有限公司", "甲乙(北部有限公司", (NameNote.WIDTH_OR_FORM, NameNote.MIXED_BRACKETS)),
        ("甲乙 贸易\u3000有限公司", "甲乙贸易有限公司", (NameNote.SPACES, NameNote.WIDTH_OR_FORM)),
        (" 甲乙贸易有限公司\n", "甲乙贸易有限公司", (NameNote.CONTROL,)),
        ("ＡＢｃ科技", "ABC科技", (NameNote.WIDTH_OR_FORM,)),
        ("甲\ue000乙公司", "甲\ue000乙公司", (NameNote.PRIVATE_USE,)),
        ("甲\ufffd乙公司", "甲\ufffd乙公司", (NameNote.REPLACEMENT,)),
        ("甲?乙公司", "甲?乙公司", (NameNote.REPLACEMENT,)),
        ("甲\u200b乙公司", "甲乙公司", (NameNote.CONTROL,)),
        ("甲\x00乙公司", "甲乙公司", (NameNote.CONTROL,)),
        ("甲***公司", "甲***公司", (NameNote.MASKED,)),
        ("甲•乙公司", "甲·乙公司", ()),
        ("", "", ()),
    ],
)
def test_read_name(raw: str, key: str, notes: tuple[NameNote, ...]) -> None:
    assert names.read_name(raw) == names.OrganisationName(raw, key, notes)


def test_a_huge_name_is_left_alone() -> None:
    assert names.read_name("甲" * 100_000).notes == (NameNote.TOO_LONG,)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("甲乙（北部）有限公司", "甲乙 (北部) 有限公司", True),
        ("某某市甲乙有限公司", "某某甲乙有限公司", False),
        ("甲乙有限公司", "乙甲有限公司", False),
        ("甲乙食品店", "甲乙食品厂", False),
        ("甲乙公司", "甲乙公司分公司", False),
        ("甲\ue000公司", "甲\ue001公司", False),
    ],
)
def test_written_alike(one: str, other: str, alike: bool) -> None:  # noqa: FBT001  a column of the table
    assert names.written_alike(one, other) == alike


@given(st.text(st.characters(codec="gb2312"), max_size=60))
def test_a_key_is_its_own_key(name: str) -> None:
    key = names.read_name(name).key
    assert not any(character.isspace() for character in key)
    assert names.read_name(key).key == key


def test_tokens() -> None:
    assert names.name_tokens("甲乙（丙）A1") == sorted({"甲", "乙", "丙", "A", "1", "甲乙", "乙丙", "丙A", "A1"})
    assert names.query_tokens("乙（丙") == ["乙丙"]
    assert names.query_tokens("乙") == ["乙"]
    assert names.query_tokens("（") == []
    assert names.query_tokens("") == []


@given(st.text("甲乙丙丁有限公司AB12()（） ", max_size=20), st.data())
def test_every_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    text = names.search_text(name)
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    assert set(names.query_tokens(part)) <= set(names.name_tokens(name))
    assert part in text


def test_pinyin_order() -> None:
    unsorted = ["中山公司", "安平公司", "重庆公司", "阿里公司", "123公司", "北京公司", "北公司"]
    assert sorted(unsorted, key=names.pinyin_key) == [
        "123公司",
        "阿里公司",
        "安平公司",
        "北公司",
        "北京公司",
        "重庆公司",
        "中山公司",
    ]


@given(st.text(max_size=30), st.text(max_size=30))
def test_different_names_have_different_pinyin_keys(one: str, other: str) -> None:
    same = names.read_name(one).key == names.read_name(other).key
    assert (names.pinyin_key(one) == names.pinyin_key(other)) == same


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("张三", True),
        ("张 三", True),
        ("欧阳修", True),
        ("张", False),
        ("司马相如", False),
        ("甲厂A", False),
        ("", False),
    ],
)
def test_may_be_person(name: str, person: bool) -> None:  # noqa: FBT001  a column of the table
    assert names.may_be_person(name) == person


def test_has_han() -> None:
    assert names.has_han("A股")
    assert not names.has_han("ABC（1）")
