"""Verdicts on 1,000,000 unified codes and 1,000,000 ID numbers of every class, each with its truth known.

The numbers are composed here by the standards' own formulas, without the platform's code, and spoilt in known ways.
Wrong verdicts are with the name of each row. python-stdnum is asked a fiftieth of them, one after the other, as it
works; it knows neither the prefixes N, Y and A nor every division, and takes no number as it is typed.
"""

import importlib
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import polars as pl

from bench.rows import RUNS, Bar, Row, measure
from chengxin.foundation.identifiers import bulk

SIZE = 1_000_000
TODAY = date(2026, 6, 16)
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PREFIXES = ("91", "92", "93", "11", "12", "13", "31", "51", "52", "53", "81", "71", "N1", "N2", "N3", "Y1", "A1")
DIVISIONS = (
    "110101",
    "452827",
    "452829",
    "450702",
    "450721",
    "310115",
    "810000",
    "820000",
    "830000",
    "911101",
    "999999",
)
SHARE_OF_STDNUM = 50

Made = Iterator[tuple[str, bool]]


def code_of(prefix: str, chance: random.Random) -> str:
    """Return a sound unified code by the formulas of GB 32100 and GB 11714."""
    body = "".join(chance.choices(SIGNS, k=8))
    value = {sign: place for place, sign in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    inner = 11 - sum(value[sign] * weight for sign, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    start = prefix + chance.choice(DIVISIONS) + body + {10: "X", 11: "0"}.get(inner, str(inner))
    return start + outer_of(start)


def outer_of(start: str) -> str:
    return SIGNS[-sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(start)) % 31]


def codes(chance: random.Random) -> Made:
    """Yield codes as they are typed with whether they are sound, without end."""
    while True:
        for prefix in PREFIXES:
            code = code_of(prefix, chance)
            place = chance.randrange(2, 17)
            other = chance.choice([sign for sign in SIGNS if sign != code[place]])
            yield code, True
            yield code.lower(), True
            yield f" {code[:4]} {code[4:]}\u3000", True
            yield code[:place] + other + code[place + 1 :], False
            yield code[:17], False
            yield code + "0", False
            yield code[:9] + "O" + code[10:], False
            start = code[:16] + ("1" if code[16] != "1" else "2")
            yield start + outer_of(start), False
            swapped = code[:8] + code[9] + code[8] + code[10:]
            yield swapped, swapped == code
        yield "00000000000000000X", False
        yield "1" * 18, False
        yield code_of("98", chance), False
        yield "暂无", False


def id_of(division: str, chance: random.Random) -> str:
    """Return a sound ID number by the formula of GB 11643."""
    born = date(1900, 1, 1) + timedelta(days=chance.randrange(46_000))
    body = f"{division}{born:%Y%m%d}{chance.randrange(1000):03d}"
    return body + last_of(body)


def last_of(body: str) -> str:
    return "10X98765432"[sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(body)) % 11]


def ids(chance: random.Random) -> Made:
    """Yield ID numbers as they are typed with whether they are sound, without end; old ones are right in their form."""
    while True:
        for division in DIVISIONS:
            number = id_of(division, chance)
            place = chance.randrange(17)
            other = chance.choice([digit for digit in "0123456789" if digit != number[place]])
            yield number, True
            yield number.lower(), True
            yield number[:6] + " " + number[6:], True
            yield f"{division}{date(1930, 1, 1) + timedelta(days=chance.randrange(25_000)):%y%m%d}123", True
            yield number[:place] + other + number[place + 1 :], False
            yield number[:17], False
            yield f"{division}991332123", False
            for born in ("19900230", "17991231", "20260617", "00000000"):
                body = f"{division}{born}001"
                yield body + last_of(body), False
        yield "1" * 18, False
        yield "无", False


def of_codes(texts: pl.DataFrame) -> pl.Series:
    """Return our verdicts on codes: tidied, no placeholder, a known category, both checks."""
    tidy = texts.lazy().select(bulk.tidied(pl.col("text")))
    verdict = (bulk.wrongs(pl.col("text")) == 0) & ~bulk.stands_for_nothing(pl.col("text"))
    return tidy.select(verdict).collect().to_series()


def of_ids(texts: pl.DataFrame) -> pl.Series:
    """Return our verdicts on ID numbers."""
    text = pl.col("text")
    verdict = bulk.id_number_holds(text, on=TODAY) | bulk.old_id_number_holds(text, on=TODAY)
    return texts.lazy().select(bulk.tidied(text)).select(verdict).collect().to_series()


def by_stdnum(name: str) -> Callable[[pl.DataFrame], pl.Series]:
    """Return python-stdnum's verdicts; where it fails it says no."""
    module: Any = importlib.import_module(f"stdnum.cn.{name}")

    def one(text: str) -> bool:
        try:
            return bool(module.is_valid(text))
        except KeyError:
            return False

    return lambda texts: pl.Series([one(text) for text in texts["text"]])


def compared(what: str, made: Made, ours: Callable[[pl.DataFrame], pl.Series], peer: str) -> list[Row]:
    pairs = [next(made) for _ in range(SIZE)]
    texts, truth = pl.DataFrame({"text": [text for text, _ in pairs]}), pl.Series([true for _, true in pairs])
    few = SIZE // SHARE_OF_STDNUM
    stdnum = by_stdnum(peer)
    wrong = int((ours(texts) != truth).sum())
    wrong_there = int((stdnum(texts.head(few)) != truth.head(few)).sum())
    bar = Bar(rate=SIZE, holds=not wrong, words="none wrong")
    name = f"{what}, python-stdnum ({wrong_there:,} of {few:,} wrong)"
    return [
        Row(name, few, "numbers", measure(lambda: stdnum(texts.head(few)), runs=RUNS)),
        Row(f"{what} ({wrong} wrong)", SIZE, "numbers", measure(lambda: ours(texts)), name, bar),
    ]


def run() -> list[Row]:
    chance = random.Random(3)
    return [
        *compared("unified codes", codes(chance), of_codes, "uscc"),
        *compared("ID numbers", ids(chance), of_ids, "ric"),
    ]
