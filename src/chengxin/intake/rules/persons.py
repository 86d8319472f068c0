"""What is checked beside the usual of an item about natural persons, and its rows as the register takes them.

Minors are never stored (广西壮族自治区社会信用条例第三条、第二十一条): a row about somebody under 18 on the day of the
decision comes back with that one finding and without any of its values.
"""

from collections.abc import Iterator
from datetime import date

import polars as pl

from chengxin.catalog.rules import Field, Item, Means
from chengxin.foundation.identifiers import bulk, bulk_people
from chengxin.intake.rules import staging
from chengxin.intake.rules.across import Across
from chengxin.intake.rules.findings import FindingCode as Code
from chengxin.intake.rules.findings import Severity
from chengxin.subjects.rules import PaperKind

ID_LENGTH, OLD_ID_LENGTH = 18, 15

PAPERS = {
    "id-card": PaperKind.ID_CARD,
    "passport": PaperKind.PASSPORT,
    "hong-kong-macao-permit": PaperKind.HONG_KONG_MACAO_PERMIT,
    "taiwan-permit": PaperKind.TAIWAN_PERMIT,
    "permanent-residence": PaperKind.RESIDENCE_PERMIT,
}
"""The catalogue's kinds of paper as ``subjects`` knows them; a kind somebody adds to the list is not known here."""

SHAPES = {
    "passport": r"^[A-Z0-9]{5,15}$",
    "hong-kong-macao-permit": r"^[HM]\d{8}(\d{2})?$",
    "taiwan-permit": r"^\d{8}(\d{2})?[A-Z]?$",
    "permanent-residence": r"^([A-Z]{3}\d{12}|9\d{16}[\dX])$",
}
"""How numbers of papers without a birth date look; a permanent resident's of 2023 is made like an ID number."""


Wrong = tuple[Field, Code, Severity, pl.Expr, str] | tuple[Field, Code, Severity, pl.Expr, str, Across]
"""The parts of a ``checking.Check``: where, what, how badly, when, what to tell the clerk, which rows are compared."""


def checks(item: Item, received_on: date) -> Iterator[Wrong]:
    """Return the checks of an item about persons."""
    paper, number, born = (_field(item, means) for means in (Means.PERSON_PAPER, Means.PERSON_NUMBER, Means.BORN_ON))
    yield from _of_number(paper, number, received_on)
    yield from _of_paper(paper, number)
    words = f"“{born.name}”在报送日之后，请核对"
    yield born, Code.FUTURE_DATE, Severity.ERROR, pl.col(born.code) > received_on, words
    yield from _of_names(_field(item, Means.SUBJECT_NAME), paper, number)
    yield from _of_category(item)
    words = "作出决定时未满18周岁。未成年人的信息不得归集，这一行没有收存，请从文件里删去"
    yield number, Code.MINOR, Severity.ERROR, _is_minor(item, received_on), words


def _field(item: Item, means: Means) -> Field:
    field = item.meaning(means)
    if field is None:
        raise TypeError(f"an item about persons has no field for {means}")
    return field


def _of_number(paper: Field, number: Field, received_on: date) -> Iterator[Wrong]:
    """An ID number: a placeholder has no other finding, a wrong shape none about what stands in it."""
    name, value, error = number.name, pl.col(number.code), Severity.ERROR
    placeholder = bulk.is_placeholder(value)
    card = (pl.col(paper.code) == "id-card") & ~placeholder
    old, long = value.str.len_chars() == OLD_ID_LENGTH, value.str.len_chars() == ID_LENGTH
    shaped = (card | value.str.contains(r"^9\d{16}[\dX]$")) & bulk_people.has_id_shape(value)
    birth = bulk_people.birth_date(value)
    unborn = birth.is_null() | (birth > received_on)
    found = (
        (Code.PLACEHOLDER_CODE, placeholder, f"“{name}”是占位的假号码，请填证件上的号码"),
        (Code.BAD_LENGTH, card & old, f"“{name}”是15位的旧号码，已经停用，请填18位的"),
        (Code.BAD_LENGTH, card & ~old & ~long, f"身份证的“{name}”应是18位"),
        (
            Code.BAD_CHARACTER,
            card & long & ~bulk_people.has_id_shape(value),
            f"身份证的“{name}”只有数字，最后一位可以是X，请对照证件核对",
        ),
        (Code.BAD_BIRTH_DATE, shaped & unborn, f"“{name}”里的出生日期不存在或在将来，请对照证件核对"),
        (
            Code.BAD_CHECK_DIGIT,
            shaped & ~unborn & ~bulk.id_check_holds(value),
            f"“{name}”的最后一位校验码不对，多半抄错了一位，请对照证件核对",
        ),
    )
    for code, bad, words in found:
        yield number, code, error, bad, words


