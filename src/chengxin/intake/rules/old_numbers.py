"""Numbers from before the unified code: wrong ones in a report of them, and old certificates where a code belongs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from chengxin.catalog.rules import Field, Item, Means
from chengxin.codes.rules.certificates import (
    KnownNumber,
    OldNumberRead,
    organisations_of,
    read_old_number,
    refusal_of,
)
from chengxin.foundation.identifiers import bulk
from chengxin.intake.rules.findings import FindingCode as Code
from chengxin.intake.rules.findings import Severity
from chengxin.intake.rules.relations import Found
from chengxin.law.book import Law
from chengxin.subjects.rules import OLD_NUMBER_LABELS, OldNumberKind

MOBILE = r"^1[3-9]\d{9}$"
PLAIN = r"^[0-9A-Z]+$"
OLDER_REGISTRATION = r"^\d{13}$"


@dataclass(frozen=True)
class Asked:
    """An old number in place of a code: the text, the day of the decision, whether the row calls it a 个体工商户's."""

    number: str
    decided_on: date
    sole_trader: bool | None


def of_old_numbers(item: Item, on: date) -> Iterator[Found]:
    """Return where a reported old number can not be one of its kind: its check is wrong, or it is a person's.

    ``on`` is the day after which nobody can be born.
    """
    field, kind = item.meaning(Means.OLD_NUMBER), item.meaning(Means.OLD_NUMBER_KIND)
    if field is None or kind is None:
        return
    number, said = pl.col(field.code), pl.col(kind.code)
    registration = bulk.registration_check_holds(number) | number.str.contains(OLDER_REGISTRATION)
    organisation = bulk.organisation_check_holds(number)
    person = bulk.id_number_holds(number, on=on) | number.str.contains(MOBILE)
    person |= bulk.old_id_number_holds(number, on=on) & ~registration
    fits = (
        pl.when(said == OldNumberKind.REGISTRATION.value)
        .then(registration)
        .when(said == OldNumberKind.ORGANISATION_CODE.value)
        .then(organisation)
        .otherwise(number.str.contains(PLAIN))
    )
    words = f"“{field.name}”不是“{kind.name}”所说的号码，或者校验码不对，请对照证照核对"
    yield field, Code.BAD_SHAPE, Severity.ERROR, ~fits, words
    words = f"“{field.name}”是个人的证件号码或电话，不收，请填证照上的号码"
    yield field, Code.NATURAL_PERSON, Severity.ERROR, person & fits, words


def in_place_of_codes(item: Item, table: pl.DataFrame, findings: pl.DataFrame, received_on: date) -> pl.DataFrame:
    """Return the findings that an old number may explain: ``row``, ``number``, ``decided_on``, ``sole_trader``."""
    code = item.meaning(Means.SUBJECT_CODE)
    decided, category = item.meaning(Means.DECIDED_ON), item.meaning(Means.SUBJECT_CATEGORY)
    if code is None or item.is_about_persons:
        return pl.DataFrame(schema={"row": pl.UInt32})
    doubtful = findings.filter((pl.col("field") == code.code) & (pl.col("code") == Code.BAD_LENGTH.value)).select("row")
    day = pl.col(decided.code) if decided else pl.lit(None, pl.Date)
    said = pl.col(category.code) == "sole-trader" if category else pl.lit(None, pl.Boolean)
    told = table.select("row", number=pl.col(code.code), decided_on=day.fill_null(received_on), sole_trader=said)
    return doubtful.join(told, on="row", how="left", maintain_order="left").drop_nulls("number")


def told_of(field: Field, asked: Asked, known: KnownNumber | None, law: Law) -> tuple[Code, str] | None:
    """Return what to tell of an old number in place of a code; None for a text that is none.

    Where the law no longer takes the certificate it is ``old-certificate``; else it stays a wrong length.
    """
    old = read_old_number(asked.number, on=asked.decided_on)
    if old is None:
        return None
    organisations = organisations_of(known.code if known else "", kind=old.kind, sole_trader=asked.sole_trader)
    refused = refusal_of(law, old, organisations, decided_on=asked.decided_on)
    label = OLD_NUMBER_LABELS[old.kind]
    if refused is None:
        return Code.BAD_LENGTH, f"“{field.name}”应是18位，这里填的是{label}。{_offer(known)}"
    return Code.OLD_CERTIFICATE, f"“{field.name}”填的是旧证照的号码（{label}）。{refused.reason}{_offer(known)}"


def _offer(known: KnownNumber | None) -> str:
    if known is None or not known.code:
        return "平台没有查到这个号码对应的统一社会信用代码，请按新的证照填写"
    return f"平台查到对应的统一社会信用代码是{known.code}（{known.shown}），请核对后改填"


def numbers_among(rows: pl.DataFrame, on: date) -> Mapping[str, OldNumberRead]:
    """Return the old numbers among the column ``number``, each once, by text."""
    read = {text: read_old_number(text, on=on) for text in rows["number"].unique().to_list()} if len(rows) else {}
    return {text: old for text, old in read.items() if old is not None}
