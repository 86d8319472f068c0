"""Reads of the register; lists are scoped by the actor."""

from chengxin.register.queries.feed import Changed, Changes, changes_after
from chengxin.register.queries.scoped import load_for, records_for, versions_for

__all__ = ["Changed", "Changes", "changes_after", "load_for", "records_for", "versions_for"]