def _of_paper(paper: Field, number: Field) -> Iterator[Wrong]:
    """Another paper: its number by shape. What the list has beyond the known kinds can not be told from anything."""
    kind, value = pl.col(paper.code), pl.col(number.code)
    placeholder = bulk.is_placeholder(value)
    for code, shape in SHAPES.items():
        label = next((one.label for one in paper.list.values if one.code == code), code) if paper.list else code
        wrong = (kind == code) & ~placeholder & ~value.str.contains(shape)
        words = f"“{number.name}”不像{label}的号码，请对照证件核对号码和证件类型"
        yield number, Code.BAD_SHAPE, Severity.ERROR, wrong, words
    words = "平台还不能核对这种证件的号码，请换成本人的其他证件"
    unknown = kind.is_not_null() & ~kind.is_in(list(PAPERS))
    yield paper, Code.NOT_IN_CODE_LIST, Severity.ERROR, unknown, words


def _of_names(name: Field, paper: Field, number: Field) -> Iterator[Wrong]:
    """One number with several names: a mistyped number would put a record on somebody else.

    Only rows of the same file are compared: what others reported about a number is nothing for a sender to find out.
    """
    several = Across(
        alike=(pl.col(paper.code), pl.col(number.code)),
        asked=pl.col(number.code).is_not_null(),
        differ=pl.col(name.code),
    )
    words = f"本文件里同一“{number.name}”有不同的“{name.name}”，请对照证件核对，免得记到别人名下"
    yield name, Code.NAME_MISMATCH, Severity.WARNING, several.bad, words, several


def _of_category(item: Item) -> Iterator[Wrong]:
    category = item.meaning(Means.SUBJECT_CATEGORY)
    if category is not None:
        words = "这个目录项只收自然人；法人、非法人组织和个体工商户的记录，请用另一个目录项报送"
        other = pl.col(category.code) != "person"
        yield category, Code.KIND_MISMATCH, Severity.ERROR, other, words


def _is_minor(item: Item, received_on: date) -> pl.Expr:
    """By the number or by the birth date that was told, whatever else is wrong with the row."""
    number, born, decided = (_field(item, means) for means in (Means.PERSON_NUMBER, Means.BORN_ON, Means.DECIDED_ON))
    received = pl.lit(received_on)
    day = pl.min_horizontal(pl.col(decided.code).fill_null(received), received)
    births = (bulk_people.birth_date(pl.col(number.code)), pl.col(born.code))
    return pl.any_horizontal(bulk_people.is_minor_on(birth, day).fill_null(value=False) for birth in births)


def without_minors(findings: pl.DataFrame) -> pl.DataFrame:
    """Return the findings with nothing left about a minor's row but that it is one."""
    minors = findings.filter(pl.col("code") == Code.MINOR.value)["row"]
    return findings.filter((pl.col("code") == Code.MINOR.value) | ~pl.col("row").is_in(minors.implode()))


def register_rows(item: Item, rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows that passed the check as ``register.services.PERSON_ROWS``."""
    paper, number, name, decided, document = (
        pl.col(_field(item, means).code)
        for means in (
            Means.PERSON_PAPER,
            Means.PERSON_NUMBER,
            Means.SUBJECT_NAME,
            Means.DECIDED_ON,
            Means.DOCUMENT_NUMBER,
        )
    )
    papers = {code: kind.value for code, kind in PAPERS.items()}
    told = rows.select(
        "row",
        paper=paper.replace_strict(papers, return_dtype=pl.String),
        number=number,
        name=name,
        decided_on=decided,
        document_number=document,
    )
    return told.with_columns(
        staging.key_texts(rows, item).alias("business_key"), staging.payloads(rows, item).alias("payload")
    )
