from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from chengxin.foundation import identifiers
from chengxin.foundation.identifiers import Change, Fault, IdentifierKind
from chengxin.foundation.identifiers import id_number as id_numbers
from chengxin.foundation.identifiers import registration_number as registration_numbers
from chengxin.foundation.identifiers import unified_code as unified_codes

TODAY = date(2018, 6, 30)
EXAMPLE = "91350100M000100Y43"  # the example of GB 32100 itself
PERSON = "11010519491231002X"  # the examples of GB 11643 itself
OLDEST = "440524188001010014"

body = st.text(unified_codes.ALPHABET, min_size=8, max_size=8)
codes = st.builds(
    identifiers.compose_unified_code,
    st.sampled_from(sorted(identifiers.CATEGORIES)),
    st.integers(110000, 829999).map(str),
    body,
)
people = st.builds(
    lambda place, born, sequence: f"{place}{born:%Y%m%d}{sequence:03d}",
    st.integers(110000, 999999),
    st.dates(date(1880, 1, 1), TODAY),
    st.integers(0, 999),
).map(lambda digits: digits + id_numbers.id_number_check(digits))


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        (EXAMPLE, ()),
        ("91350100M000100Y44", (Fault.CHECK,)),
        ("91350100M000100Z43", (Fault.CHARACTER,)),
        ("91350100M00010OY43", (Fault.CHARACTER,)),
        ("91350100M000100Y4", (Fault.LENGTH,)),
        ("91350100M000100Y433", (Fault.LENGTH,)),
        ("", (Fault.MISSING,)),
        ("　", (Fault.MISSING,)),
        ("无", (Fault.MISSING,)),
        ("——", (Fault.MISSING,)),
        ("/", (Fault.MISSING,)),
        ("***", (Fault.MISSING,)),
        ("0", (Fault.MISSING,)),
        ("000000000000000000", (Fault.PLACEHOLDER,)),
        ("00000000000000000X", (Fault.PLACEHOLDER,)),
        ("111111111111111111", (Fault.PLACEHOLDER,)),
        ("12" * 50_000, (Fault.LENGTH,)),
        ("①" * 18, (Fault.PLACEHOLDER,)),
        ("9135010\x00M000100Y43", (Fault.CHARACTER,)),
    ],
)
def test_unified_code_faults(raw: str, faults: tuple[Fault, ...]) -> None:
    assert identifiers.read_unified_code(raw).faults == faults


@pytest.mark.parametrize("prefix", ["A1", "N1", "N2", "N3", "Y1", "11", "31", "52", "91", "92", "93", "99"])
def test_every_department_is_lawful(prefix: str) -> None:
    code = identifiers.compose_unified_code(prefix, "350100", "M000100Y")
    reading = identifiers.read_unified_code(code)
    assert reading.valid
    assert reading.category == identifiers.CATEGORIES[prefix]
    assert reading.sole_trader == (prefix == "92")


def test_unified_code_parts() -> None:
    reading = identifiers.read_unified_code(EXAMPLE)
    assert (reading.division, reading.organisation_code) == ("350100", "M000100Y4")
    assert reading.category is not None
    assert (reading.category.department, reading.category.kind) == ("市场监管", "企业")


def test_unknown_category_and_division_are_told_apart() -> None:
    wrong = "94ABCDEF" + "M000100Y4"
    assert identifiers.read_unified_code(wrong + identifiers.unified_code_check(wrong)).faults == (
        Fault.CATEGORY,
        Fault.DIVISION,
    )


def test_inner_check_is_reported_apart() -> None:
    inner_wrong = "91350100M000100Y5"
    assert identifiers.read_unified_code(inner_wrong + identifiers.unified_code_check(inner_wrong)).faults == (
        Fault.INNER_CHECK,
    )
    assert identifiers.read_unified_code("91350100M000100Y50").faults == (Fault.CHECK, Fault.INNER_CHECK)


