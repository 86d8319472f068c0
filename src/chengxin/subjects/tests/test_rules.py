import pytest

from chengxin.foundation.identifiers import CATEGORIES
from chengxin.foundation.refusals import Invalid
from chengxin.subjects import rules
from chengxin.subjects.rules import Kind
from chengxin.subjects.rules.searching import (
    NothingToSearch,
    QuestionTooLong,
    UnknownDistrict,
    UnknownKind,
    place_in,
    read_question,
)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("91", Kind.ENTERPRISE),
        ("92", Kind.SOLE_TRADER),
        ("93", Kind.COOPERATIVE),
        ("11", Kind.GOVERNMENT),
        ("12", Kind.INSTITUTION),
        ("52", Kind.SOCIAL),
        ("N2", Kind.OTHER),
        ("99", Kind.OTHER),
        ("Y1", Kind.OTHER),
    ],
)
def test_the_code_says_the_kind(code: str, kind: Kind) -> None:
    assert rules.kind_of_code(f"{code}990100MA00000000") is kind
    assert rules.division_of_code(f"{code}990100MA00000000") == "990100"


def test_every_value_has_a_label() -> None:
    assert set(rules.KIND_LABELS) == set(Kind)
    assert set(rules.STATUS_LABELS) == set(rules.Status)
    assert set(rules.OLD_NUMBER_LABELS) == set(rules.OldNumberKind)
    assert set(rules.PAPER_LABELS) == set(rules.PaperKind)
    assert set(rules.CAPACITY_LABELS) == set(rules.Capacity)
    assert {prefix for prefix in CATEGORIES if rules.kind_of_code(prefix) is Kind.SOLE_TRADER} == {"92"}


@pytest.mark.parametrize(
    ("typed", "text", "code"),
    [
        ("盛隆", "盛隆", ""),
        (" 盛 隆（北部）", "盛隆北部", ""),
        ("9199 0100-MA00", "91990100MA00", "91990100MA00"),
        ("91990", "91990", ""),
        ("ma5k1b3x", "MA5K1B3X", "MA5K1B3X"),
        ("\u200b盛\x00隆", "盛隆", ""),
        ("𠮷", "𠮷", ""),
        ("\ue0a1", "\ue0a1", ""),
    ],
)
def test_what_is_typed_becomes_a_question(typed: str, text: str, code: str) -> None:
    question = read_question(typed)
    assert (question.text, question.code) == (text, code)


@pytest.mark.parametrize(
    ("typed", "kinds", "districts", "refusal"),
    [
        ("", [], [], NothingToSearch),
        ("（） ·", [], [], NothingToSearch),
        ("%_", [], [], NothingToSearch),
        ("甲" * 101, [], [], QuestionTooLong),
        ("甲", ["person"], [], UnknownKind),
        ("甲", [], ["x' OR 1=1"], UnknownDistrict),
    ],
)
def test_what_can_not_be_searched_is_refused(
    typed: str, kinds: list[str], districts: list[str], refusal: type[Invalid]
) -> None:
    with pytest.raises(refusal) as caught:
        read_question(typed, kinds=kinds, districts=districts)
    assert caught.value.sentence()


def test_a_cursor_is_bound_to_text_and_filters() -> None:
    marks = {
        read_question("甲").mark,
        read_question("乙").mark,
        read_question("甲", kinds=["enterprise"]).mark,
        read_question("甲", districts=["990100"]).mark,
        read_question("甲", kinds=["enterprise", "social"]).mark,
    }
    assert len(marks) == 5
    same = read_question("甲", kinds=["social", "enterprise"]).mark
    assert same == read_question(" 甲", kinds=["enterprise", "social", "social"]).mark


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("海棠盛隆商店", "盛隆", (2, 4)),
        ("海棠盛（隆）商店", "盛隆", (2, 5)),
        ("海 棠商店", "海棠", (0, 3)),
        ("ＡＢｃ商店", "BC", (1, 3)),
        ("海棠商店", "盛隆", None),
        ("海棠商店", "", None),
    ],
)
def test_the_place_in_the_name_as_written(name: str, text: str, place: tuple[int, int] | None) -> None:
    assert place_in(name, text) == place
