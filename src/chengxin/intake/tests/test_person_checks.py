from datetime import date, timedelta

import polars as pl
import pytest

from chengxin.foundation.identifiers import bulk, bulk_people, read_id_number
from chengxin.foundation.identifiers.id_number import id_number_check
from chengxin.intake.rules import persons
from chengxin.intake.rules.findings import SEALED_VALUE
from chengxin.intake.tests.people import ITEM, NAME, NUMBER, about, judged, number
from chengxin.intake.tests.rows import found

DECIDED = date(2026, 6, 9)
BAD_CHECK = NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1")
FIELD = "CF_XDR_ZJHM"


def codes(**changes: str) -> set[tuple[str, str]]:
    return {(field, code) for _row, field, code, _severity in found(judged(about(**changes)))}


def test_a_sound_row_is_accepted_without_a_word() -> None:
    answer = judged(about())
    assert (answer.returned, found(answer)) == (frozenset(), set())


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("", "missing"),
        (BAD_CHECK, "bad-check-digit"),
        (NUMBER[:15], "bad-length"),
        (NUMBER[:17], "bad-length"),
        ("99999919900A010016", "bad-character"),
        (number(date(1990, 1, 1))[:6] + "19901301" + NUMBER[14:], "bad-birth-date"),
        ("9999991990130100" + "16", "bad-birth-date"),
        ("111111111111111111", "placeholder-code"),
    ],
)
def test_a_faulty_id_number_has_one_finding_that_does_not_show_it(told: str, code: str) -> None:
    answer = judged(about(CF_XDR_ZJHM=told))
    assert found(answer) == {(1, FIELD, code, "error")}
    (value,), (message,) = answer.findings["value"], answer.findings["message"]
    assert value == SEALED_VALUE
    assert not told or told not in message


@pytest.mark.parametrize("division", ["452827", "810000", "820000", "830000", "900000", "999999"])
def test_no_division_is_refused(division: str) -> None:
    assert codes(CF_XDR_ZJHM=number(division=division)) == set()


def test_other_writings_of_a_number_are_the_same_number() -> None:
    person = next(one for one in (number(sequence=n) for n in range(1, 99)) if one.endswith("X"))
    spaced = f"{person[:6]} {person[6:14]} {person[14:].lower()}"
    assert codes(CF_XDR_ZJHM=spaced) == set()
    assert found(judged(about(CF_XDR_ZJHM=person), about(CF_XDR_ZJHM=spaced))) == {
        (2, "CF_WSH", "duplicate-in-file", "error")
    }


@pytest.mark.parametrize(
    ("paper", "told", "good"),
    [
        ("护照", "E12345678", True),
        ("护照", "E12", False),
        ("港澳居民来往内地通行证", "H12345678", True),
        ("港澳居民来往内地通行证", "12345678", False),
        ("台湾居民来往大陆通行证", "12345678", True),
        ("台湾居民来往大陆通行证", "H12345678", False),
        ("外国人永久居留身份证", "ABC123456789012", True),
        ("外国人永久居留身份证", number(division="911999"), True),
        ("外国人永久居留身份证", "ABC1", False),
    ],
)
def test_another_paper_is_checked_by_the_shape_of_its_number(paper: str, told: str, good: bool) -> None:  # noqa: FBT001  a table of cases
    found_here = codes(CF_XDR_ZJLX=paper, CF_XDR_ZJHM=told, CX_CSRQ="1990/01/01")
    assert found_here == (set() if good else {(FIELD, "bad-shape")})


def test_another_paper_needs_the_birth_date_because_its_number_does_not_tell_the_age() -> None:
    passport = {"CF_XDR_ZJLX": "护照", "CF_XDR_ZJHM": "E12345678"}
    assert codes(**passport) == {("CX_CSRQ", "missing")}
    assert codes(**passport, CX_CSRQ="1931/05/06") == set()
    assert codes(**passport, CX_CSRQ="2026/06/17") == {(FIELD, "minor")}


@pytest.mark.parametrize(
    ("born", "minor"),
    [(date(2008, 6, 9), False), (date(2008, 6, 10), True), (date(2015, 1, 1), True), (date(1950, 1, 1), False)],
)
def test_full_age_is_that_of_the_day_of_the_decision(born: date, minor: bool) -> None:  # noqa: FBT001  a table of cases
    expected = {(FIELD, "minor")} if minor else set()
    assert codes(CF_XDR_ZJHM=number(born)) == expected
    assert codes(CF_XDR_ZJLX="护照", CF_XDR_ZJHM="E12345678", CX_CSRQ=f"{born:%Y/%m/%d}") == expected


