"""The same checks over whole columns: Polars expressions, held against the single-value readings by a test.

Each function takes an expression of tidied strings (``tidied``) and returns, but for ``wrongs``, one of Boolean values,
null where the string is null. A wrong length or alphabet gives ``False`` for every check on the characters.
"""

from datetime import date
from enum import IntFlag
from functools import cache

import polars as pl

from chengxin.foundation.identifiers import id_number, organisation_code, registration_number, unified_code
from chengxin.foundation.identifiers.pairs import added_by, tables_of, totals
from chengxin.foundation.identifiers.reading import PLACEHOLDER_WORDS

FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
NOISE = r"[\s\u00ad\u200b-\u200f\u2060\ufeff'‘’\-‐‑‒–—―−]"
UNIFIED_SHAPE = "^[0-9A-HJ-NPQRTUWXY]{18}$"
TIDY = "^[0-9A-Z]*$"
INNER_SHAPE = "^[0-9A-Z]{9}$"
OLD_ID_SHAPE = "^[0-9]{15}$"
CHECK_MODULUS = 31
INNER_MODULUS = 11
CHECKED_FROM = 10
_DIGITS = {str(digit): digit for digit in range(10)}


class Wrong(IntFlag):
    """What can be wrong with a unified code."""

    PLACEHOLDER = 1
    LENGTH = 2
    CHARACTER = 4
    CHECK = 8
    INNER_CHECK = 16
    CATEGORY = 32


OUTER, INNER, TWINS, STRANGE, LETTER, ALIEN = 1, 1 << 10, 1 << 18, 1 << 19, 1 << 20, 1 << 21
"""The ranges of a unified code's total: weighted values outside and inside, whether the first two characters are the
same, whether they are no category, whether the inner check is no check at all, and characters that codes do not have.
"""
INNER_CHECK_AT = 16
_TOTAL = pl.col("total")
_SHAPED, _OUTER_SUM, _INNER_SUM = _TOTAL < ALIEN, _TOTAL % INNER, _TOTAL % TWINS // INNER


def tidied(column: pl.Expr) -> pl.Expr:
    """Return the column narrowed to ASCII, upper-cased, without spaces, hyphens and invisible characters."""
    return column.map_batches(_tidied, return_dtype=pl.String, is_elementwise=True)


def _tidied(texts: pl.Series) -> pl.Series:
    """Tidy what is not tidy yet: of most columns hardly a text, and tidying takes ten times as long as looking."""
    untidy = (~texts.str.contains(TIDY)).arg_true()
    if untidy.is_empty():
        return texts
    narrowed = texts.gather(untidy).str.replace_many(list(FULL_WIDTH), list(FULL_WIDTH.values()))
    return texts.clone().scatter(untidy, narrowed.str.replace_all(NOISE, "").str.to_uppercase())


def stands_for_nothing(column: pl.Expr) -> pl.Expr:
    """Say whether a tidied value is what people write when they have no number."""
    return column.is_in(sorted(PLACEHOLDER_WORDS)) | (column.str.strip_chars("*") == "")


def is_placeholder(column: pl.Expr) -> pl.Expr:
    """Say whether all characters but a final X are the same: ``00000000000000000X`` and the like."""
    body = column.str.strip_suffix("X")
    same = (column.str.len_chars() > 1) & (body.str.strip_chars(body.str.head(1)) == "")
    return same & ~stands_for_nothing(column)


def has_unified_shape(column: pl.Expr) -> pl.Expr:
    """Say whether a value has 18 characters of the alphabet of GB 32100."""
    return column.str.contains(UNIFIED_SHAPE)


def unified_check_holds(column: pl.Expr) -> pl.Expr:
    """Say whether the last character is the check of the seventeen before it (GB 32100-2015)."""
    return column.map_batches(_outer_checks_hold, return_dtype=pl.Boolean, is_elementwise=True)


def _outer_checks_hold(texts: pl.Series) -> pl.Series:
    holds = (_SHAPED & (_OUTER_SUM % CHECK_MODULUS == 0)).fill_null(value=False)
    told = pl.DataFrame({"text": texts, "total": totals(texts, _unified_tables())})
    return told.select(pl.when(pl.col("text").is_not_null()).then(holds)).to_series()