@pytest.mark.parametrize(
    ("raw", "changes"),
    [
        (EXAMPLE, ()),
        (EXAMPLE.lower(), (Change.LOWER_CASE,)),
        ("９１３５０１００Ｍ０００１００Ｙ４３", (Change.FULL_WIDTH,)),
        (" 91350100 M000100Y43\t", (Change.SPACES,)),
        ("'91350100M000100Y43", (Change.APOSTROPHE,)),
        ("91350100-M000100Y-43", (Change.HYPHENS,)),
        ("\ufeff91350100M000100Y43", (Change.INVISIBLE,)),
        ("９１３５０１００ｍ０００１００ｙ４３", (Change.FULL_WIDTH, Change.LOWER_CASE)),
    ],
)
def test_tidying_is_reported(raw: str, changes: tuple[Change, ...]) -> None:
    reading = identifiers.read_unified_code(raw)
    assert reading.valid
    assert (reading.text, reading.raw, reading.changes) == (EXAMPLE, raw, changes)


def test_letters_are_never_guessed() -> None:
    for letter, meant in {"O": "0", "I": "1", "S": "5", "Z": "2"}.items():
        assert meant in unified_codes.ALPHABET
        reading = identifiers.read_unified_code(f"9135010{letter}M000100Y43")
        assert reading.faults == (Fault.CHARACTER,)
        assert letter in reading.text
    assert identifiers.tidy("ſ") == ("ſ", ())


@given(codes, st.integers(0, 17), st.sampled_from(unified_codes.ALPHABET))
def test_single_character_errors_in_codes_are_found(code: str, place: int, other: str) -> None:
    wrong = code[:place] + other + code[place + 1 :]
    assert (Fault.CHECK in identifiers.read_unified_code(wrong).faults) == (wrong != code)


@given(codes, st.integers(0, 16))
def test_adjacent_swaps_in_codes_are_found(code: str, place: int) -> None:
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (Fault.CHECK in identifiers.read_unified_code(wrong).faults) == (wrong != code)


@given(st.text("0123456789", min_size=8, max_size=8), st.text(unified_codes.ALPHABET, min_size=10, max_size=10))
def test_outer_check_agrees_with_the_peer_where_the_first_eight_are_digits(start: str, rest: str) -> None:
    code = start + rest
    right = code[:17] + identifiers.unified_code_check(code[:17])
    assert uscc.is_valid(right)
    assert uscc.is_valid(code) == (code == right)


def test_organisation_code() -> None:
    assert identifiers.read_organisation_code("M000100Y-4").valid
    assert identifiers.read_organisation_code("M000100Y-4").changes == (Change.HYPHENS,)
    assert identifiers.read_organisation_code("M000100Y5").faults == (Fault.CHECK,)
    assert identifiers.read_organisation_code("M000100Y").faults == (Fault.LENGTH,)
    assert identifiers.read_organisation_code("M000100。4").faults == (Fault.CHARACTER,)
    assert identifiers.read_organisation_code("").faults == (Fault.MISSING,)


def test_organisation_code_letters_count_from_ten() -> None:
    # a public routine subtracts 65 instead of 55: A would then be 0 and this check character 0
    assert identifiers.organisation_code_check("A0000000") == "3"
    assert identifiers.organisation_code_check("00000000") == "0"
    assert identifiers.organisation_code_check("00000005") == "1"
    assert identifiers.organisation_code_check("00000006") == "X"


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        ("110108000000016", ()),
        ("110108000000017", (Fault.CHECK,)),
        ("1101080000001", (Fault.OLD_NUMBER,)),
        ("11010800000001", (Fault.LENGTH,)),
        ("11010800000001X", (Fault.CHARACTER,)),
        ("000000000000000", (Fault.PLACEHOLDER,)),
        ("", (Fault.MISSING,)),
    ],
)
def test_registration_number(raw: str, faults: tuple[Fault, ...]) -> None:
    reading = identifiers.read_registration_number(raw)
    assert reading.faults == faults
    assert reading.authority == reading.text[:6]


