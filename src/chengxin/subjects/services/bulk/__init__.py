"""Writes of whole tables of organisations and persons, inside the transaction of the load that calls them.

Call one of them once a transaction: two loads that create the same organisations then wait for each other in the order
of the codes and can not lock each other out. ``settle`` comes after the last chunk, in a transaction of its own.
"""

from chengxin.subjects.services.bulk.comparing import compare_names
from chengxin.subjects.services.bulk.earlier import keep_numbers
from chengxin.subjects.services.bulk.matching import OutsideTransaction, match_organisations, settle
from chengxin.subjects.services.bulk.persons import PersonTold, match_persons

__all__ = [
    "OutsideTransaction",
    "PersonTold",
    "compare_names",
    "keep_numbers",
    "match_organisations",
    "match_persons",
    "settle",
]
