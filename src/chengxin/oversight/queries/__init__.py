"""Reads of the room: of the work plan all staff read what is published; evidence and reporting keep to the reach."""

from chengxin.oversight.queries.board import (
    Contact,
    NamedUnit,
    TaskFacts,
    board_for,
    contacts_on,
    tasks_waiting,
)
from chengxin.oversight.queries.completeness import Line, declarations_of, lines_for
from chengxin.oversight.queries.evidence import (
    evidence_of,
    evidence_to_review,
    own_evidence_for,
    returned_evidence,
    reviewed_evidence_for,
)
from chengxin.oversight.queries.figures import UnitFigures, unit_figures
from chengxin.oversight.queries.letters import draft_letter_for, letter_for, letters_for, receipt_for, receipts_of
from chengxin.oversight.queries.matching import Directory, Match, directory_for, offered_units
from chengxin.oversight.queries.obligations import (
    Obligation,
    assignment_for,
    assignments_for,
    declared_items,
    obligations_for,
)
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
from chengxin.oversight.queries.policies import Policies, Policy, policies, policies_for
from chengxin.oversight.queries.pressing import Pressing, pressing_for, sending_office, to_remind
from chengxin.oversight.queries.rates import Asked, Cell, Figures, figures_for, submissions_behind
from chengxin.oversight.queries.sequences import SeriesLine, gap_answers_of, series_for

__all__ = [
    "Asked",
    "Cell",
    "Contact",
    "Directory",
    "Figures",
    "Line",
    "Match",
    "NamedUnit",
    "Obligation",
    "Policies",
    "Policy",
    "Pressing",
    "SeriesLine",
    "TaskFacts",
    "UnitFigures",
    "assignment_for",
    "assignments_for",
    "board_for",
    "contacts_on",
    "current_plan",
    "declarations_of",
    "declared_items",
    "directory_for",
    "doubt_for",
    "doubts_of",
    "draft_letter_for",
    "evidence_of",
    "evidence_to_review",
    "figures_for",
    "gap_answers_of",
    "history_of",
    "keeps",
    "letter_for",
    "letters_for",
    "lines_for",
    "obligations_for",
    "offered_units",
    "office_on",
    "own_evidence_for",
    "plan_for",
    "plans_for",
    "policies",
    "policies_for",
    "pressing_for",
    "receipt_for",
    "receipts_of",
    "returned_evidence",
    "reviewed_evidence_for",
    "sending_office",
    "series_for",
    "submissions_behind",
    "task_for",
    "tasks_of",
    "tasks_waiting",
    "to_remind",
    "unit_figures",
    "unmatched_texts",
]
