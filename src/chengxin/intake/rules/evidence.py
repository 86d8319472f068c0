"""What the values of a column say about it, where its header may mean two things."""

from collections.abc import Mapping, Sequence

import polars as pl

from chengxin.catalog.rules import FieldType
from chengxin.foundation.identifiers import bulk

MOST = 0.8
FEW = 0.2
"""Values speak for a kind when so many of them have its shape and check, and so few those of another."""

REGISTRATION_SHAPE = r"^(\d{15}|\d{13})$"
ID_SHAPE = r"^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[0-9X]$"
PHONE_SHAPE = r"^1\d{10}$|^0\d{2,3}\d{7,8}$"

TESTS: Mapping[FieldType, pl.Expr] = {
    FieldType.UNIFIED_CODE: bulk.unified_check_holds(pl.col("told")),
    FieldType.ORGANISATION_CODE: bulk.organisation_check_holds(pl.col("told")),
    FieldType.REGISTRATION_NUMBER: pl.col("told").str.contains(REGISTRATION_SHAPE),
    FieldType.ID_NUMBER: pl.col("told").str.contains(ID_SHAPE),
}
"""The kinds of number that can be told by their shape; a certificate's number has none."""


def shares(values: Sequence[str]) -> dict[FieldType, float]:
    """Return for each kind of number the share of the values that are one; nothing where there are no values."""
    told = pl.DataFrame({"told": list(values)}, schema={"told": pl.String}).select(bulk.tidied(pl.col("told")))
    filled = told.filter(~bulk.stands_for_nothing(pl.col("told")))
    if filled.is_empty():
        return {}
    found = filled.select(test.fill_null(value=False).mean().alias(kind.value) for kind, test in TESTS.items())
    return {kind: found[kind.value][0] for kind in TESTS}


def speaks_for(values: Sequence[str]) -> FieldType | None:
    """Return the kind of number that the values clearly are, None where they are no one kind."""
    found = shares(values)
    clear = [kind for kind, share in found.items() if share >= MOST]
    others = [share for kind, share in found.items() if kind not in clear]
    return clear[0] if len(clear) == 1 and all(share <= FEW for share in others) else None


def is_personal(values: Sequence[str]) -> bool:
    """Say whether a value looks like the number of a person or a telephone, which no sample may show."""
    told = pl.Series("told", list(values), dtype=pl.String).str.replace_all(r"[\s-]", "")
    return told.str.contains(f"{ID_SHAPE}|{PHONE_SHAPE}").any()
