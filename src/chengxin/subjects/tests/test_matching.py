"""Names taken apart and compared, the labelled pairs, and what links by itself."""

import json
import runpy
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.foundation.identifiers import compose_unified_code
from chengxin.subjects.adapters import name_pairs, pairs_folder
from chengxin.subjects.rules.matching import (
    NOWHERE,
    Aspect,
    Claim,
    Finding,
    Known,
    Verdict,
    closeness,
    compare_names,
    compared_text,
    evidence_for,
    may_link,
    name_parts,
    numbers_in,
    pairs_wanted,
    places_from,
)

PLACES = places_from(
    ("南屿省", "海棠市", "青槐市", "鹭汀市", "云汐区", "灵湾县", "石泊区", "竹岙区", "葵塘县", "枫桥湾区", "荻浦县",
     "岚山彝族自治县", "南海壮族自治区")
)  # fmt: skip
CODE = compose_unified_code("91", "999999", "MAXN0417")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("海棠市云汐区澜舟水产食品有限公司", (("海棠", "云汐"), "澜舟", "水产食品", "有限公司", "")),
        ("南屿省海棠澜舟（集团）有限责任公司", (("南屿", "海棠"), "澜舟", "", "集团有限责任公司", "")),
        ("澜舟（海棠）贸易有限公司", (("海棠",), "澜舟", "贸易", "有限公司", "")),
        ("海棠市澜舟贸易有限公司灵湾分公司", (("海棠",), "澜舟", "贸易", "有限公司", "灵湾分公司")),
        ("海棠市澜舟超市第二分店", (("海棠",), "澜舟", "", "超市", "第二分店")),
        ("海棠市灵湾县白浪镇澜舟种养农民专业合作社", (("海棠", "灵湾", "白浪"), "澜舟", "种养", "农民专业合作社", "")),
        ("岚山澜舟商行", (("岚山",), "澜舟", "", "商行", "")),
        ("南海好又多超市", (("南海",), "好又多", "", "超市", "")),
        ("海吉星市场管理有限公司", ((), "海吉星市场", "管理", "有限公司", "")),
        ("澜舟", ((), "澜舟", "", "", "")),
    ],
)
def test_a_name_is_taken_apart(name: str, parts: tuple[object, ...]) -> None:
    assert name_parts(name, PLACES)[1:] == parts


@given(st.text(max_size=40))
def test_any_text_is_taken_apart_and_nothing_is_lost(text: str) -> None:
    parts = name_parts(text, PLACES)
    kept = parts.word + parts.trade + parts.form + parts.branch
    assert parts.text == compared_text(text)
    assert not Counter(kept) - Counter(parts.text)
    assert not Counter("".join(parts.places)) - Counter(parts.text)
    assert set(pairs_wanted(parts)) == set() or len(parts.text) > 1


@given(st.text(max_size=30), st.text(max_size=30))
def test_comparing_is_the_same_either_way(one: str, other: str) -> None:
    assert compare_names(one, other, PLACES).verdict == compare_names(other, one, PLACES).verdict
    first, second = name_parts(one, PLACES), name_parts(other, PLACES)
    assert closeness(first, second) == pytest.approx(closeness(second, first))
    assert 0 <= closeness(first, second) <= 1 + 1e-9


@pytest.mark.parametrize(
    ("one", "other", "verdict", "aspect"),
    [
        ("海棠市华海贸易有限公司", "海棠市海华贸易有限公司", Verdict.DIFFERENT, Aspect.WORD),
        ("海棠市华海贸易有限公司", "青槐市华海贸易有限公司", Verdict.DIFFERENT, Aspect.PLACE),
        ("海棠市华海贸易有限公司", "海棠市华海建筑有限公司", Verdict.DIFFERENT, Aspect.TRADE),
        ("海棠市华海五金店", "海棠市华海五金厂", Verdict.DIFFERENT, Aspect.FORM),
        ("海棠市华海贸易有限公司", "海棠市华海贸易有限公司云汐分公司", Verdict.DIFFERENT, Aspect.BRANCH),
    ],
)
def test_an_aspect_that_differs_is_named(one: str, other: str, verdict: Verdict, aspect: Aspect) -> None:
    compared = compare_names(one, other, PLACES)
    assert compared.verdict is verdict
    assert [piece.aspect for piece in compared.evidence if piece.finding is Finding.DIFFERS] == [aspect]
    assert all(piece.words for piece in compared.evidence)


