"""Reads of the room: always asked by an actor and limited to its reach."""

from chengxin.checks.queries.checks import (
    Answer,
    CheckFilter,
    answer_of,
    answers_of,
    answers_to,
    batch_for,
    batches_for,
    check_for,
    checks_for,
    feedback_of,
    still_standing,
)
from chengxin.checks.queries.matters import checks_by_matter, definition_now, matter_for, matters_for, matters_open

__all__ = [
    "Answer",
    "CheckFilter",
    "answer_of",
    "answers_of",
    "answers_to",
    "batch_for",
    "batches_for",
    "check_for",
    "checks_by_matter",
    "checks_for",
    "definition_now",
    "feedback_of",
    "matter_for",
    "matters_for",
    "matters_open",
    "still_standing",
]
