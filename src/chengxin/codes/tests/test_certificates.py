"""Old certificates: what a number is, and from which day no decision may rest on it."""

from datetime import date

import pytest

from chengxin.codes.rules.certificates import (
    OldNumberRead,
    old_number_fits,
    organisations_of,
    read_old_number,
    refusal_of,
)
from chengxin.foundation.identifiers import compose_unified_code
from chengxin.law.book import load
from chengxin.subjects.rules import OldNumberKind

LAW = load(None)
TODAY = date(2018, 7, 1)
REGISTRATION = "990100000000013"
BODY = "600037341"
TAX = "990100" + BODY
ENTERPRISE = compose_unified_code("91", "990100", "MT000001")
TRADER = compose_unified_code("92", "990100", "MT000001")
SOCIETY = compose_unified_code("51", "990100", "MT000001")
ID_15 = "990102800101124"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (REGISTRATION, OldNumberKind.REGISTRATION),
        ("9901002000123", OldNumberKind.REGISTRATION),
        ("60003734-1", OldNumberKind.ORGANISATION_CODE),
        (BODY, OldNumberKind.ORGANISATION_CODE),
        (TAX, OldNumberKind.TAX),
        (ENTERPRISE, None),
        ("13800138000", None),
        (ID_15, None),
        ("11010519491231002X", None),
        ("600037342", None),
        ("无", None),
        ("", None),
        ("企合苏锡总字第0001", None),
    ],
)
def test_old_numbers_are_known_by_shape_and_check(text: str, kind: OldNumberKind | None) -> None:
    found = read_old_number(text, on=TODAY)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("number", "code", "decided", "refused_from"),
    [
        (REGISTRATION, ENTERPRISE, "2017-12-31", None),
        (REGISTRATION, ENTERPRISE, "2018-01-01", "2018-01-01"),
        (REGISTRATION, TRADER, "2018-07-01", None),
        (BODY, ENTERPRISE, "2018-01-01", "2018-01-01"),
        (BODY, SOCIETY, "2018-06-29", None),
        (BODY, SOCIETY, "2018-06-30", "2018-06-30"),
        (TAX, ENTERPRISE, "2018-07-01", None),
    ],
)
def test_a_decision_may_rest_on_it_until_the_eve(
    number: str, code: str, decided: str, refused_from: str | None
) -> None:
    old = read_old_number(number, on=TODAY)
    assert old is not None
    whom = organisations_of(code, kind=old.kind, sole_trader=None)
    answer = refusal_of(LAW, old, whom, decided_on=date.fromisoformat(decided))
    assert (answer and str(answer.refused_from)) == refused_from


def test_of_an_unknown_subject_only_what_is_over_for_all_is_refused() -> None:
    registration = OldNumberRead(REGISTRATION, OldNumberKind.REGISTRATION)
    body = OldNumberRead(BODY, OldNumberKind.ORGANISATION_CODE)
    unknown = organisations_of("", kind=registration.kind, sole_trader=None)
    assert refusal_of(LAW, registration, unknown, decided_on=TODAY) is None, "it may be a 个体工商户's"
    said = organisations_of("", kind=registration.kind, sole_trader=False)
    assert refusal_of(LAW, registration, said, decided_on=date(2018, 1, 1)) is not None
    of_body = organisations_of("", kind=body.kind, sole_trader=False)
    assert refusal_of(LAW, body, of_body, decided_on=date(2018, 6, 29)) is None
    late = refusal_of(LAW, body, of_body, decided_on=date(2018, 6, 30))
    assert late is not None
    assert late.refused_from == date(2018, 6, 30)
    assert organisations_of(compose_unified_code("N1", "990100", "MT000001"), kind=body.kind, sole_trader=None) == ()


def test_numbers_are_held_against_their_kind() -> None:
    kinds = OldNumberKind
    assert old_number_fits(kinds.REGISTRATION, REGISTRATION, on=TODAY)
    assert not old_number_fits(kinds.REGISTRATION, REGISTRATION[:-1] + "7", on=TODAY)
    assert not old_number_fits(kinds.ORGANISATION_CODE, REGISTRATION, on=TODAY)
    assert old_number_fits(kinds.SOCIAL, "9901S0001", on=TODAY)
    assert not old_number_fits(kinds.SOCIAL, "13800138000", on=TODAY)
    assert not old_number_fits(kinds.TAX, "企合字", on=TODAY)
