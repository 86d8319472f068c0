"""Rows of which nothing is wrong but the code: who they are about is found by other evidence, or by a person. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

import polars as pl

from chengxin.catalog.rules import Disclosure, Family, Field, FieldType, Item, Means
from chengxin.intake.rules.findings import SCHEMA, FindingCode, Severity, file_finding, no_findings
from chengxin.intake.rules.values import raw, wrong_of

MOST = 2_000
"""So many rows of one submission are laid before a person; a file with more of them is better mended as a whole."""

CODE_FAULTS = frozenset(
    {
        FindingCode.MISSING.value,
        FindingCode.PLACEHOLDER_CODE.value,
        FindingCode.BAD_LENGTH.value,
        FindingCode.BAD_CHARACTER.value,
        FindingCode.BAD_CHECK_DIGIT.value,
        FindingCode.BAD_INNER_CHECK_DIGIT.value,
        FindingCode.OLD_CERTIFICATE.value,
    }
)
"""What makes a code unusable. One that reads well, but is not that of the name, is another matter: 名称、代码不符."""

NEVER_LINKED = frozenset({FindingCode.OLD_CERTIFICATE.value})
"""An old certificate that the law takes no more is replaced by a person who has looked, never by itself."""

NUMBER_TYPES = frozenset({FieldType.REGISTRATION_NUMBER, FieldType.ORGANISATION_CODE})
TOLD = (
    Means.SUBJECT_NAME,
    Means.SUBJECT_CATEGORY,
    Means.SUBJECT_CODE,
    Means.ADDRESS,
    Means.DOCUMENT_NUMBER,
    Means.DECIDED_ON,
    Means.DECIDING_BODY,
    Means.SUMMARY,
)
LONGEST_TOLD = 200


class Fate(StrEnum):
    """What became of a row that waits for its subject."""

    OPEN = "open"
    FOUND = "found"
    NOBODY = "nobody"


NOT_OURS = "not-ours"
"""A step that leaves a row open: a registering unit says that it has registered nobody of that name."""

NOT_OURS_LABEL = "不是本单位登记的"
FATE_LABELS: Mapping[Fate, str] = MappingProxyType({Fate.OPEN: "待认定", Fate.FOUND: "已认定", Fate.NOBODY: "都不是"})


def can_be_identified(item: Item) -> bool:
    """Say whether rows of an item can be about an organisation that is known by more than its code."""
    means = (Means.SUBJECT_CODE, Means.SUBJECT_NAME)
    return (
        not item.is_about_persons
        and item.family not in {Family.REGISTRATION, Family.CONVERSION}
        and all(item.meaning(one) is not None for one in means)
    )


def only_the_code_is_wrong(item: Item, findings: pl.DataFrame) -> pl.Series:
    """Return the rows all of whose errors are about the subject's code, and make it unusable."""
    code = item.meaning(Means.SUBJECT_CODE)
    errors = findings.filter((pl.col("severity") == Severity.ERROR.value) & (pl.col("row") > 0))
    if code is None or errors.is_empty():
        return pl.Series("row", [], dtype=pl.UInt32)
    unusable = (pl.col("field") == code.code) & pl.col("code").is_in(sorted(CODE_FAULTS))
    judged = errors.group_by("row").agg(only=unusable.all())
    return judged.filter("only")["row"].cast(pl.UInt32).sort()


def that_may_be_linked(findings: pl.DataFrame, rows: Iterable[int]) -> list[int]:
    """Return those of the rows that exact evidence may link without anybody looking."""
    never = set(findings.filter(pl.col("code").is_in(sorted(NEVER_LINKED)))["row"])
    return [row for row in rows if row not in never]


def number_fields(item: Item) -> tuple[Field, ...]:
    """Return the fields in which a row may name an old number of its subject."""
    return tuple(field for field in item.fields if field.type in NUMBER_TYPES and _is_of_subject(field))


def _is_of_subject(field: Field) -> bool:
    return field.means in {None, Means.OLD_REGISTRATION_NUMBER, Means.OLD_ORGANISATION_CODE}


def said_by(item: Item, row: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return what a row says, for the person who decides: field and text as written; never what is sealed."""
    fields = [*(item.meaning(one) for one in TOLD[:3]), *number_fields(item), *(item.meaning(one) for one in TOLD[3:])]
    open_fields = [field for field in fields if field is not None and field.disclosure is not Disclosure.AUTHORISED]
    texts = ((field.name, str(row.get(raw(field.code)) or "")) for field in open_fields)
    return [(name, text[:LONGEST_TOLD]) for name, text in texts if text]


def with_codes(item: Item, table: pl.DataFrame, codes: Mapping[int, str]) -> pl.DataFrame:
    """Return the table with the codes that were found, by row, where the rows' own were unusable."""
    field = item.meaning(Means.SUBJECT_CODE)
    if field is None or not codes:
        return table
    found = pl.col("row").cast(pl.Int64).replace_strict(dict(codes), default=None, return_dtype=pl.String)
    wrong = wrong_of(field.code)
    return table.with_columns(
        pl.coalesce(found, pl.col(field.code)).alias(field.code),
        pl.when(found.is_null()).then(pl.col(wrong)).otherwise(0).cast(table.schema[wrong]).alias(wrong),
    )


def linked(item: Item, rows: Sequence[tuple[int, str, str]]) -> pl.DataFrame:
    """Return a note for each row that went to an organisation by exact evidence: row, value as written, sentence."""
    return _notes(item, FindingCode.SUBJECT_LINKED, rows)


def to_identify(item: Item, rows: Sequence[tuple[int, str]]) -> pl.DataFrame:
    """Return a note for each row that a person may still identify: row, value as written."""
    words = (
        "只有代码不能用，这一行先退回。可以补上代码再报；也会列入“待认定主体”，由审核员、信用办或者登记它的单位按名称等证据认定，"
        "认定后自动重新报送。在此以前不入库、不公示"
    )
    return _notes(item, FindingCode.TO_IDENTIFY, [(row, value, words) for row, value in rows])


def too_many(total: int, laid: int) -> pl.DataFrame:
    """Return what is told of a file of which more rows wait than are laid before a person; nothing if all are."""
    if total <= laid:
        return no_findings()
    words = (
        f"只有代码不能用的有{total:,}行，其中前{laid:,}行列入“待认定主体”，其余{total - laid:,}行没有列入。"
        "请下载退回的行，补上代码以后作为改好的行再传；代码整列填错的，先核对是不是选错了列"
    )
    return file_finding(FindingCode.TOO_MANY_TO_IDENTIFY, Severity.WARNING, words)


def _notes(item: Item, code: FindingCode, rows: Sequence[tuple[int, str, str]]) -> pl.DataFrame:
    field = item.meaning(Means.SUBJECT_CODE)
    return pl.DataFrame(
        [
            {
                "row": row,
                "field": field.code if field else "",
                "code": code.value,
                "severity": Severity.NOTE.value,
                "value": value[:200],
                "message": words,
            }
            for row, value, words in rows
        ],
        schema=SCHEMA,
    )
