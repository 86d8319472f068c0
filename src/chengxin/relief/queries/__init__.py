"""Reads of cases within the actor's reach."""

from chengxin.relief.queries.cases import (
    EVERYTHING,
    Asked,
    case_for,
    cases_for,
    cases_waiting,
    counts_by_state,
    moves_of,
    records_of,
    records_to_find,
    source_units,
)
from chengxin.relief.queries.dues import (
    STUCK_AFTER,
    Standing,
    calendar,
    cases_late,
    cases_stuck,
    course_of,
    courses_of,
    deadlines,
    open_cases,
    standing_of,
)
from chengxin.relief.queries.repairs import Advice, advice_about, advice_for, way_of_repair

__all__ = [
    "EVERYTHING",
    "STUCK_AFTER",
    "Advice",
    "Asked",
    "Standing",
    "advice_about",
    "advice_for",
    "calendar",
    "case_for",
    "cases_for",
    "cases_late",
    "cases_stuck",
    "cases_waiting",
    "counts_by_state",
    "course_of",
    "courses_of",
    "deadlines",
    "moves_of",
    "open_cases",
    "records_of",
    "records_to_find",
    "source_units",
    "standing_of",
    "way_of_repair",
]
