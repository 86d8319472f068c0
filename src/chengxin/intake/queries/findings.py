"""Findings of a submission that a scoped query found: by cause for a clerk, by row for a program."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Max, Min, Q, QuerySet

from chengxin.intake.models import Submission, SubmissionFinding
from chengxin.intake.rules.causes import NOT_UNLOCKING
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
    """Findings that have the same cause: how often, in how many rows, the first few places, what to do.

    ``unlocks`` counts the rows in which nothing else is wrong: they go on once this is mended.
    """

    code: str
    severity: str
    field: str
    message: str
    count: int
    rows: int
    examples: tuple[Example, ...]
    unlocks: int = 0


def findings_of(submission: Submission) -> QuerySet[SubmissionFinding]:
    """Return the findings of the check that counts, by row."""
    return submission.findings.filter(attempt=submission.attempt).order_by("row", "id")


def findings_after(submission: Submission, row: int, number: int) -> QuerySet[SubmissionFinding]:
    """Return the findings that follow one by its row and its own number."""
    return findings_of(submission).filter(Q(row__gt=row) | Q(row=row, id__gt=number))


def causes_of(submission: Submission) -> Sequence[Cause]:
    """Return the findings by cause: errors first, by the rows that go on once they are mended, then by frequency."""
    found = findings_of(submission).order_by()
    counted = found.values("severity", "code", "field").annotate(times=Count("id"), in_rows=Count("row", distinct=True))
    alone = _alone(submission)
    causes = [_cause(submission, **one, unlocks=alone.get((one["code"], one["field"]), 0)) for one in counted]
    order = lambda cause: (SEVERITY_ORDER[cause.severity], -cause.unlocks, -cause.count, cause.code, cause.field)  # noqa: E731  one word for the call below
    return sorted(causes, key=order)


def _alone(submission: Submission) -> dict[tuple[str, str], int]:
    """Return of each cause of errors in how many rows it is the only one."""
    errors = findings_of(submission).order_by().filter(severity=Severity.ERROR.value, row__gt=0)
    rows = errors.values("row").annotate(one=Min("code"), other=Max("code"), at=Min("field"), elsewhere=Max("field"))
    single = rows.filter(one=F("other"), at=F("elsewhere"))
    return dict(Counter(single.exclude(one__in=NOT_UNLOCKING).values_list("one", "at")))


def _cause(
    submission: Submission, *, severity: str, code: str, field: str, times: int, in_rows: int, unlocks: int
) -> Cause:
    first = findings_of(submission).filter(severity=severity, code=code, field=field)[:EXAMPLES]
    examples = tuple(Example(one.line, one.value, one.message) for one in first)
    return Cause(code, severity, field, examples[0].message, times, in_rows, examples, unlocks)


def returned_rows(submission: Submission) -> list[int]:
    """Return the numbers of the rows with an error."""
    found = findings_of(submission).filter(severity=Severity.ERROR.value, row__gt=0)
    return sorted(set(found.order_by().values_list("row", flat=True)))
