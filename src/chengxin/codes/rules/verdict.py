"""The verdict on a code by its own characters (GB 32100-2015, GB 11714), one at a time and in whole columns."""

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from chengxin.codes.rules.kinds import FaultKind
from chengxin.foundation.identifiers import Fault, bulk, read_unified_code

KIND_OF_FAULT = {
    Fault.LENGTH: FaultKind.LENGTH,
    Fault.CHARACTER: FaultKind.CHARACTER,
    Fault.DIVISION: FaultKind.CHARACTER,
    Fault.CATEGORY: FaultKind.CATEGORY,
    Fault.CHECK: FaultKind.CHECK,
    Fault.INNER_CHECK: FaultKind.INNER_CHECK,
}
ABSENT = frozenset({Fault.MISSING, Fault.PLACEHOLDER})
DIVISION = r"^.{2}[0-9]{6}"


@dataclass(frozen=True)
class Verdict:
    """``text`` as it is compared (narrow, upper case), every kind of fault; ``absent``: there is no code at all."""

    text: str
    kinds: tuple[FaultKind, ...]
    absent: bool

    @property
    def right(self) -> bool:
        """Whether there is a code and nothing is wrong with it."""
        return not self.absent and not self.kinds


def verdict_of(raw: str, *, prefixes: Collection[str]) -> Verdict:
    """Return what is wrong with a code; ``prefixes`` are the pairs of department and kind of body that the law has.

    A placeholder (无, 00000000000000000X) is no code and has no fault. A division that no list has is no fault: one
    real code in forty carries one.
    """
    reading = read_unified_code(raw)
    if ABSENT.intersection(reading.faults):
        return Verdict(reading.text, (), absent=True)
    found = {KIND_OF_FAULT[fault] for fault in reading.faults} - {FaultKind.CATEGORY}
    shaped = not {Fault.LENGTH, Fault.CHARACTER}.intersection(reading.faults)
    if shaped and reading.text[:2] not in prefixes:
        found.add(FaultKind.CATEGORY)
    return Verdict(reading.text, tuple(kind for kind in FaultKind if kind in found), absent=False)


def verdicts(codes: pl.Series, *, prefixes: Collection[str]) -> pl.DataFrame:
    """Return the same for many codes: the column ``text`` and a Boolean column for each kind, and ``absent``.

    The kinds are ``bad-length``, ``bad-character``, ``unknown-category``, ``bad-check-digit``,
    ``bad-inner-check-digit``. Null is absent.
    """
    text, wrong = pl.col("text"), pl.col("wrong")
    tidied = pl.DataFrame({"text": codes.cast(pl.String).fill_null("")}).with_columns(bulk.tidied(text))
    judged = tidied.with_columns(wrong=bulk.wrongs(text)).with_columns(
        absent=bulk.stands_for_nothing(text) | _has(wrong, bulk.Wrong.PLACEHOLDER)
    )
    there = ~pl.col("absent")
    shaped = there & ~_has(wrong, bulk.Wrong.LENGTH) & ~_has(wrong, bulk.Wrong.CHARACTER)
    character = _has(wrong, bulk.Wrong.CHARACTER) | (shaped & ~text.str.contains(DIVISION))
    return judged.select(
        "text",
        "absent",
        (there & _has(wrong, bulk.Wrong.LENGTH)).alias(FaultKind.LENGTH.value),
        (there & character).alias(FaultKind.CHARACTER.value),
        (shaped & ~text.str.head(2).is_in(sorted(prefixes))).alias(FaultKind.CATEGORY.value),
        (there & _has(wrong, bulk.Wrong.CHECK)).alias(FaultKind.CHECK.value),
        (there & _has(wrong, bulk.Wrong.INNER_CHECK)).alias(FaultKind.INNER_CHECK.value),
    )


def _has(wrong: pl.Expr, bit: bulk.Wrong) -> pl.Expr:
    return (wrong & bit.value) > 0
