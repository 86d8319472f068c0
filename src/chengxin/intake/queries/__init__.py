"""Reads of submissions; lists are scoped by the actor."""

from chengxin.intake.queries.aliases import (
    alias_for,
    aliases_by_header,
    aliases_for,
    aliases_in_force,
    submissions_read_with,
    times_used,
)
from chengxin.intake.queries.drafts import draft_for, drafts_for
from chengxin.intake.queries.findings import Cause, causes_of, findings_after, findings_of, returned_rows
from chengxin.intake.queries.submissions import (
    at_work_with,
    groups_of,
    predecessors_of,
    stalled_submissions,
    submission_by_number,
    submission_for,
    submissions_for,
    submissions_waiting,
)

__all__ = [
    "Cause",
    "alias_for",
    "aliases_by_header",
    "aliases_for",
    "aliases_in_force",
    "at_work_with",
    "causes_of",
    "draft_for",
    "drafts_for",
    "findings_after",
    "findings_of",
    "groups_of",
    "predecessors_of",
    "returned_rows",
    "stalled_submissions",
    "submission_by_number",
    "submission_for",
    "submissions_for",
    "submissions_read_with",
    "submissions_waiting",
    "times_used",
]
