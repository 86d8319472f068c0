"""The same checks over whole columns: Polars expressions, held against the single-value readings by a test.

Each function takes an expression of tidied strings (``tidied``) and returns one of Boolean values, null where the
string is null. A wrong length or alphabet gives ``False`` for every check on the characters.
"""

from datetime import date

import polars as pl

from chengxin.foundation.identifiers import id_number, organisation_code, registration_number, unified_code
from chengxin.foundation.identifiers.reading import PLACEHOLDER_WORDS

FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
NOISE = r"[\s\u00ad\u200b-\u200f\u2060\ufeff'‘’\-‐‑‒–—―−]"
UNIFIED_SHAPE = "^[0-9A-HJ-NPQRTUWXY]{18}$"
TIDY = "^[0-9A-Z]*$"
INNER_SHAPE = "^[0-9A-Z]{9}$"
DIVISION_SHAPE = r"^\d{6}$"
ID_SHAPE = "^[0-9]{17}[0-9X]$"
OLD_ID_SHAPE = "^[0-9]{15}$"
CHECK_MODULUS = 31
INNER_MODULUS = 11
CHECKED_FROM = 10


_DIGITS = {str(digit): digit for digit in range(10)}


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
    total = _weighted(column, unified_code.LENGTH, unified_code.VALUE, (*unified_code.WEIGHTS, 1), CHECK_MODULUS)
    return has_unified_shape(column) & (total % CHECK_MODULUS == 0)


def inner_check_holds(column: pl.Expr) -> pl.Expr:
    """Say whether characters 9 to 17 of a unified code carry a right check of their own (GB 11714)."""
    return organisation_check_holds(column.str.slice(8, 9))


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
    total = _weighted(column, id_number.LENGTH, {**_DIGITS, "X": 10}, (*id_number.WEIGHTS, 1), INNER_MODULUS)
    born = column.str.slice(6, 8)
    return (
        column.str.contains(ID_SHAPE) & (total % INNER_MODULUS == 1) & _can_be_born(born, on) & ~is_placeholder(column)
    )


def old_id_number_holds(column: pl.Expr, *, on: date) -> pl.Expr:
    """Say whether 15 characters are an ID number as it was given until 1999: digits with a birth date."""
    born = "19" + column.str.slice(6, 6)
    return column.str.contains(OLD_ID_SHAPE) & _can_be_born(born, on) & ~is_placeholder(column)


def _can_be_born(digits: pl.Expr, on: date) -> pl.Expr:
    day = digits.str.to_date("%Y%m%d", strict=False)
    return day.is_between(date(id_number.FIRST_BIRTH_YEAR, 1, 1), on).fill_null(value=False)


def category_is_known(column: pl.Expr) -> pl.Expr:
    """Say whether the first two characters are a department and kind that the standard has."""
    return column.str.head(2).is_in(sorted(unified_code.CATEGORIES))


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
