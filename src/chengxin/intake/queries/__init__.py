"""Reads of submissions; lists are scoped by the actor."""

from chengxin.intake.queries.findings import Cause, causes_of, findings_of, returned_rows
from chengxin.intake.queries.submissions import (
    at_work_with,
    groups_of,
    predecessors_of,
    submission_by_number,
    submission_for,
    submissions_for,
)

__all__ = [
    "Cause",
    "at_work_with",
    "causes_of",
    "findings_of",
    "groups_of",
    "predecessors_of",
    "returned_rows",
    "submission_by_number",
    "submission_for",
    "submissions_for",
]