@given(st.text("0123456789", min_size=14, max_size=14), st.integers(0, 14), st.sampled_from("0123456789"))
def test_exactly_one_digit_completes_a_registration_number_and_single_errors_are_found(
    start: str, place: int, other: str
) -> None:
    [right] = [start + last for last in "0123456789" if registration_numbers.mod_11_10_holds(start + last)]
    wrong = right[:place] + other + right[place + 1 :]
    assert registration_numbers.mod_11_10_holds(wrong) == (wrong == right)


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        (PERSON, ()),
        (PERSON.lower(), ()),
        (OLDEST, ()),
        ("110105194912310021", (Fault.CHECK,)),
        ("11010519490230002X", (Fault.BIRTH_DATE, Fault.CHECK)),
        ("110105491231002", (Fault.OLD_NUMBER,)),
        ("110105491331002", (Fault.OLD_NUMBER, Fault.BIRTH_DATE)),
        ("1101051949123100X2", (Fault.CHARACTER,)),
        ("11010519491231002Y", (Fault.CHARACTER,)),
        ("1101051949123100", (Fault.LENGTH,)),
        ("000000000000000000", (Fault.PLACEHOLDER,)),
        ("不详", (Fault.LENGTH,)),
        ("-", (Fault.MISSING,)),
    ],
)
def test_id_number_faults(raw: str, faults: tuple[Fault, ...]) -> None:
    assert identifiers.read_id_number(raw, on=TODAY).faults == faults


def test_nobody_is_born_after_the_day_or_before_anyone_living() -> None:
    for born in (date(2018, 7, 1), date(1879, 12, 31)):
        start = f"110105{born:%Y%m%d}002"
        number = start + id_numbers.id_number_check(start)
        assert identifiers.read_id_number(number, on=TODAY).faults == (Fault.BIRTH_DATE,)
    assert identifiers.read_id_number("110105201807010021", on=TODAY).birth_date is None


@pytest.mark.parametrize("place", ["452827", "452829", "810000", "820000", "830000", "990000", "000001"])
def test_unknown_divisions_are_not_refused(place: str) -> None:
    start = f"{place}19600101002"
    assert identifiers.read_id_number(start + id_numbers.id_number_check(start), on=TODAY).valid


@given(people, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_single_character_errors_in_id_numbers_are_found(number: str, place: int, other: str) -> None:
    wrong = number[:place] + other + number[place + 1 :]
    assert identifiers.read_id_number(wrong, on=TODAY).valid == (wrong == number)


@given(people, st.integers(0, 16))
def test_adjacent_swaps_in_id_numbers_are_found(number: str, place: int) -> None:
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert identifiers.read_id_number(wrong, on=TODAY).valid == (wrong == number)


def test_old_number_is_upgraded() -> None:
    assert identifiers.upgrade_old_id_number("110105491231002") == PERSON
    assert identifiers.read_id_number("110105491231002", on=TODAY).birth_date == date(1949, 12, 31)


@pytest.mark.parametrize(
    ("born", "day", "age", "minor"),
    [
        (date(2000, 6, 30), date(2018, 6, 29), 17, True),
        (date(2000, 6, 30), date(2018, 6, 30), 18, False),
        (date(2000, 2, 29), date(2018, 2, 28), 17, True),
        (date(2000, 2, 29), date(2018, 3, 1), 18, False),
        (date(2018, 6, 30), date(2018, 6, 30), 0, True),
    ],
)
def test_age_and_minority(born: date, day: date, age: int, minor: bool) -> None:  # noqa: FBT001  a column of the table
    start = f"110105{born:%Y%m%d}002"
    reading = identifiers.read_id_number(start + id_numbers.id_number_check(start), on=TODAY)
    assert (reading.age_on(day), reading.is_minor_on(day)) == (age, minor)


def test_without_birth_date_nothing_is_said_about_age() -> None:
    reading = identifiers.read_id_number("11010519490230002X", on=TODAY)
    assert reading.age_on(TODAY) is None
    assert not reading.is_minor_on(TODAY)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (EXAMPLE, IdentifierKind.UNIFIED_CODE),
        (PERSON, IdentifierKind.ID_NUMBER),
        ("110105491231003", IdentifierKind.OLD_ID_NUMBER),
        ("110108000000016", IdentifierKind.REGISTRATION_NUMBER),
        ("M000100Y-4", IdentifierKind.ORGANISATION_CODE),
        ("4111 1111 1111 1111", IdentifierKind.BANK_CARD),
        ("13800000000", IdentifierKind.MOBILE_NUMBER),
        ("91350100M000100Y44", IdentifierKind.UNKNOWN),
        ("", IdentifierKind.UNKNOWN),
        ("0" * 18, IdentifierKind.UNKNOWN),
    ],
)
def test_kind_of(raw: str, kind: IdentifierKind) -> None:
    assert identifiers.kind_of(raw, on=TODAY) == kind


