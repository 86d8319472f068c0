"""Pure rules: ends, what is open, keys, positions."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Disclosure, FieldType, Means
from chengxin.register import rules
from chengxin.register.rules import BadPosition, Place, Position

DAYS = st.none() | st.dates()
NUMBERS = st.integers(0, 2**59)
PENALTY = standard_items()["penalty-organisation"]


@given(DAYS, DAYS)
def test_an_end_is_never_later_than_either(before: date | None, after: date | None) -> None:
    end = rules.earlier_end(before, after)
    assert all(end is not None and end <= day for day in (before, after) if day is not None)
    assert end in (before, after)


@given(st.lists(DAYS, min_size=1))
def test_ends_in_any_order_come_to_the_earliest(days: list[date | None]) -> None:
    end = days[0]
    for day in days[1:]:
        end = rules.earlier_end(end, day)
    known = [day for day in days if day is not None]
    assert end == (min(known) if known else None)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_a_position_is_read_as_it_was_written(one: int, two: int, three: int, four: int, five: int) -> None:
    position = Position(Place(one, two, three), Place(0, four, five))
    assert rules.read_position(position.text()) == position


@pytest.mark.parametrize(
    "text", ["0", "1-2-3-4", "1-2-3-4-5-6", "-1-2-3-4-5", "1-2-3-4-x", "１-2-3-4-5", " 1-2-3-4-5", f"{10**18}-0-0-0-0"]
)
def test_anything_else_is_no_position(text: str) -> None:
    with pytest.raises(BadPosition):
        rules.read_position(text)


def test_the_beginning_is_empty() -> None:
    assert rules.read_position("") == Position()


def test_open_and_closed_fields_are_all_of_the_item() -> None:
    for item in standard_items().values():
        for protected in (False, True):
            opened, closed = (
                rules.open_fields(item, protected=protected),
                rules.closed_fields(item, protected=protected),
            )
            assert opened | closed == {field.code for field in item.fields}
            assert not opened & closed


@pytest.mark.parametrize("protected", [False, True])
def test_the_legal_representative_and_numbers_of_papers_are_never_open(*, protected: bool) -> None:
    careless = replace(PENALTY, fields=tuple(replace(one, disclosure=Disclosure.PUBLIC) for one in PENALTY.fields))
    opened = rules.open_fields(careless, protected=protected)
    closed = {one.code for one in PENALTY.fields if one.means is Means.LEGAL_REPRESENTATIVE}
    closed |= {one.code for one in PENALTY.fields if one.type is FieldType.ID_NUMBER}
    assert len(closed) == 2
    assert not opened & closed


def test_a_trader_shows_less_than_a_company() -> None:
    hidden = rules.open_fields(PENALTY, protected=False) - rules.open_fields(PENALTY, protected=True)
    assert {"CF_XDR_MC", "CF_XDR_GSZC", "CF_XDR_SWDJ"} <= hidden
    assert "CF_XDR_SHXYM" not in hidden
    assert "CF_SY" not in hidden


def test_a_key_names_its_values_in_the_order_of_the_item() -> None:
    payload: dict[str, rules.Value] = {code: f"v{place}" for place, code in enumerate(PENALTY.business_key)}
    assert rules.key_text(PENALTY, payload) == "\x1f".join(f"v{place}" for place in range(len(payload)))
    assert len(rules.key_of("a")) == 32


@given(st.lists(st.text(alphabet="ab;", max_size=3), min_size=4, max_size=4))
def test_different_facts_have_different_keys(values: list[str]) -> None:
    payload: dict[str, rules.Value] = dict(zip(PENALTY.business_key, values, strict=True))
    shifted: dict[str, rules.Value] = dict(zip(PENALTY.business_key, [*values[1:], values[0]], strict=True))
    same = rules.key_text(PENALTY, payload) == rules.key_text(PENALTY, shifted)
    assert same == (payload == shifted)


def test_every_reason_and_kind_has_words() -> None:
    assert set(rules.TAKEDOWN_LABELS) == set(rules.TakedownReason)
    assert set(rules.REVOCATION_LABELS) == set(rules.RevocationKind)


@pytest.mark.parametrize(
    ("standing", "reason", "removed", "words"),
    [
        (rules.Standing.OVER, None, False, "已停止公示：公示期届满"),
        (rules.Standing.OVER, None, True, "已停止公示：移出名录"),
        (rules.Standing.DOWN, rules.TakedownReason.EXPIRED, True, "已停止公示：移出名录"),
        (rules.Standing.DOWN, rules.TakedownReason.EXPIRED, False, "已停止公示：公示期届满"),
        (rules.Standing.DOWN, rules.TakedownReason.REPAIRED, True, "已停止公示：已经信用修复"),
        (rules.Standing.DOWN, rules.TakedownReason.ITEM_DROPPED, False, "已停止公示：目录不再公开这一项"),
    ],
)
def test_why_publicity_ended_is_said_as_it_was(
    standing: rules.Standing, reason: rules.TakedownReason | None, words: str, *, removed: bool
) -> None:
    assert rules.standing_words(standing, None, reason, removed=removed) == words
