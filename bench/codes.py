"""Verdicts by kind on 1,000,000 codes of every class, each with its truth known.

The codes are composed by the standards' formulas, without the platform's code, and spoilt in known ways; the truth is
which kinds of fault each has. Wrong verdicts are with the name of the row, an exception ends the run; single verdicts
are asked of every fiftieth.
"""

import random
from collections.abc import Iterator
from datetime import date

import polars as pl

from bench.identifiers import PREFIXES, SIGNS, SIZE, code_of, outer_of
from bench.rows import RUNS, Row, measure
from chengxin.codes.rules.verdict import verdict_of, verdicts
from chengxin.law.book import load

TODAY = date(2026, 6, 16)
KINDS = ("bad-length", "bad-character", "unknown-category", "bad-check-digit", "bad-inner-check-digit")
SHARE_OF_SINGLE = 50
WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
OLD_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

DIVISION = range(2, 8)

Made = tuple[str, frozenset[str]]


def inner_of(body: str) -> str:
    """Return the check character of GB 11714 by its own formula."""
    check = 11 - sum(OLD_SIGNS.index(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(check, str(check))


def checks_of(code: str) -> set[str]:
    """Return which of the two checks fail."""
    found = set()
    if outer_of(code[:17]) != code[17]:
        found.add("bad-check-digit")
    if inner_of(code[8:16]) != code[16]:
        found.add("bad-inner-check-digit")
    return found


def spoilt(code: str, chance: random.Random) -> Iterator[Made]:
    """Yield a sound code and what may become of it, each with its faults."""
    place = chance.randrange(18)
    signs = "0123456789" if place in DIVISION else SIGNS
    other = chance.choice([sign for sign in signs if sign != code[place]])
    changed = code[:place] + other + code[place + 1 :]
    unknown = {"unknown-category"} if changed[:2] not in KNOWN else set()
    yield code, frozenset()
    yield code.lower(), frozenset()
    yield f" {code[:8]}\u3000{code[8:]}", frozenset()
    yield f"'{code}", frozenset()
    yield changed, frozenset(checks_of(changed) | unknown)
    yield code[:17], frozenset({"bad-length"})
    yield code + "0", frozenset({"bad-length"})
    yield code[8:17], frozenset({"bad-length"})
    yield code[:9] + chance.choice("IOSVZ") + code[10:], frozenset({"bad-character"})
    yield code[:4] + "A" + code[5:], frozenset({"bad-character"} | checks_of(code[:4] + "A" + code[5:]))
    start = code[:16] + ("1" if code[16] != "1" else "2")
    yield start + outer_of(start), frozenset({"bad-inner-check-digit"})
    outside = chance.choice(("01", "94", "Z1", "98"))
    if outside[0] in SIGNS:
        begun = outside + code[2:17]
        yield begun + outer_of(begun), frozenset({"unknown-category"})
    yield chance.choice(("无", "——", "00000000000000000X", "0" * 18, "", "暂无")), frozenset()


LAW = load(None)
KNOWN = frozenset(LAW.code_categories(on=TODAY))


def made(count: int) -> list[Made]:
    """Return so many codes with their truth."""
    chance = random.Random(7)
    found: list[Made] = []
    while len(found) < count:
        for prefix in PREFIXES:
            found += spoilt(code_of(prefix, chance), chance)
    return found[:count]


def run() -> list[Row]:
    """Measure the verdicts over columns and one at a time."""
    every = made(SIZE)
    texts = pl.Series([text for text, _kinds in every])
    truth = pl.DataFrame({kind: [kind in kinds for _text, kinds in every] for kind in KINDS})
    answer = verdicts(texts, prefixes=KNOWN)
    wrong = sum(int((answer[kind] != truth[kind]).sum()) for kind in KINDS)
    few = every[::SHARE_OF_SINGLE]
    single = sum(_kinds(text) != kinds for text, kinds in few)
    columns = measure(lambda: verdicts(texts, prefixes=KNOWN))
    return [
        Row(f"codes by kind, one at a time ({single} wrong)", len(few), "codes", measure(lambda: _all(few), runs=RUNS)),
        Row(f"codes by kind, whole columns ({wrong} wrong)", SIZE, "codes", columns),
    ]


def _kinds(text: str) -> frozenset[str]:
    return frozenset(kind.value for kind in verdict_of(text, prefixes=KNOWN).kinds)


def _all(few: list[Made]) -> None:
    for text, _kinds_of in few:
        _kinds(text)