def wrongs(column: pl.Expr) -> pl.Expr:
    """Return what is wrong with unified codes, as bits of ``Wrong``; 0 where nothing is, and for null.

    A placeholder has no other fault; a wrong length or character none about categories and checks.
    """
    return column.map_batches(_wrongs, return_dtype=pl.UInt8, is_elementwise=True)


def _wrongs(texts: pl.Series) -> pl.Series:
    """Judge what has the shape by its total; look closer at the few that have not, or that begin as placeholders do."""
    faults = (
        (_OUTER_SUM % CHECK_MODULUS != 0, Wrong.CHECK),
        ((_INNER_SUM % INNER_MODULUS != 0) | (_TOTAL & LETTER > 0), Wrong.INNER_CHECK),
        (_TOTAL & STRANGE > 0, Wrong.CATEGORY),
    )
    told = pl.DataFrame({"text": texts, "total": totals(texts, _unified_tables())})
    shaped = _SHAPED.fill_null(value=False)
    judged = told.select(
        "text",
        wrong=pl.when(shaped).then(pl.sum_horizontal(bad.cast(pl.UInt8) * bit.value for bad, bit in faults)),
        closer=pl.col("text").is_not_null() & (~shaped | (_TOTAL & TWINS > 0)),
    )
    wrong = judged["wrong"].fill_null(0).cast(pl.UInt8)
    few = judged.filter("closer").select(_looked_closer(pl.col("text"), pl.col("wrong"))).to_series()
    return wrong if few.is_empty() else wrong.scatter(judged["closer"].arg_true(), few)


def _looked_closer(text: pl.Expr, wrong: pl.Expr) -> pl.Expr:
    return (
        pl.when(is_placeholder(text))
        .then(Wrong.PLACEHOLDER.value)
        .when(text.str.len_chars() != unified_code.LENGTH)
        .then(Wrong.LENGTH.value)
        .when(~has_unified_shape(text))
        .then(Wrong.CHARACTER.value)
        .otherwise(wrong)
        .cast(pl.UInt8)
    )


@cache
def _unified_tables() -> list[pl.Series]:
    """Return what two characters of a unified code add to its total."""
    inner = dict(zip(range(8, 16), organisation_code.WEIGHTS, strict=True))
    places = []
    for place, weight in enumerate((*unified_code.WEIGHTS, 1)):
        added = {
            sign: OUTER * (value * weight % CHECK_MODULUS)
            + INNER * (organisation_code.VALUE[sign] * inner.get(place, 0) % INNER_MODULUS)
            for sign, value in unified_code.VALUE.items()
        }
        if place == INNER_CHECK_AT:
            added = {sign: one + _as_inner_check(sign) for sign, one in added.items()}
        places.append(added_by(added, ALIEN))
    first, *others = tables_of(places)
    pair = {low + high: ord(low) + ord(high) * 256 for low in unified_code.ALPHABET for high in unified_code.ALPHABET}
    marks = {place: _of_first_two(two) for two, place in pair.items()}
    marked = first.gather(list(marks)) + pl.Series(list(marks.values()), dtype=pl.UInt32)
    return [first.scatter(list(marks), marked), *others]


def _as_inner_check(sign: str) -> int:
    """The check is 11 - total mod 11, written X for 10 and 0 for 11; no other letter is ever one."""
    if sign == "X":
        return INNER * 10
    return INNER * int(sign) if sign.isdigit() else LETTER


def _of_first_two(two: str) -> int:
    return TWINS * (two[0] == two[1]) + STRANGE * (two not in unified_code.CATEGORIES)


def organisation_check_holds(column: pl.Expr) -> pl.Expr:
    """Say whether nine characters end in the check of the eight before them (GB 11714)."""
    total = _weighted(
        column, organisation_code.LENGTH, organisation_code.VALUE, organisation_code.WEIGHTS, INNER_MODULUS
    )
    # the check is 11 - total mod 11, written X for 10 and 0 for 11
    written = pl.when(column.str.ends_with("X")).then(10).otherwise(column.str.slice(8, 1).cast(pl.Int64, strict=False))
    return column.str.contains(INNER_SHAPE) & written.is_not_null() & ((total + written) % INNER_MODULUS == 0)


