"""What a report says of codes that can not be right: rows that may share a code, and faults for the work lists."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import polars as pl
import structlog

from chengxin.catalog.rules import Family, Item, Means
from chengxin.codes.rules.certificates import read_old_number
from chengxin.codes.rules.kinds import FAULT_LABELS, FaultKind, Source
from chengxin.codes.services import Seen, Suspicion, open_faults
from chengxin.foundation.actor import Actor
from chengxin.intake.models import Submission, SubmissionFinding
from chengxin.intake.rules import FindingCode as Code
from chengxin.intake.rules import comparing
from chengxin.intake.rules.findings import Severity, file_finding, no_findings
from chengxin.intake.rules.values import SEPARATORS
from chengxin.intake.services.noting import keep_findings
from chengxin.intake.services.reading import Read
from chengxin.subjects.models import Organisation
from chengxin.subjects.rules import Kind
from chengxin.subjects.rules.naming import normal_form
from chengxin.subjects.services.bulk import compare_names

REGISTERING = frozenset({Family.REGISTRATION, Family.CONVERSION})
"""What registering units report: a wrong code in it is theirs. In other files it is a slip of the sender's."""
OF_CODES = {
    Code.BAD_LENGTH.value: FaultKind.LENGTH,
    Code.BAD_CHARACTER.value: FaultKind.CHARACTER,
    Code.UNKNOWN_CATEGORY.value: FaultKind.CATEGORY,
    Code.BAD_CHECK_DIGIT.value: FaultKind.CHECK,
    Code.BAD_INNER_CHECK_DIGIT.value: FaultKind.INNER_CHECK,
}
OF_NAMES = {Code.NAME_MISMATCH.value: FaultKind.NAME, Code.SHARED_CODE.value: FaultKind.SHARED}
MOST = 2_000
"""More wrong codes in one file are a broken column, which goes back to its sender, and no faults of subjects."""
AT_ONCE = 200

log = structlog.get_logger("chengxin.intake")


def shared_codes(item: Item, rows: pl.DataFrame) -> pl.DataFrame:
    """Return a finding for each sound row of a registration whose code belongs to another subject already.

    That is: another name, which the row does not tell as a former one, and another day of registration. With the same
    day it is a subject that was renamed.
    """
    fields = {means: item.meaning(means) for means in SHARED_BY}
    if any(field is None for field in fields.values()) or rows.is_empty():
        return no_findings()
    told = rows.select("row", *(pl.col(field.code).alias(SHARED_BY[means]) for means, field in fields.items() if field))
    told = told.filter(pl.col("code").is_not_null() & pl.col("name").is_not_null())
    compared = told.hstack(compare_names(told.select("code", "name")).select("known_name", "name_fits"))
    strange = compared.filter(~pl.col("name_fits") & pl.col("known_name").is_not_null())
    known = Organisation.objects.filter(unified_code__in=strange["code"].to_list())
    days = {str(code): day for code, day in known.values_list("unified_code", "registered_on")}
    shared = [row for row in strange.iter_rows(named=True) if _is_shared(row, days)]
    name = item.meaning(Means.SUBJECT_NAME)
    return comparing.shared(name, shared) if name and shared else no_findings()


SHARED_BY: Mapping[Means, str] = {
    Means.SUBJECT_CODE: "code",
    Means.SUBJECT_NAME: "name",
    Means.REGISTERED_ON: "registered_on",
    Means.FORMER_NAMES: "former_names",
}


def _is_shared(row: Mapping[str, Any], days: Mapping[str, Any]) -> bool:
    known_on, told_on = days.get(row["code"]), row["registered_on"]
    if known_on is None or told_on is None or known_on == told_on:
        return False
    former = pl.Series([row["former_names"] or ""]).str.replace_all(SEPARATORS, ";").item().split(";")
    return normal_form(row["known_name"]) not in {normal_form(one.strip()) for one in former}


def report_faults(actor: Actor, row: Submission, read: Read, *, now: datetime) -> None:
    """Put on the work lists what the check and the load found of codes. Safe to run twice."""
    suspicions = [one for part in read.each for one in _of_part(row, part)]
    if len(suspicions) > MOST:
        log.warning("too many wrong codes to be faults of subjects", submission=row.id, found=len(suspicions))
        _tell_too_many(row, len(suspicions), read.judgement.lines)
        return
    for begin in range(0, len(suspicions), AT_ONCE):
        open_faults(actor=actor, now=now, suspicions=suspicions[begin : begin + AT_ONCE])