def test_a_code_that_passes_the_id_check_is_still_a_code() -> None:
    # eighteen digits with both code checks and the ID check right: only the birth date tells
    lookalikes = [
        code
        for number in range(20_000)
        if (code := identifiers.compose_unified_code("91", "350100", f"7{number:07d}")).isdigit()
        and id_numbers.id_number_check(code[:17]) == code[17]
    ]
    assert lookalikes
    assert {identifiers.kind_of(code, on=TODAY) for code in lookalikes} == {IdentifierKind.UNIFIED_CODE}


@given(people)
def test_an_id_number_is_never_taken_for_a_code(number: str) -> None:
    assert identifiers.kind_of(number, on=TODAY) == IdentifierKind.ID_NUMBER


@given(st.text(max_size=80))
def test_no_text_breaks_a_reader(raw: str) -> None:
    readings = (
        identifiers.read_unified_code(raw),
        identifiers.read_organisation_code(raw),
        identifiers.read_registration_number(raw),
        identifiers.read_id_number(raw, on=TODAY),
    )
    assert all(reading.raw == raw for reading in readings)
    assert identifiers.kind_of(raw, on=TODAY) in IdentifierKind


def test_a_reading_does_not_show_the_number() -> None:
    assert PERSON not in repr(identifiers.read_id_number(PERSON, on=TODAY))
    assert EXAMPLE not in repr(identifiers.read_unified_code(EXAMPLE))


@pytest.mark.parametrize(
    ("number", "holds"), [("4111111111111111", True), ("4111111111111112", False), ("79927398713", True)]
)
def test_luhn(number: str, holds: bool) -> None:  # noqa: FBT001  a column of the table
    assert identifiers.luhn_holds(number) == holds


def test_bank_cards_have_a_length_and_are_not_one_digit() -> None:
    assert identifiers.is_bank_card_number("4111111111111111")
    assert not identifiers.is_bank_card_number("79927398713")
    assert not identifiers.is_bank_card_number("0" * 16)


@pytest.mark.parametrize(
    ("raw", "mobile", "telephone"),
    [
        ("13800000000", True, True),
        ("+86 138-0000-0000", True, True),
        ("０１０－６２３４５６７８", False, True),
        ("(0777)2345678", False, True),
        ("12800000000", False, False),
        ("138000000000", False, False),
        ("2018062900", False, False),
    ],
)
def test_phones(raw: str, mobile: bool, telephone: bool) -> None:  # noqa: FBT001  columns of the table
    assert (identifiers.is_mobile_number(raw), identifiers.is_telephone_number(raw)) == (mobile, telephone)


def test_masks() -> None:
    assert identifiers.mask_id_number(PERSON) == "**************002X"
    assert identifiers.mask_id_number("110105491231002") == "***********1002"
    assert identifiers.mask_id_number("1234") == "****"
    assert identifiers.mask_id_number("") == ""
    assert identifiers.mask_phone("13812345678") == "138******78"
    assert identifiers.mask_phone("123") == "***"
    assert identifiers.mask_name("张三") == "张*"
    assert identifiers.mask_name("欧阳 修") == "欧**"
    assert identifiers.mask_name("阿卜杜拉·买买提") == "阿**"
    assert identifiers.mask_name("张") == "*"
    assert identifiers.mask_name("") == ""
