"""Columns of numbers of one length, looked at two characters at a time: a table says what each pair adds to a total.

Half as many look-ups as characters, and one total answers several questions at once if each has its own range of it.
"""

import operator
from collections.abc import Mapping, Sequence
from functools import reduce

import polars as pl

BYTES = 256
Added = Mapping[str, int]


def added_by(characters: Added, otherwise: int) -> pl.Series:
    """Return what each byte adds: as ``characters`` says of it, ``otherwise`` for any other."""
    return pl.Series([characters.get(chr(byte), otherwise) for byte in range(BYTES)], dtype=pl.UInt32)


def tables_of(places: Sequence[pl.Series]) -> list[pl.Series]:
    """Return a table of 65,536 numbers for each two places; ``places`` has for each place what a byte there adds."""
    pair = pl.int_range(BYTES * BYTES, dtype=pl.UInt32, eager=True)
    first, second = pair % BYTES, pair // BYTES  # as two bytes lie in a number of sixteen bits, the first one low
    return [low.gather(first) + high.gather(second) for low, high in zip(places[::2], places[1::2], strict=True)]


def totals(texts: pl.Series, tables: Sequence[pl.Series]) -> pl.Series:
    """Return the total of each text, null where it has not exactly two bytes for each table."""
    kind = pl.Array(pl.UInt16, len(tables))
    pairs = texts.cast(pl.Binary).bin.reinterpret(dtype=kind, endianness="little").arr
    return reduce(operator.add, (table.gather(pairs.get(place)) for place, table in enumerate(tables)))
