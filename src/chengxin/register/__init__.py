"""The heart: records and list entries as facts, versions, publication, disputed mark, change feed.

Append-only: nothing is lost, nothing changes silently, no end date moves later. A *load* is what becomes visible
together; it merges in bounded transactions and shows in one flip. What is public is said once, by the database view
``public_records``; ``public`` reads it, masked. ``queries.changes_after`` is the feed that everybody downstream reads.
The room never decides how long a record is shown: rows come with the window that ``law`` gave.
"""