def _tell_too_many(row: Submission, found: int, lines: pl.Series) -> None:
    """Say on the receipt, once, that no faults were opened, and what to do."""
    told = SubmissionFinding.objects.filter(submission=row, attempt=row.attempt, code=Code.TOO_MANY_FAULTS)
    if told.exists():
        return
    words = (
        f"代码有错的有{found:,}处，超过{MOST:,}处的按整列填错处理，一处也没有列入“重错码”。"
        "请核对代码这一列是不是选错、错位或者被改成了数字，改好以后再传；确实有这么多错码的，请分成几份报送"
    )
    keep_findings(row, file_finding(Code.TOO_MANY_FAULTS, Severity.WARNING, words), lines)


def _of_part(row: Submission, part: Read) -> Iterator[Suspicion]:
    item, table = part.item, part.judgement.table
    code, name = item.meaning(Means.SUBJECT_CODE), item.meaning(Means.SUBJECT_NAME)
    if table is None or code is None or name is None or item.is_about_persons:
        return
    registering = item.family in REGISTERING
    kinds = _kinds_by_row(row, code.code, {**OF_CODES, **OF_NAMES} if registering else OF_NAMES)
    if registering:
        for number in _twice_told(table, code.code, name.code):
            kinds.setdefault(number, []).append(FaultKind.SHARED)
    told = table.filter(pl.col("row").is_in(list(kinds))).select(
        "row",
        code=pl.col(code.code).fill_null(""),
        name=pl.col(name.code).fill_null(""),
        kind=_column(item, Means.SUBJECT_KIND),
        district=_column(item, Means.DISTRICT),
    )
    carriers = Organisation.objects.filter(unified_code__in=told["code"].to_list())
    known = {str(one.unified_code): one for one in carriers.only("id", "unified_code", "kind", "district")}
    lines = part.judgement.lines
    for one in told.iter_rows(named=True):
        yield from _suspicions(row, one, kinds[one["row"]], known, int(lines[one["row"] - 1]), registering=registering)


def _suspicions(
    row: Submission,
    one: Mapping[str, Any],
    kinds: list[FaultKind],
    known: Mapping[str, Organisation],
    line: int,
    *,
    registering: bool,
) -> Iterator[Suspicion]:
    """Yield what may be wrong: the code itself as one fault, another name or another subject as one each."""
    of_code = tuple(kind for kind in FaultKind if kind in kinds and kind not in OF_NAMES.values())
    if read_old_number(one["code"], on=row.received_on) is not None:
        of_code = ()  # an old number in place of a code waits for its conversion
    carrier = known.get(one["code"])
    apart = [(kind,) for kind in (FaultKind.NAME, FaultKind.SHARED) if kind in kinds]
    for found in (*((of_code,) if of_code else ()), *apart):
        own = found[0] not in OF_NAMES.values()
        yield Suspicion(
            kinds=found,
            code=one["code"],
            name=one["name"],
            seen=Seen(
                source=Source.REPORT,
                ground="、".join(FAULT_LABELS[kind] for kind in found),
                on=row.received_on,
                submission=row.public_id,
                line=line,
                unit=row.unit_id,
            ),
            subject_kind=(carrier.kind if carrier else one["kind"]) or Kind.OTHER.value,
            district=(carrier.district if carrier else one["district"]) or row.unit.district,
            against="" if own else normal_form(one["name"]),
            organisation=carrier.id if carrier and not own else None,
            unit=row.unit_id if registering else None,
        )


def _kinds_by_row(row: Submission, code_field: str, meant: Mapping[str, FaultKind]) -> dict[int, list[FaultKind]]:
    """Return the kinds of fault by row, of what this attempt found about the code and its name."""
    found: dict[int, list[FaultKind]] = {}
    findings = SubmissionFinding.objects.filter(submission=row, attempt=row.attempt, code__in=list(meant), row__gt=0)
    for number, field, code in findings.order_by("row").values_list("row", "field", "code"):
        if code in OF_NAMES or field == code_field:
            found.setdefault(number, []).append(meant[code])
    return found


def _twice_told(table: pl.DataFrame, code: str, name: str) -> list[int]:
    """Return the rows whose code stands in an earlier row of the file with another name."""
    told = table.select("row", code=pl.col(code), name=pl.col(name)).drop_nulls()
    twice = told.filter(pl.col("code").is_duplicated())
    first: dict[str, str] = {}
    rows = []
    for one in twice.iter_rows(named=True):
        normal = normal_form(one["name"])
        if first.setdefault(one["code"], normal) != normal:
            rows.append(one["row"])
    return rows


def _column(item: Item, means: Means) -> pl.Expr:
    field = item.meaning(means)
    return pl.lit(None, pl.String) if field is None else pl.col(field.code).cast(pl.String)