def test_of_a_minor_s_row_nothing_else_is_said_and_no_value_is_told() -> None:
    child = number(date(2014, 5, 5))
    row = about(CF_XDR_ZJHM=child[:17] + "?", CF_JDRQ="2026/06/09", CF_YJ="", CF_CFJGDM="坏的代码")
    assert codes(**row) >= {(FIELD, "bad-character")}  # no birth date can be read of it
    answer = judged(about(), about(CF_XDR_ZJHM=child, CF_JDRQ="某日", CF_YJ="", CF_CFJGDM="坏的代码"))
    assert found(answer) == {(2, FIELD, "minor", "error")}
    assert answer.findings["value"].to_list() == [SEALED_VALUE]
    assert answer.returned == {2}


def test_names_and_facts_are_never_shown_in_a_finding() -> None:
    answer = judged(about(CF_XDR_MC=NAME * 30, CF_SY="", CF_NR=f"{NAME}\ufffd"))
    assert {code for _row, _field, code, _severity in found(answer)} == {"too-long", "missing", "broken-character"}
    assert set(answer.findings["value"]) == {SEALED_VALUE}


def test_one_number_with_two_names_in_a_file_is_a_warning_to_both() -> None:
    answer = judged(about(), about(CF_XDR_MC="测帆眠", CF_WSH="二号"), about(CF_XDR_ZJHM=number(sequence=3)))
    assert found(answer) == {(n, "CF_XDR_MC", "name-mismatch", "warning") for n in (1, 2)}
    assert answer.returned == frozenset()


@pytest.mark.parametrize("told", ["个体工商户", "法人及非法人组织"])
def test_others_than_natural_persons_are_sent_to_the_other_item(told: str) -> None:
    assert codes(CF_XDR_LB=told) == {("CF_XDR_LB", "kind-mismatch")}
    assert codes(CF_XDR_LB="自然人") == set()


def test_a_simple_procedure_is_not_collected() -> None:
    assert codes(CX_CFCX="简易程序") == {("CX_CFCX", "not-collected")}


def test_a_minor_s_birthday_is_compared_as_the_single_reading_does() -> None:
    days = [date(2008, 2, 27) + timedelta(days=n) for n in range(5)]
    on = [date(2026, 2, 26) + timedelta(days=n) for n in range(5)]
    pairs = [(born, day) for born in days for day in on]
    frame = pl.DataFrame(pairs, schema={"born": pl.Date, "day": pl.Date}, orient="row")
    told = frame.select(bulk_people.is_minor_on(pl.col("born"), pl.col("day"))).to_series().to_list()
    assert told == [read_id_number(number(born), on=day).is_minor_on(day) for born, day in pairs]
    assert len(set(told)) == 2


def test_whole_columns_are_read_as_single_numbers_are() -> None:
    sound = [number(date(1950, 1, 1) + timedelta(days=80 * n), n) for n in range(300)]
    faulty = [one[:17] + id_number_check(one[:16] + "7") for one in sound] + ["", "1", "９" * 18, NUMBER[:15]]
    every = [*sound, *faulty, NUMBER[:6] + "20260230" + "0018", NUMBER[:6] + "18790101" + "0018"]
    tidied = pl.DataFrame({"n": every}).with_columns(bulk.tidied(pl.col("n")).alias("n"))
    good = tidied.select(
        (bulk.id_check_holds(pl.col("n")) & bulk_people.birth_date(pl.col("n")).is_not_null()).alias("good")
    ).to_series()
    assert good.to_list() == [read_id_number(one, on=date(2026, 6, 16)).valid for one in every]
    assert sum(good) >= 300


def test_the_register_s_rows_hold_the_number_for_the_person_alone() -> None:
    answer = judged(about(CF_XDR_LB="自然人"))
    (row,) = persons.register_rows(ITEM, answer.accepted).to_dicts()
    assert (row["paper"], row["number"], row["name"]) == ("id-card", NUMBER, NAME)
    assert {code for code, value in row["payload"].items() if value is None} >= {FIELD, "CX_CSRQ"}
    assert NUMBER in row["business_key"]
