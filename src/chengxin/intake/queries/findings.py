"""Findings of a submission that a scoped query found: by cause for a clerk, by row for a program."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from chengxin.intake.models import Submission, SubmissionFinding
from chengxin.intake.rules.findings import Severity

EXAMPLES = 3
SEVERITY_ORDER = {Severity.ERROR.value: 0, Severity.WARNING.value: 1, Severity.NOTE.value: 2}


@dataclass(frozen=True)
class Example:
    """Where something was found: the sender's row number (0: the whole file), the value as written, what to do."""

    line: int
    value: str
    message: str


@dataclass(frozen=True)
class Cause:
    """Findings that have the same cause: how often, in how many rows, the first few places, what to do."""

    code: str
    severity: str
    field: str
    message: str
    count: int
    rows: int
    examples: tuple[Example, ...]


def findings_of(submission: Submission) -> QuerySet[SubmissionFinding]:
    """Return the findings of the check that counts, by row."""
    return submission.findings.filter(attempt=submission.attempt).order_by("row", "id")


def causes_of(submission: Submission) -> Sequence[Cause]:
    """Return the findings by cause: errors first, the most frequent first."""
    found = findings_of(submission).order_by()
    counted = found.values("severity", "code", "field").annotate(times=Count("id"), in_rows=Count("row", distinct=True))
    causes = [_cause(submission, **one) for one in counted]
    return sorted(causes, key=lambda cause: (SEVERITY_ORDER[cause.severity], -cause.count, cause.code, cause.field))


def _cause(submission: Submission, *, severity: str, code: str, field: str, times: int, in_rows: int) -> Cause:
    first = findings_of(submission).filter(severity=severity, code=code, field=field)[:EXAMPLES]
    examples = tuple(Example(one.line, one.value, one.message) for one in first)
    return Cause(code, severity, field, examples[0].message, times, in_rows, examples)


def returned_rows(submission: Submission) -> list[int]:
    """Return the numbers of the rows with an error."""
    found = findings_of(submission).filter(severity=Severity.ERROR.value, row__gt=0)
    return sorted(set(found.order_by().values_list("row", flat=True)))