def registration_check_holds(column: pl.Expr) -> pl.Expr:
    """Say whether 15 digits end in the check digit of those before it (ISO 7064 MOD 11,10)."""
    product = pl.lit(CHECKED_FROM, pl.Int64)
    for place in range(registration_number.LENGTH - 1):
        # from 1 to 10 where the standard says 10 for 0: said once, as an expression said twice doubles at each digit
        total = (product + _digit(column, place) - 1) % CHECKED_FROM + 1
        product = total * 2 % INNER_MODULUS
    last = _digit(column, registration_number.LENGTH - 1)
    return column.str.contains(OLD_ID_SHAPE) & ((product + last) % CHECKED_FROM == 1).fill_null(value=False)


def _digit(column: pl.Expr, place: int) -> pl.Expr:
    return column.str.slice(place, 1).cast(pl.Int64, strict=False)


def id_number_holds(column: pl.Expr, *, on: date) -> pl.Expr:
    """Say whether 18 characters are an ID number (GB 11643): check character, birth date; no division is refused."""
    return column.map_batches(lambda texts: _id_numbers_hold(texts, on), return_dtype=pl.Boolean, is_elementwise=True)


def _id_numbers_hold(texts: pl.Series, on: date) -> pl.Series:
    """No placeholder passes: eight times the same digit is no date after ``FIRST_BIRTH_YEAR``."""
    born = _can_be_born(pl.col("text").str.slice(6, 8), on)
    return _id_checks_hold(texts) & texts.alias("text").to_frame().select(born).to_series()


def id_check_holds(column: pl.Expr) -> pl.Expr:
    """Say whether the last of 18 characters is the check of the seventeen digits before it (ISO 7064 MOD 11-2)."""
    return column.map_batches(_id_checks_hold, return_dtype=pl.Boolean, is_elementwise=True)


def _id_checks_hold(texts: pl.Series) -> pl.Series:
    holds = (_SHAPED & (_TOTAL % INNER_MODULUS == 1)).fill_null(value=False)
    told = pl.DataFrame({"text": texts, "total": totals(texts, _id_tables())})
    return told.select(pl.when(pl.col("text").is_not_null()).then(holds)).to_series()


@cache
def _id_tables() -> list[pl.Series]:
    """Return what two characters of an ID number add to its total: their values by weight."""
    last = {**_DIGITS, "X": 10}
    places = [
        added_by({sign: digit * weight % INNER_MODULUS for sign, digit in _DIGITS.items()}, ALIEN)
        for weight in id_number.WEIGHTS
    ]
    return tables_of([*places, added_by(last, ALIEN)])


def old_id_number_holds(column: pl.Expr, *, on: date) -> pl.Expr:
    """Say whether 15 characters are an ID number as it was given until 1999: digits with a birth date."""
    return column.map_batches(lambda texts: _old_numbers_hold(texts, on), return_dtype=pl.Boolean, is_elementwise=True)


def _old_numbers_hold(texts: pl.Series, on: date) -> pl.Series:
    """Look at the texts of the length; of those with one digit throughout only that of ones has a birth date."""
    text = pl.col("text")
    long = (texts.str.len_bytes() == id_number.OLD_LENGTH).alias("long")
    few = texts.filter(long.fill_null(value=False)).alias("text").to_frame()
    born = _can_be_born("19" + text.str.slice(6, 6), on)
    holds = few.select(text.str.contains(OLD_ID_SHAPE) & born & (text != "1" * id_number.OLD_LENGTH)).to_series()
    return long.scatter(long.arg_true(), holds)


def _can_be_born(digits: pl.Expr, on: date) -> pl.Expr:
    day = digits.str.to_date("%Y%m%d", strict=False)
    return day.is_between(date(id_number.FIRST_BIRTH_YEAR, 1, 1), on).fill_null(value=False)


def _weighted(column: pl.Expr, length: int, value: dict[str, int], weights: tuple[int, ...], modulus: int) -> pl.Expr:
    """Return the sum of the characters' values by weight, each modulo; 0 where the string has not so many bytes.

    A table for each place holds the products, in numbers as small as they are: memory is what this costs.
    """
    values = [value.get(chr(byte), 0) for byte in range(256)]
    characters = column.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, length)).arr
    products = (
        pl.lit(pl.Series([one * weight % modulus for one in values], dtype=pl.UInt16)).gather(characters.get(place))
        for place, weight in enumerate(weights)
    )
    return pl.sum_horizontal(products)
