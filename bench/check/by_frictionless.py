"""frictionless: the csv row by row; shapes and lists by the schema's constraints, the rest by one check of a row."""

import importlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from bench.check.by_intake import circumstances
from bench.check.made import CF_LB, CODE, ITEM, NAME, RECEIVED
from chengxin.catalog.rules import FieldType, Need
from chengxin.foundation.identifiers import Fault, read_organisation_code, read_unified_code
from chengxin.intake.rules.checking import EARLIEST, SIMPLE_WORDS
from chengxin.intake.rules.values import EMPTY, SEPARATORS, words_of

DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
AMOUNT = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
SIMPLE = re.compile(SIMPLE_WORDS)
KINDS = {field.code: words_of(field.list) for field in ITEM.fields if field.list is not None}
Found = Iterator[tuple[str, str]]


def ready(folder: Path) -> Callable[[], pl.DataFrame]:
    """Return the check of the csv."""
    frictionless: Any = importlib.import_module("frictionless")
    due_on = circumstances(folder).due_on
    schema = frictionless.Schema.from_descriptor(
        {
            "missingValues": ["", *EMPTY],
            "fields": [
                {"name": field.code, "type": "string", "constraints": {"maxLength": field.length}}
                for field in ITEM.fields
            ],
        }
    )

    names: dict[str, list[tuple[int, str]]] = defaultdict(list)

    class Rules(frictionless.Check):  # type: ignore[misc]  # the peer is not there when types are checked
        type = "rules"
        Errors = (frictionless.errors.RowError,)

        def __attrs_post_init__(self) -> None:
            self.seen: set[tuple[str, ...]] = set()

        def validate_row(self, row: Any) -> Iterator[Any]:
            for field, code in self.found(row):
                yield frictionless.errors.RowError.from_row(row, note=f"{field}~{code}")
            names[str(row[NAME])].append((row.row_number, str(row[CODE])))

        def found(self, row: Any) -> Found:
            yield from of_row(row, due_on)
            key = tuple(str(row[code]) for code in ITEM.business_key)
            if key in self.seen:
                yield ITEM.business_key[0], "duplicate-in-file"
            self.seen.add(key)

    def work() -> pl.DataFrame:
        names.clear()
        frictionless.system.trusted = True
        resource = frictionless.Resource(path=str(folder / "rows.csv"), schema=schema)
        report = resource.validate(frictionless.Checklist(checks=[Rules()]), limit_errors=10**9)
        several = [row - 1 for rows in names.values() if len({code for _row, code in rows}) > 1 for row, _code in rows]
        same = pl.DataFrame({"row": several}, schema={"row": pl.Int64}).with_columns(
            field=pl.lit(NAME), code=pl.lit("same-name")
        )
        return pl.concat([told(report), same])

    return work


def told(report: Any) -> pl.DataFrame:
    """Return what the report says, as (row, field, code)."""
    rows = []
    for error in report.tasks[0].errors:
        if error.type == "row-error":
            rows.append((error.row_number - 1, *error.note.split("~")))
        else:
            rows.append((error.row_number - 1, error.field_name, "too-long"))
    return pl.DataFrame(rows, schema=["row", "field", "code"], orient="row").unique()


def of_row(row: Mapping[str, str | None], due_on: Callable[[date], date | None]) -> Found:
    """Yield what is wrong with a row, as (field, code)."""
    for field in ITEM.fields:
        text = row[field.code]
        if text is None:
            if field.required is Need.ALWAYS:
                yield field.code, "missing"
            continue
        if "\ufffd" in text or "\0" in text:
            yield field.code, "broken-character"
        if field.type is FieldType.UNIFIED_CODE:
            yield from of_code(field.code, text)
        elif field.type is FieldType.ORGANISATION_CODE and read_organisation_code(text).faults:
            yield field.code, "bad-check-digit"
        elif field.type in READS and not READS[field.type](text):
            yield field.code, "bad-type"
        elif field.list is not None and any(part not in KINDS[field.code] for part in parts_of(text)):
            yield field.code, "not-in-code-list"
    yield from of_dates(row, due_on)
    yield from of_conditions(row)


def of_code(field: str, text: str) -> Found:
    for fault in read_unified_code(text).faults:
        if fault is not Fault.DIVISION:
            yield field, fault.value


def of_dates(row: Mapping[str, str | None], due_on: Callable[[date], date | None]) -> Found:
    decided, until = day_of(row["CF_JDRQ"] or ""), day_of(row["CF_YXQ"] or "")
    if decided is None:
        return
    if decided > RECEIVED:
        yield "CF_JDRQ", "future-date"
        return
    if decided < EARLIEST:
        yield "CF_JDRQ", "implausible-date"
        return
    if until is not None and until < decided:
        yield "CF_YXQ", "date-order"
    last = due_on(decided)
    if last is not None and last < RECEIVED:
        yield "CF_JDRQ", "late"


def of_conditions(row: Mapping[str, str | None]) -> Found:
    kinds = {KINDS["CF_CFLB"].get(part) for part in parts_of(row["CF_CFLB"] or "")}
    said = KINDS[CF_LB].get(row[CF_LB] or "")
    if "fine" in kinds and row["CF_NR_FK"] is None:
        yield "CF_NR_FK", "missing"
    if kinds & {"confiscation", "confiscation-income"} and row["CF_NR_WFFF"] is None:
        yield "CF_NR_WFFF", "missing"
    if said == "organisation" and row["CF_FRDB"] is None:
        yield "CF_FRDB", "missing"
    code = read_unified_code(row[CODE] or "")
    wrong = code.valid and {True: said == "organisation", False: said == "sole-trader"}[code.sole_trader]
    if said == "person" or wrong:
        yield CF_LB, "kind-mismatch"
    if KINDS["CX_CFCX"].get(row["CX_CFCX"] or "") == "simple":
        yield "CX_CFCX", "not-collected"
    for field in ("CF_NR", "CF_WSH"):
        if SIMPLE.search(row[field] or ""):
            yield field, "not-collected"


def parts_of(text: str) -> list[str]:
    return [part.strip() for part in re.split(SEPARATORS, text) if part.strip()]


def day_of(text: str) -> date | None:
    found = DATE.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


READS: dict[FieldType, Callable[[str], bool]] = {
    FieldType.AMOUNT: lambda text: AMOUNT.fullmatch(text) is not None and not text.startswith("-"),
    FieldType.DATE: lambda text: day_of(text) is not None,
}
