"""Reads of the register; lists are scoped by the actor."""

from chengxin.register.queries.descriptions import History, Position, RecordLine
from chengxin.register.queries.feed import Changed, Changes, changes_after
from chengxin.register.queries.histories import history_for, item_and_state_for, lines_for
from chengxin.register.queries.persons import person_version_for, person_versions_for
from chengxin.register.queries.scoped import load_for, records_for, versions_for

__all__ = [
    "Changed",
    "Changes",
    "History",
    "Position",
    "RecordLine",
    "changes_after",
    "history_for",
    "item_and_state_for",
    "lines_for",
    "load_for",
    "person_version_for",
    "person_versions_for",
    "records_for",
    "versions_for",
]