def test_the_file_of_pairs_comes_out_of_its_script() -> None:
    made = runpy.run_path(str(pairs_folder() / "make.py"))
    assert made["text"]().encode() == name_pairs().csv


def test_the_pairs_are_what_they_are_said_to_be() -> None:
    found = name_pairs()
    assert found.pairs >= 2_000
    assert sum(rule.pairs for rule in found.rules) == found.pairs
    assert {rule.label for rule in found.rules} == {"same", "review", "different"}
    assert len(set(found.jsonl.decode().splitlines())) == found.pairs


def test_no_pair_is_wrongly_called_the_same() -> None:
    confused: Counter[tuple[str, str]] = Counter()
    for line in name_pairs().jsonl.decode().splitlines():
        pair = json.loads(line)
        confused[pair["label"], compare_names(pair["left"], pair["right"], PLACES).verdict.value] += 1
    assert confused["different", "same"] == confused["review", "same"] == 0
    assert confused["same", "same"] == 640
    assert confused["same", "different"] == 0


CLAIM = Claim(
    name=name_parts("海棠市澜舟贸易有限公司", PLACES),
    code="",
    registration_numbers=frozenset({"1"}),
    organisation_codes=frozenset(),
    category="",
    decided_on=None,
)
KNOWN = Known(
    name=name_parts("海棠市澜舟贸易有限公司", PLACES),
    current=True,
    valid_from=None,
    valid_until=None,
    code=CODE,
    kind="enterprise",
    registration_numbers=frozenset({"1"}),
    organisation_codes=frozenset(),
)


def claim(**changes: Any) -> Claim:
    return replace(CLAIM, **changes)


def known(**changes: Any) -> Known:
    return replace(KNOWN, **changes)


OTHER_NAME = name_parts("海棠市澜舟商贸有限公司", PLACES)


@pytest.mark.parametrize(
    ("told", "candidates", "linked"),
    [
        (claim(), [("a", known())], "a"),
        (claim(), [("a", known(name=OTHER_NAME, current=False)), ("a", known())], "a"),
        (claim(registration_numbers=frozenset()), [("a", known())], None),
        (claim(), [("a", known(registration_numbers=frozenset({"2"})))], None),
        (claim(), [("a", known()), ("b", known())], None),
        (claim(), [("a", known()), ("b", known(name=OTHER_NAME))], None),
        (claim(), [("a", known(name=OTHER_NAME))], None),
        (claim(), [("a", known(code=""))], None),
        (claim(category="sole-trader"), [("a", known())], None),
        (claim(organisation_codes=frozenset({CODE[8:17]})), [("a", known())], "a"),
        (claim(organisation_codes=frozenset({"999999999"})), [("a", known())], None),
        (claim(code=compose_unified_code("91", "999999", "MAXN0999")), [("a", known())], None),
        (claim(registration_numbers=frozenset(), organisation_codes=frozenset({CODE[8:17]})), [("a", known())], "a"),
    ],
)
def test_number_and_name_together_link_and_nothing_less(
    told: Claim, candidates: list[tuple[str, Known]], linked: str | None
) -> None:
    assert may_link(told, candidates) == linked


def test_evidence_tells_of_slips_in_codes_and_of_the_time_of_a_name() -> None:
    told = claim(code=CODE[:17] + ("0" if CODE[17] != "0" else "1"), decided_on=date(2020, 5, 1))
    _, pieces = evidence_for(told, known(valid_from=date(2021, 1, 1)))
    found = {piece.aspect: piece.finding for piece in pieces}
    assert (found[Aspect.CODE], found[Aspect.PERIOD]) == (Finding.NEAR, Finding.NEAR)


def test_only_sound_numbers_count() -> None:
    right = "110108000000016"
    wrong = "110108000000017"
    found = numbers_in([right, wrong, f"{CODE[8:16]}-{CODE[16]}", "123", "无"])
    assert found == (frozenset({right}), frozenset({CODE[8:17]}))
    assert name_parts("x", NOWHERE).text == "X"
