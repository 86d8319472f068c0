"""Frozen views of records for the public: masked, from the database's public views only, as they are now.

A caller hands in the catalogue items it shows (by key); a record of another item is not shown. What of a record is
shown is decided three times: the merge keeps closed values out of the column that the portal's role can read, the
item in force now says which fields are public, and free text loses ID and telephone numbers.
"""

from chengxin.register.public.reading import (
    COUNT_LIMIT,
    count_latest,
    counts_of,
    deciding_bodies,
    having,
    latest,
    record,
    records_of,
    summaries_of,
)
from chengxin.register.public.shapes import (
    EVERYTHING,
    NO_RECORDS,
    NOTHING,
    Contest,
    FieldView,
    Filters,
    RecordGone,
    RecordPage,
    RecordView,
    SubjectView,
    Summary,
    Tally,
    Until,
)

__all__ = [
    "COUNT_LIMIT",
    "EVERYTHING",
    "NOTHING",
    "NO_RECORDS",
    "Contest",
    "FieldView",
    "Filters",
    "RecordGone",
    "RecordPage",
    "RecordView",
    "SubjectView",
    "Summary",
    "Tally",
    "Until",
    "count_latest",
    "counts_of",
    "deciding_bodies",
    "having",
    "latest",
    "record",
    "records_of",
    "summaries_of",
]
