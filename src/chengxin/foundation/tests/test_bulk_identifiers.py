"""The checks over columns say what the readings of single values say."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin.foundation.identifiers import (
    Fault,
    bulk,
    compose_unified_code,
    read_id_number,
    read_registration_number,
    read_unified_code,
    upgrade_old_id_number,
)
from chengxin.foundation.identifiers.bulk import Wrong
from chengxin.foundation.identifiers.registration_number import mod_11_10_holds
from chengxin.foundation.identifiers.unified_code import ALPHABET, CATEGORIES

BODIES = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8)
SOUND = st.builds(compose_unified_code, st.sampled_from(sorted(CATEGORIES)), st.just("999999"), BODIES)
ANY = st.text(ALPHABET + "IOSVZ", min_size=18, max_size=18)


BITS = {
    Fault.PLACEHOLDER: Wrong.PLACEHOLDER,
    Fault.LENGTH: Wrong.LENGTH,
    Fault.CHARACTER: Wrong.CHARACTER,
    Fault.CHECK: Wrong.CHECK,
    Fault.INNER_CHECK: Wrong.INNER_CHECK,
    Fault.CATEGORY: Wrong.CATEGORY,
}


def over_a_column(*texts: str | None) -> list[tuple[bool | None, int, bool | None]]:
    """Return of each text whether it stands for nothing, what is wrong with it, and whether its last check holds."""
    column = pl.col("code")
    frame = pl.DataFrame({"code": texts}, schema={"code": pl.String}).with_columns(bulk.tidied(column))
    return frame.select(
        bulk.stands_for_nothing(column).alias("nothing"),
        bulk.wrongs(column).alias("wrong"),
        bulk.unified_check_holds(column).alias("outer"),
    ).rows()


def agree(text: str) -> bool:
    """Say whether both ways find the same faults, and neither more than the other."""
    faults = set(read_unified_code(text).faults) - {Fault.DIVISION}
    nothing, wrong, outer = over_a_column(text)[0]
    if Fault.MISSING in faults:
        return nothing is True
    shaped = not faults & {Fault.LENGTH, Fault.CHARACTER, Fault.PLACEHOLDER}
    return (
        nothing is False
        and wrong == sum(BITS[fault] for fault in faults)
        and (not shaped or outer == (Fault.CHECK not in faults))
    )


@settings(deadline=None)
@given(SOUND)
def test_a_sound_code_is_sound_both_ways(code: str) -> None:
    assert read_unified_code(code).valid
    assert agree(code)


@settings(deadline=None)
@given(SOUND, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_a_changed_character_is_seen_both_ways(code: str, place: int, character: str) -> None:
    assert agree(code[:place] + character + code[place + 1 :])


@settings(deadline=None)
@given(ANY)
def test_any_eighteen_characters(text: str) -> None:
    assert agree(text)


@pytest.mark.parametrize("text", ["", "无", "*", "***", "00000000000000000X", "111111111111111111", "/", " 0 ", "测试"])
def test_what_stands_for_no_number(text: str) -> None:
    assert agree(text)


def test_the_comparison_can_fail() -> None:
    assert over_a_column("91350100M000100Y43", "91350100M000100Y44", None) == [
        (False, 0, True),
        (False, Wrong.CHECK, False),
        (None, 0, None),
    ]


@settings(deadline=None)
@given(st.lists(st.one_of(ANY, SOUND, st.none(), st.text(max_size=20)), max_size=8))
def test_a_code_is_judged_alike_alone_and_among_others(texts: list[str | None]) -> None:
    assert over_a_column(*texts) == [verdict for text in texts for verdict in over_a_column(text)]


@pytest.mark.parametrize("sign", ALPHABET)
def test_eighteen_times_the_same_is_a_placeholder(sign: str) -> None:
    texts = [sign * 18, sign * 17 + "X", sign * 15]
    assert [wrong for _nothing, wrong, _outer in over_a_column(*texts)] == [Wrong.PLACEHOLDER] * 3
    assert all(agree(text) for text in texts)
    assert verdicts(*texts) == [(False, False)] * 3


def test_bytes_are_not_taken_for_characters() -> None:
    """Six characters of three bytes each are as many bytes as a code has characters."""
    assert over_a_column("六个汉字而已", "一" * 18) == [(False, Wrong.LENGTH, False), (False, Wrong.PLACEHOLDER, False)]
    assert verdicts("六个汉字而已", "五个汉字多") == [(False, False)] * 2


TODAY = date(2026, 6, 16)
DIVISIONS = st.sampled_from(["110101", "452827", "452829", "810000", "820000", "830000", "911101", "999999"])
OLD = st.builds(
    lambda division, born, order: f"{division}{born:%y%m%d}{order:03d}",
    DIVISIONS,
    st.dates(date(1900, 1, 1), date(1999, 12, 31)),
    st.integers(0, 999),
)


def verdicts(*texts: str) -> list[tuple[bool, bool]]:
    """Return whether each text is an ID number, and an old one, by the checks over a column."""
    column = pl.col("number")
    frame = pl.DataFrame({"number": texts}).with_columns(bulk.tidied(column))
    return frame.select(
        new=bulk.id_number_holds(column, on=TODAY), old=bulk.old_id_number_holds(column, on=TODAY)
    ).rows()


def read(text: str) -> tuple[bool, bool]:
    reading = read_id_number(text, on=TODAY)
    return reading.valid, reading.faults == (Fault.OLD_NUMBER,)


@settings(deadline=None)
@given(OLD, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_id_numbers_are_judged_alike_both_ways(old: str, place: int, character: str) -> None:
    number = upgrade_old_id_number(old)
    changed = number[:place] + character + number[place + 1 :]
    texts = [old, number, number.lower(), f"{number[:6]} {number[6:]}", changed, changed[:17], old[:14]]
    assert verdicts(*texts) == [read(text) for text in texts]
    assert verdicts(old, number, number.lower()) == [(False, True), (True, False), (True, False)]


@settings(deadline=None)
@given(st.text("0123456789Xx ", max_size=20))
def test_any_digits_are_judged_alike_both_ways(text: str) -> None:
    assert verdicts(text) == [read(text)]


@pytest.mark.parametrize(
    "number",
    ["110101190002290014", "110101179901010013", "110101202702010011", "", "无", "111111111111111111", "００"],
)
def test_what_is_no_id_number(number: str) -> None:
    assert verdicts(number) == [(False, False)]


@settings(deadline=None)
@given(st.lists(st.text("ＡＢ０１ab01-'　 \u200b", max_size=6), max_size=6))
def test_a_column_is_tidied_text_by_text(texts: list[str]) -> None:
    tidied = pl.DataFrame({"x": texts}, schema={"x": pl.String}).select(bulk.tidied(pl.col("x"))).to_series()
    assert tidied.to_list() == [verdict for text in texts for verdict in tidied_alone(text)]


def tidied_alone(text: str) -> list[str]:
    return pl.DataFrame({"x": [text]}).select(bulk.tidied(pl.col("x"))).to_series().to_list()


@given(st.text("0123456789", min_size=14, max_size=16))
@pytest.mark.parametrize("known", ["990100000000013", "110108000000016"])
def test_registration_numbers_over_a_column(known: str, text: str) -> None:
    texts = [known, text, known[:-1] + str((int(known[-1]) + 1) % 10), "99010000000001X"]
    held = pl.DataFrame({"number": texts}).select(bulk.registration_check_holds(pl.col("number"))).to_series()
    assert held.to_list() == [read_registration_number(one).valid or _placeholder(one) for one in texts]


def _placeholder(text: str) -> bool:
    """A number of one digit only is a placeholder to the reading; the check alone may hold for it."""
    return len(set(text)) == 1 and len(text) == 15 and mod_11_10_holds(text)
