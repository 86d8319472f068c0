"""Writes of the work plan: drafts, publication, corrections, evidence, closing."""

from chengxin.oversight.services.copying import copy_plan
from chengxin.oversight.services.evidence import (
    close_task,
    give_evidence,
    reopen_task,
    review_evidence,
    withdraw_evidence,
)
from chengxin.oversight.services.importing import discard_plan, import_plan
from chengxin.oversight.services.publishing import publish_plan
from chengxin.oversight.services.tasks import add_task, correct_task, match_text, remove_task, settle_doubt

__all__ = [
    "add_task",
    "close_task",
    "copy_plan",
    "correct_task",
    "discard_plan",
    "give_evidence",
    "import_plan",
    "match_text",
    "publish_plan",
    "remove_task",
    "reopen_task",
    "review_evidence",
    "settle_doubt",
    "withdraw_evidence",
]
