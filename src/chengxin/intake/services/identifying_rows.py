"""Rows without a usable code in the check and the load: linked by exact evidence, or laid before a person.

Parts of the use cases of the check and the load.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

import polars as pl

from chengxin.catalog.rules import Item, Means
from chengxin.foundation.actor import Actor
from chengxin.foundation.names import may_be_person
from chengxin.foundation.opaque import new_opaque_id
from chengxin.intake import queries
from chengxin.intake.models import LinkedRow, Submission, UnidentifiedRow
from chengxin.intake.rules import Severity, identifying
from chengxin.intake.rules.findings import SCHEMA
from chengxin.intake.rules.identifying import Fate
from chengxin.intake.rules.values import raw
from chengxin.intake.services.asking_registrars import asked_of
from chengxin.intake.services.noting import keep_findings
from chengxin.intake.services.reading import Read
from chengxin.subjects.queries.matching import Linked, claim_of, linked_by_numbers
from chengxin.subjects.rules.matching import Claim

LONGEST_NUMBER = 60
ROWS_AT_ONCE = 50
"""Longer statements are parsed by the driver anew each time."""


def identify(actor: Actor, row: Submission, read: Read, findings: pl.DataFrame) -> pl.DataFrame:
    """Return the findings of a check without those about codes that exact evidence made up for, and notes on the rest.

    Which rows went to whom is kept under the number of this attempt.
    """
    item = read.item
    waiting = dict(_waiting(read, findings))
    if not waiting:
        return findings
    claims = {number: _claim(item, values) for number, values in waiting.items()}
    asked = identifying.that_may_be_linked(findings, claims)
    found = dict(zip(asked, linked_by_numbers(actor, [claims[number] for number in asked]), strict=True))
    linked = {number: one for number, one in found.items() if one is not None}
    _keep_linked(row, read, linked)
    notes = [
        (number, claims[number].code, f"没有可用的代码。{_words(one)}，因此认定为{one.name}（{one.code}）")
        for number, one in linked.items()
    ]
    open_rows = [(number, claims[number].code) for number in claims if number not in linked]
    return pl.concat(
        [
            _without_linked(item, findings, linked),
            identifying.linked(item, notes),
            identifying.to_identify(item, open_rows[: identifying.MOST]),
        ]
    )


def with_linked(row: Submission, item: Item, rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the codes that the check found for them."""
    found = LinkedRow.objects.filter(submission=row, attempt=row.attempt)
    return identifying.with_codes(item, rows, dict(found.values_list("row", "code")))


def keep_unidentified(row: Submission, read: Read, now: datetime) -> None:
    """Lay the returned rows of which nothing is wrong but the code before a person; the caller ends the submission."""
    if not row.returned:
        return
    errors = _errors(row)
    waiting = ((part.item, told) for part in read.each for told in _waiting(part, errors))
    begun = (_begun(row, item, read.judgement.lines, told, now) for item, told in islice(waiting, identifying.MOST))
    laid = UnidentifiedRow.objects.bulk_create(begun, ROWS_AT_ONCE, ignore_conflicts=True)
    total = len(laid) + sum(1 for _ in waiting)
    keep_findings(row, identifying.too_many(total, len(laid)), read.judgement.lines)


def _errors(row: Submission) -> pl.DataFrame:
    found = queries.findings_of(row).order_by().filter(severity=Severity.ERROR.value, row__gt=0)
    columns = ("row", "field", "code", "severity")
    schema = {name: SCHEMA[name] for name in columns}
    return pl.DataFrame(list(found.values_list(*columns)), schema=schema, orient="row")


def _begun(
    row: Submission, item: Item, lines: pl.Series, told: tuple[int, Mapping[str, Any]], now: datetime
) -> UnidentifiedRow:
    number, values = told
    begun = UnidentifiedRow(
        submission=row,
        row=number,
        public_id=new_opaque_id(),
        unit_id=row.unit_id,
        line=lines[number - 1],
        name=_value(item, Means.SUBJECT_NAME, values) or "",
        code=_written(item, Means.SUBJECT_CODE, values)[:LONGEST_NUMBER],
        numbers=_numbers(item, values),
        category=_value(item, Means.SUBJECT_CATEGORY, values) or "",
        decided_on=_value(item, Means.DECIDED_ON, values),
        told=identifying.said_by(item, values),
        fate=Fate.OPEN,
        began_at=now,
        changed_at=now,
    )
    begun.departments, begun.district = asked_of(begun, row.unit)
    return begun


def _waiting(read: Read, findings: pl.DataFrame) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield with their numbers the rows that wait for a subject; a name that may be a person's is not looked for."""
    item, table = read.item, read.judgement.table
    name = item.meaning(Means.SUBJECT_NAME)
    if table is None or name is None or not identifying.can_be_identified(item):
        return
    rows = identifying.only_the_code_is_wrong(item, findings)
    wanted = table.filter(pl.col("row").cast(pl.UInt32).is_in(rows.implode()) & pl.col(name.code).is_not_null())
    for one in wanted.iter_rows(named=True):
        if not may_be_person(one[name.code]):
            yield one["row"], one


def _claim(item: Item, values: Mapping[str, Any]) -> Claim:
    return claim_of(
        name=_value(item, Means.SUBJECT_NAME, values) or "",
        code=_value(item, Means.SUBJECT_CODE, values) or "",
        numbers=_numbers(item, values),
        category=_value(item, Means.SUBJECT_CATEGORY, values) or "",
        decided_on=_value(item, Means.DECIDED_ON, values),
    )


def _numbers(item: Item, values: Mapping[str, Any]) -> list[str]:
    texts = (str(values.get(field.code) or "") for field in identifying.number_fields(item))
    return [text[:LONGEST_NUMBER] for text in texts if text]


def _value(item: Item, means: Means, values: Mapping[str, Any]) -> Any:
    field = item.meaning(means)
    return values.get(field.code) if field else None


def _written(item: Item, means: Means, values: Mapping[str, Any]) -> str:
    field = item.meaning(means)
    return str(values.get(raw(field.code)) or "") if field else ""


def _words(one: Linked) -> str:
    return "；".join(piece.words for piece in one.evidence)


def _without_linked(item: Item, findings: pl.DataFrame, linked: Mapping[int, Linked]) -> pl.DataFrame:
    code = item.meaning(Means.SUBJECT_CODE)
    of_code = (
        pl.col("row").is_in(sorted(linked))
        & (pl.col("field") == (code.code if code else ""))
        & pl.col("code").is_in(sorted(identifying.CODE_FAULTS))
    )
    return findings.filter(~of_code)


def _keep_linked(row: Submission, read: Read, linked: Mapping[int, Linked]) -> None:
    lines = read.judgement.lines
    LinkedRow.objects.bulk_create(
        LinkedRow(
            submission=row,
            attempt=row.attempt,
            row=number,
            line=lines[number - 1],
            organisation_id=one.number,
            code=one.code,
            evidence=[piece.words for piece in one.evidence],
        )
        for number, one in linked.items()
    )
