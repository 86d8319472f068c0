"""What can be found about a row, and the table it is kept in."""

from enum import StrEnum
from types import MappingProxyType

import polars as pl


class Severity(StrEnum):
    """An error returns the row; a warning and a note go with it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITY_LABELS = MappingProxyType({Severity.ERROR: "退回", Severity.WARNING: "提醒", Severity.NOTE: "说明"})


class FindingCode(StrEnum):
    """Stable codes of findings; ``docs/reference/finding-codes.md`` explains each."""

    MISSING = "missing"
    TOO_LONG = "too-long"
    BAD_TYPE = "bad-type"
    NOT_IN_CODE_LIST = "not-in-code-list"
    BAD_LENGTH = "bad-length"
    BAD_CHARACTER = "bad-character"
    BAD_CHECK_DIGIT = "bad-check-digit"
    BAD_INNER_CHECK_DIGIT = "bad-inner-check-digit"
    PLACEHOLDER_CODE = "placeholder-code"
    UNKNOWN_CATEGORY = "unknown-category"
    NUMERIC_CODE = "numeric-code"
    ERROR_CELL = "error-cell"
    BROKEN_CHARACTER = "broken-character"
    KIND_MISMATCH = "kind-mismatch"
    NAME_MISMATCH = "name-mismatch"
    DATE_ORDER = "date-order"
    FUTURE_DATE = "future-date"
    IMPLAUSIBLE_DATE = "implausible-date"
    DUPLICATE_IN_FILE = "duplicate-in-file"
    DUPLICATE_IN_REGISTER = "duplicate-in-register"
    LATE = "late"
    NOT_COLLECTED = "not-collected"
    MINOR = "minor"
    BAD_BIRTH_DATE = "bad-birth-date"
    SAME_NAME = "same-name"
    UNKNOWN_COLUMN = "unknown-column"
    MISSING_COLUMN = "missing-column"
    WRONG_ITEM = "wrong-item"
    UNREADABLE = "unreadable"
    EXPLANATION_ROWS = "explanation-rows"
    OUTSIDE_EDITION = "outside-edition"
    NOT_IN_EDITION = "not-in-edition"
    NO_RULE = "no-rule"
    SAME_VALUE = "same-value"
    OUT_OF_RANGE = "out-of-range"
    BAD_SHAPE = "bad-shape"
    OLD_TEMPLATE = "old-template"
    DERIVED = "derived"
    NOT_IN_LAYOUT = "not-in-layout"
    COLUMN_LEFT_OUT = "column-left-out"
    UNSURE_COLUMN = "unsure-column"
    NATURAL_PERSON = "natural-person"
    REVOKED = "revoked"
    OLD_CERTIFICATE = "old-certificate"
    SHARED_CODE = "shared-code"
    CONVERTED_OTHERWISE = "converted-otherwise"
    SUBJECT_LINKED = "subject-linked"
    TO_IDENTIFY = "to-identify"
    TOO_MANY_TO_IDENTIFY = "too-many-to-identify"
    TOO_MANY_FAULTS = "too-many-faults"
    AUTHORITY_WRITTEN = "authority-written"


SCHEMA = pl.Schema(
    {
        "row": pl.UInt32(),
        "field": pl.String(),
        "code": pl.String(),
        "severity": pl.String(),
        "value": pl.String(),
        "message": pl.String(),
    },
)
"""A finding: ``row`` counts data rows from 1 (0: the whole file), ``field`` is a column code, ``value`` as written."""

SEALED_VALUE = "（不显示）"
"""Stands for the value of a field that only the authorised may see."""


NO_FINDINGS = pl.DataFrame(schema=SCHEMA)
"""Built once: a small file asks for it a hundred times, and building it took a tenth of its load."""


def no_findings() -> pl.DataFrame:
    """Return the empty table."""
    return NO_FINDINGS.clone()


def file_finding(code: FindingCode, severity: Severity, message: str, field: str = "", value: str = "") -> pl.DataFrame:
    """Return a finding about the whole file."""
    row = {"row": 0, "field": field, "code": code.value, "severity": severity.value, "value": value, "message": message}
    return pl.DataFrame([row], schema=SCHEMA)
