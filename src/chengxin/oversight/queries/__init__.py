"""Reads of the work plan: all staff read what is published, evidence is limited to the actor's reach."""

from chengxin.oversight.queries.board import (
    Contact,
    NamedUnit,
    TaskFacts,
    board_for,
    contacts_on,
    tasks_waiting,
)
from chengxin.oversight.queries.evidence import (
    evidence_of,
    evidence_to_review,
    own_evidence_for,
    returned_evidence,
    reviewed_evidence_for,
)
from chengxin.oversight.queries.matching import Directory, Match, directory_for, offered_units
from chengxin.oversight.queries.plans import (
    current_plan,
    doubt_for,
    doubts_of,
    history_of,
    keeps,
    office_on,
    plan_for,
    plans_for,
    task_for,
    tasks_of,
    unmatched_texts,
)

__all__ = [
    "Contact",
    "Directory",
    "Match",
    "NamedUnit",
    "TaskFacts",
    "board_for",
    "contacts_on",
    "current_plan",
    "directory_for",
    "doubt_for",
    "doubts_of",
    "evidence_of",
    "evidence_to_review",
    "history_of",
    "keeps",
    "offered_units",
    "office_on",
    "own_evidence_for",
    "plan_for",
    "plans_for",
    "returned_evidence",
    "reviewed_evidence_for",
    "task_for",
    "tasks_of",
    "tasks_waiting",
    "unmatched_texts",
]
