"""Reads of the room: always asked by an actor and limited to its reach."""

from chengxin.checks.queries.checks import Answer, CheckFilter, answer_of, check_for, checks_for, feedback_of
from chengxin.checks.queries.matters import matter_for, matters_for, matters_open, newest_version

__all__ = [
    "Answer",
    "CheckFilter",
    "answer_of",
    "check_for",
    "checks_for",
    "feedback_of",
    "matter_for",
    "matters_for",
    "matters_open",
    "newest_version",
]
