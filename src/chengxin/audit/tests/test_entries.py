"""What may stand in the trail."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.audit.rules import Action
from chengxin.audit.rules.entries import (
    SealedNumber,
    facts_text,
    has_identity_number,
    plain_facts,
    plain_text,
    refuse_identity_numbers,
)

# Made up: a division that does not exist, right check characters.
INVENTED = "990102199003074514"
INVENTED_X = "99010219900307408X"


def with_check(seventeen: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, weights, strict=True))
    return seventeen + "10X98765432"[total % 11]


@pytest.mark.parametrize("number", [INVENTED, INVENTED_X])
def test_the_invented_numbers_are_well_formed(number: str) -> None:
    assert with_check(number[:17]) == number


@pytest.mark.parametrize(
    "text",
    [
        INVENTED,
        INVENTED_X,
        INVENTED_X.lower(),
        f"张某，身份证{INVENTED}，住某处",
        f"13800000000{INVENTED}",
        f"{INVENTED}{INVENTED}",
        f'{{"id":"{INVENTED}"}}',
    ],
)
def test_an_identity_number_is_found_anywhere(text: str) -> None:
    assert has_identity_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        INVENTED[:17],
        INVENTED[:-1] + "5",  # wrong check character
        with_check("99010219901307451"),  # no thirteenth month
        with_check("99010219900230451"),  # no 30 February
        with_check("99010218900307451"),  # too long ago
        "91990000MA5NABCD12",  # a unified code
        f"{'a' * 20}{INVENTED}{'0' * 26}",  # inside a digest of 64 hexadecimal digits
    ],
)
def test_other_numbers_pass(text: str) -> None:
    assert not has_identity_number(text)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)), st.integers(0, 999))
def test_every_birth_date_of_two_centuries_counts(born: date, order: int) -> None:
    assert has_identity_number(with_check(f"990102{born:%Y%m%d}{order:03d}"))


def test_the_refusal_names_the_place_and_never_the_number() -> None:
    with pytest.raises(SealedNumber) as refusal:
        refuse_identity_numbers({"用途": "查", "依据": f"见{INVENTED}"})
    assert "依据" in refusal.value.sentence()
    assert INVENTED not in refusal.value.sentence()


def test_text_from_outside_becomes_storable() -> None:
    assert plain_text("甲\x00乙", 10) == "甲\ufffd乙"
    assert plain_text("坏\ud800", 10) == "坏?"
    assert plain_text("长" * 500, 80) == "长" * 80


def test_facts_become_plain() -> None:
    facts = {
        "on": date(2018, 6, 30),
        "at": datetime(2018, 6, 30, tzinfo=UTC),
        "set": {"b", "a"},
        "deep": {"n": (1, None)},
    }
    assert plain_facts(facts) == {
        "on": "2018-06-30",
        "at": "2018-06-30T00:00:00+00:00",
        "set": ["a", "b"],
        "deep": {"n": [1, None]},
    }


@pytest.mark.parametrize("value", [1.5, b"bytes", object(), 2**53, {"deep": [0.1]}])
def test_a_fact_the_ledger_could_not_hash_is_refused_at_once(value: object) -> None:
    with pytest.raises(TypeError):
        facts_text(plain_facts({"value": value}))


def test_facts_have_a_limit() -> None:
    with pytest.raises(ValueError, match="bytes"):
        facts_text(plain_facts({"text": "长" * 6000}))


@pytest.mark.parametrize("code", ["units", "units.", "Units.created", "units.un it", "units.a.b"])
def test_an_action_has_a_room_and_an_event(code: str) -> None:
    with pytest.raises(ValueError, match=r"room\.what-happened"):
        Action(code, "标签")
