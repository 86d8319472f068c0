"""Verdicts on codes: one at a time, in columns, by the law's table of departments."""

from datetime import date

import polars as pl
import pytest

from chengxin.codes.rules.kinds import FaultKind, Outcome, outcomes_for
from chengxin.codes.rules.verdict import verdict_of, verdicts
from chengxin.foundation.identifiers import CATEGORIES, compose_unified_code
from chengxin.foundation.identifiers.organisation_code import organisation_code_check
from chengxin.foundation.identifiers.unified_code import ALPHABET, unified_code_check
from chengxin.law.book import load

LAW = load(None)
PREFIXES = LAW.code_categories(on=date(2018, 6, 30))
RIGHT = compose_unified_code("91", "990100", "MT000001")


def other(character: str, among: str = ALPHABET) -> str:
    return among[(among.index(character) + 1) % len(among)]


OUTER = RIGHT[:17] + other(RIGHT[17])
INNER_BODY = RIGHT[:16] + other(RIGHT[16], "0123456789")
INNER = INNER_BODY + unified_code_check(INNER_BODY)
CASES = [
    (RIGHT, ()),
    (RIGHT.lower(), ()),
    (f" {RIGHT[:8]} {RIGHT[8:]}", ()),
    (RIGHT[:17], (FaultKind.LENGTH,)),
    (RIGHT + "0", (FaultKind.LENGTH,)),
    ("990100000000013", (FaultKind.LENGTH,)),
    (RIGHT[:9] + "O" + RIGHT[10:], (FaultKind.CHARACTER,)),
    (RIGHT[:17] + "中", (FaultKind.CHARACTER,)),
    (compose_unified_code("91", "99A100", "MT000001"), (FaultKind.CHARACTER,)),
    (compose_unified_code("94", "990100", "MT000001"), (FaultKind.CATEGORY,)),
    (compose_unified_code("01", "990100", "MT000001"), (FaultKind.CATEGORY,)),
    (OUTER, (FaultKind.CHECK,)),
    (INNER, (FaultKind.INNER_CHECK,)),
    (INNER_BODY + other(unified_code_check(INNER_BODY)), (FaultKind.CHECK, FaultKind.INNER_CHECK)),
    (compose_unified_code("N1", "990100", "MT000001"), ()),
    (compose_unified_code("A1", "990100", "MT000001"), ()),
    (compose_unified_code("Y1", "990100", "MT000001"), ()),
]
NO_CODES = ["", "无", "——", "***", "0" * 17 + "X", "0" * 18, "暂无"]


@pytest.mark.parametrize(("code", "kinds"), CASES)
def test_each_kind_of_fault_is_told_apart(code: str, kinds: tuple[FaultKind, ...]) -> None:
    verdict = verdict_of(code, prefixes=PREFIXES)
    assert (verdict.kinds, verdict.absent, verdict.right) == (kinds, False, not kinds)


@pytest.mark.parametrize("text", NO_CODES)
def test_what_stands_for_no_code_has_no_fault(text: str) -> None:
    verdict = verdict_of(text, prefixes=PREFIXES)
    assert (verdict.kinds, verdict.absent, verdict.right) == ((), True, False)


def test_columns_say_the_same_as_single_codes() -> None:
    texts = [*(code for code, _kinds in CASES), *NO_CODES]
    answer = verdicts(pl.Series(texts), prefixes=PREFIXES)
    for text, row in zip(texts, answer.iter_rows(named=True), strict=True):
        verdict = verdict_of(text, prefixes=PREFIXES)
        assert tuple(kind for kind in FaultKind if row.get(kind.value)) == verdict.kinds, text
        assert row["absent"] == verdict.absent, text


def test_null_is_no_code() -> None:
    assert verdicts(pl.Series([None], dtype=pl.String), prefixes=PREFIXES)["absent"].to_list() == [True]


def test_the_table_of_the_law_is_the_standards() -> None:
    found = {prefix: (one.department, one.kind) for prefix, one in CATEGORIES.items()}
    assert dict(PREFIXES) == found
    assert LAW.code_categories(on=date(2015, 9, 30)) == {}


def test_codes_of_every_category_are_right() -> None:
    codes = [compose_unified_code(prefix, "990100", f"MT{place:06}") for place, prefix in enumerate(CATEGORIES)]
    assert all(verdict_of(code, prefixes=PREFIXES).right for code in codes)
    assert all(code[16] == organisation_code_check(code[8:16]) for code in codes)


def test_a_certificate_is_confirmed_for_its_last_character_alone() -> None:
    assert Outcome.CONFIRMED in outcomes_for(frozenset({FaultKind.CHECK}))
    assert Outcome.CONFIRMED not in outcomes_for(frozenset({FaultKind.CHECK, FaultKind.INNER_CHECK}))
    assert Outcome.CONFIRMED not in outcomes_for(frozenset({FaultKind.INNER_CHECK}))
    assert outcomes_for(frozenset({FaultKind.SEVERAL})) == (Outcome.REVOKED, Outcome.NOT_A_FAULT)
