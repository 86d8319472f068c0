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
from chengxin.intake.queries.authorities import UnknownAuthority, unknown_authorities
from chengxin.intake.queries.concerns import Concern, concern_of
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
from chengxin.intake.queries.identifying import (
    beside,
    candidates_of,
    evidence_with,
    identified_row_by_number,
    last_step_by,
    organisation_of,
    rows_to_identify,
    steps_of,
    unidentified_for,
    unidentified_row_for,
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
    "Concern",
    "MendedLine",
    "Mending",
    "OpenRows",
    "UnknownAuthority",
    "activity_of",
    "alias_for",
    "aliases_by_header",
    "aliases_for",
    "aliases_in_force",
    "at_work_with",
    "beside",
    "candidates_of",
    "causes_of",
    "chain_of",
    "concern_of",
    "draft_for",
    "drafts_for",
    "evidence_with",
    "findings_after",
    "findings_of",
    "first_at_work",
    "groups_of",
    "identified_row_by_number",
    "last_step_by",
    "mended_lines",
    "mending_draft_for",
    "mending_of",
    "open_rows",
    "organisation_of",
    "predecessors_of",
    "returned_of",
    "returned_rows",
    "rows_to_identify",
    "stalled_submissions",
    "steps_of",
    "submission_by_number",
    "submission_for",
    "submissions_for",
    "submissions_read_with",
    "submissions_waiting",
    "times_used",
    "unidentified_for",
    "unidentified_row_for",
    "unknown_authorities",
]
