"""Writes of intake: take a submission, check it, load it; what people decide about it on the way."""

from chengxin.intake.services.aliases import add_alias, end_alias
from chengxin.intake.services.correcting import correct_record, judge_correction, standing_for_correction, state_of
from chengxin.intake.services.deciding import (
    cancel_submission,
    confirm_severities,
    retry_submission,
    severities_of,
    withdraw_submission,
)
from chengxin.intake.services.identifying import (
    find_nobody,
    identify_row,
    send_identified,
    take_back_identified,
    undo_identifying,
)
from chengxin.intake.services.judging_rows import judge_row, version_for
from chengxin.intake.services.mapping import settle_columns
from chengxin.intake.services.marking import take_marked_workbook
from chengxin.intake.services.mending import begin_mending, judge_mending, save_mending, send_mending
from chengxin.intake.services.processing import process_submission, take_up_stalled
from chengxin.intake.services.sending import item_to_report, send_submission
from chengxin.intake.services.typing import delete_draft, save_draft, send_draft, start_draft
from chengxin.intake.services.validating import check_table, validate_table

__all__ = [
    "add_alias",
    "begin_mending",
    "cancel_submission",
    "check_table",
    "confirm_severities",
    "correct_record",
    "delete_draft",
    "end_alias",
    "find_nobody",
    "identify_row",
    "item_to_report",
    "judge_correction",
    "judge_mending",
    "judge_row",
    "process_submission",
    "retry_submission",
    "save_draft",
    "save_mending",
    "send_draft",
    "send_identified",
    "send_mending",
    "send_submission",
    "settle_columns",
    "severities_of",
    "standing_for_correction",
    "start_draft",
    "state_of",
    "take_back_identified",
    "take_marked_workbook",
    "take_up_stalled",
    "undo_identifying",
    "validate_table",
    "version_for",
    "withdraw_submission",
]
