"""Writes of the room.

The work plan: drafts, publication, corrections, evidence, closing. Reporting: declarations and answers, what the office
arranges, counts, closed months, reminders, letters.
"""

from chengxin.oversight.services.arranging import PolicyText, assign_item, end_assignment, set_policy
from chengxin.oversight.services.closing import close_month, close_months, remind_all, remind_unit
from chengxin.oversight.services.copying import copy_plan
from chengxin.oversight.services.declaring import Stated, answer_difference, answer_gap, declare
from chengxin.oversight.services.evidence import (
    close_task,
    give_evidence,
    reopen_task,
    review_evidence,
    withdraw_evidence,
)
from chengxin.oversight.services.importing import discard_plan, import_plan
from chengxin.oversight.services.letters import (
    LetterText,
    begin_letter,
    change_letter,
    confirm_letter,
    discard_letter,
    issue_letter,
    reply_to_letter,
)
from chengxin.oversight.services.publishing import publish_plan
from chengxin.oversight.services.tallying import tally_all, tally_submissions
from chengxin.oversight.services.tasks import add_task, correct_task, match_text, remove_task, settle_doubt

__all__ = [
    "LetterText",
    "PolicyText",
    "Stated",
    "add_task",
    "answer_difference",
    "answer_gap",
    "assign_item",
    "begin_letter",
    "change_letter",
    "close_month",
    "close_months",
    "close_task",
    "confirm_letter",
    "copy_plan",
    "correct_task",
    "declare",
    "discard_letter",
    "discard_plan",
    "end_assignment",
    "give_evidence",
    "import_plan",
    "issue_letter",
    "match_text",
    "publish_plan",
    "remind_all",
    "remind_unit",
    "remove_task",
    "reopen_task",
    "reply_to_letter",
    "review_evidence",
    "set_policy",
    "settle_doubt",
    "tally_all",
    "tally_submissions",
    "withdraw_evidence",
]
