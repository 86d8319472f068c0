"""Writes of cases: each use case is one move of the table."""

from chengxin.relief.services.answering import answer, answer_review, ask_review
from chengxin.relief.services.checking import Finding, extend, find, forward, resume, send_back, suspend
from chengxin.relief.services.filing import (
    Application,
    accept,
    ask_papers,
    file_objection,
    file_repair,
    refuse,
    take_papers,
    withdraw,
)
from chengxin.relief.services.looking import look_at_case
from chengxin.relief.services.reminding import remind, remind_all
from chengxin.relief.services.repairing import Decision, decide_repair, hand_over

__all__ = [
    "Application",
    "Decision",
    "Finding",
    "accept",
    "answer",
    "answer_review",
    "ask_papers",
    "ask_review",
    "decide_repair",
    "extend",
    "file_objection",
    "file_repair",
    "find",
    "forward",
    "hand_over",
    "look_at_case",
    "refuse",
    "remind",
    "remind_all",
    "resume",
    "send_back",
    "suspend",
    "take_papers",
    "withdraw",
]
