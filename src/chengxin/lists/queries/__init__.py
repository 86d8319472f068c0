"""Reads of listing procedures, limited by the actor's reach."""

from chengxin.lists.queries.coverage import Coverage, coverage_on
from chengxin.lists.queries.dues import dates_of, due_counts, dues_of, entries_due, reminder_on, reminders_due
from chengxin.lists.queries.entries import (
    EVERYTHING,
    Asked,
    counts_by_state,
    ended_by,
    entries_for,
    entries_waiting,
    entry_for,
    open_honours,
    papers_of,
    published_entries,
    published_entry,
    statements_of,
)
from chengxin.lists.queries.hits import Hit, hits_of, merged_with
from chengxin.lists.queries.kinds import has_basis, hash_of_kind, kinds_of, law_permits, may_list
from chengxin.lists.queries.standing import Standing, standing_of

__all__ = [
    "EVERYTHING",
    "Asked",
    "Coverage",
    "Hit",
    "Standing",
    "counts_by_state",
    "coverage_on",
    "dates_of",
    "due_counts",
    "dues_of",
    "ended_by",
    "entries_due",
    "entries_for",
    "entries_waiting",
    "entry_for",
    "has_basis",
    "hash_of_kind",
    "hits_of",
    "kinds_of",
    "law_permits",
    "may_list",
    "merged_with",
    "open_honours",
    "papers_of",
    "published_entries",
    "published_entry",
    "reminder_on",
    "reminders_due",
    "standing_of",
    "statements_of",
]
