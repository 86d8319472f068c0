"""Normalised values: width, spaces, dates, amounts, code lists. Letters are never guessed.

Every field gives two columns: ``CODE`` with the value (a string, a date, or cents as integer; null when empty or not
readable) and ``CODE|raw`` with the trimmed text as written.
"""

from collections.abc import Callable

import polars as pl

from chengxin.catalog.rules import CodeList, FieldType
from chengxin.foundation.identifiers import bulk
from chengxin.foundation.identifiers.bulk import Wrong

LONG_TERM = ("长期", "长期有效", "永久", "永久有效", "无固定期限", "9999-12-31", "2099-12-31")
LONG_TERM_DATE = "2099-12-31"
EMPTY = (
    "/",
    "\\",
    "无",
    "-",
    "--",
    "---",
    "——",
    "— —",
    "－",
    "*",
    "**",
    "空",
    "暂无",
    "NULL",
    "null",
    "None",
    "N/A",
    "#N/A",
)
"""What stands for "nothing" in any field (seen in real files)."""

NUMBER_TYPES = frozenset({FieldType.UNIFIED_CODE, FieldType.ORGANISATION_CODE, FieldType.REGISTRATION_NUMBER})
CODE_TYPES = NUMBER_TYPES | {FieldType.ID_NUMBER}
"""Types whose cells must be text in a workbook: read as a number they have lost digits."""

_DATE_SIGNS = {"年": "-", "月": "-", "日": "", "/": "-", ".": "-", "．": "-", "，": "-", ",": "-", "－": "-", "／": "-"}
_DATE_SHAPE = r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$"
_DATE_DIGITS = r"^(\d{4})(\d{2})(\d{2})$"
_AMOUNT_SHAPE = r"^-?\d{1,12}(\.\d{1,6})?$"
CENTS_IN_TEN_THOUSAND = 1_000_000
SEPARATORS = "[;；、&|]"


def raw(code: str) -> str:
    """Return the name of the column with the text as written."""
    return f"{code}|raw"


def wrong_of(code: str) -> str:
    """Return the name of the column with what is wrong with a unified code."""
    return f"{code}|wrong"


def is_wrong(code: str, wrong: Wrong) -> pl.Expr:
    """Say whether a unified code is wrong in this way."""
    return (pl.col(wrong_of(code)) & wrong.value) > 0


def as_date(column: pl.Expr) -> pl.Expr:
    """Return the dates of texts in the shapes real files have; two-digit years and missing days stay unread.

    Texts for "long-term" and dates of 9999 become 2099-12-31.
    """
    signs = _narrow(column).str.replace_many(list(_DATE_SIGNS), list(_DATE_SIGNS.values())).str.strip_chars("- ")
    written = pl.when(signs.is_in(LONG_TERM)).then(pl.lit(LONG_TERM_DATE)).otherwise(signs)
    shaped = written.str.replace(_DATE_DIGITS, "${1}-${2}-${3}")
    parts = shaped.str.extract_groups(_DATE_SHAPE)
    iso = pl.concat_str(
        parts.struct.field("1"),
        parts.struct.field("2").str.zfill(2),
        parts.struct.field("3").str.zfill(2),
        separator="-",
    )
    return iso.str.to_date("%Y-%m-%d", strict=False)


def as_number(column: pl.Expr) -> pl.Expr:
    """Return whole numbers; null for anything else."""
    return _narrow(column).str.replace_all("[,，]", "").cast(pl.Int64, strict=False)


def as_identifier(column: pl.Expr) -> pl.Expr:
    """Return codes and numbers narrowed and upper-cased; null for what stands for "no number"."""
    tidy = bulk.tidied(column)
    return pl.when(bulk.stands_for_nothing(tidy)).then(None).otherwise(tidy)


def as_text(column: pl.Expr) -> pl.Expr:
    """Return the text as it was written."""
    return column


def as_cents(column: pl.Expr) -> pl.Expr:
    """Return amounts of 万元 as integer cents; six decimals are the most a file may carry (0.000001 万元 is a cent)."""
    text = _narrow(column).str.replace_all("[,，]", "").str.strip_suffix("万元").str.strip_suffix("万")
    whole = text.str.contains(_AMOUNT_SHAPE)
    decimal = pl.when(whole).then(text).otherwise(None).cast(pl.Decimal(20, 6), strict=False)
    return (decimal * CENTS_IN_TEN_THOUSAND).cast(pl.Int64)


def as_code(column: pl.Expr, codes: CodeList) -> pl.Expr:
    """Return the codes of labels, aliases or codes; null for what the list does not have."""
    words = words_of(codes)
    return _plain(column).replace_strict(list(words), list(words.values()), default=None, return_dtype=pl.String)


def as_codes(column: pl.Expr, codes: CodeList) -> pl.Expr:
    """Return lists of codes for texts that join several values; a value the list does not have is a null in it.

    A text that is itself a label of the list is not split: 没收违法所得、没收非法财物 is one value.
    """
    words = words_of(codes)
    whole = as_code(column, codes)
    split = column.str.replace_all(SEPARATORS, ";").str.split(";").list.eval(pl.element().str.strip_chars())
    filled = split.list.eval(pl.element().filter(pl.element() != ""))
    each = filled.list.eval(
        _plain(pl.element()).replace_strict(list(words), list(words.values()), default=None, return_dtype=pl.String)
    )
    chosen = pl.when(whole.is_not_null()).then(pl.concat_list(whole)).otherwise(each.list.unique(maintain_order=True))
    return pl.when(column.is_null()).then(None).otherwise(chosen)


def words_of(codes: CodeList) -> dict[str, str]:
    """Return every writing of a list's values with its code; a label beats another value's alias."""
    words: dict[str, str] = {}
    for texts in (lambda v: (v.label, v.code), lambda v: v.aliases):
        for value in codes.values:
            for text in texts(value):
                words.setdefault(text.replace("(", "（").replace(")", "）"), value.code)
    return words


def _plain(column: pl.Expr) -> pl.Expr:
    return column.str.strip_chars().str.replace_all("(", "（", literal=True).str.replace_all(")", "）", literal=True)


def _narrow(column: pl.Expr) -> pl.Expr:
    return column.str.replace_many(list(bulk.FULL_WIDTH), list(bulk.FULL_WIDTH.values()))


READERS: dict[FieldType, Callable[[pl.Expr], pl.Expr]] = {
    FieldType.TEXT: as_text,
    FieldType.DATE: as_date,
    FieldType.AMOUNT: as_cents,
    FieldType.INTEGER: as_number,
    FieldType.UNIFIED_CODE: as_identifier,
    FieldType.ORGANISATION_CODE: as_identifier,
    FieldType.REGISTRATION_NUMBER: as_identifier,
    FieldType.ID_NUMBER: as_identifier,
}
"""How the text of a field without a code list becomes its value."""
