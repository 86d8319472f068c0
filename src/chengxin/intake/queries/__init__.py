"""Reads of submissions; lists are scoped by the actor."""

from chengxin.intake.queries.activity import Activity, activity_of
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
from chengxin.intake.queries.following import (
    MendedLine,
    Mending,
    OpenRows,
    chain_of,
    mended_lines,
    mending_of,
    open_rows,
    returned_of,
)
from chengxin.intake.queries.mending import mending_draft_for
from chengxin.intake.queries.submissions import (
    at_work_with,
    first_at_work,
    groups_of,
    predecessors_of,
    stalled_submissions,
    submission_by_number,
    submission_for,
    submissions_for,
    submissions_waiting,
)

__all__ = [
    "Activity",
    "Cause",
    "MendedLine",
    "Mending",
    "OpenRows",
    "activity_of",
    "alias_for",
    "aliases_by_header",
    "aliases_for",
    "aliases_in_force",
    "at_work_with",
    "causes_of",
    "chain_of",
    "draft_for",
    "drafts_for",
    "findings_after",
    "findings_of",
    "first_at_work",
    "groups_of",
    "mended_lines",
    "mending_draft_for",
    "mending_of",
    "open_rows",
    "predecessors_of",
    "returned_of",
    "returned_rows",
    "stalled_submissions",
    "submission_by_number",
    "submission_for",
    "submissions_for",
    "submissions_read_with",
    "submissions_waiting",
    "times_used",
]
