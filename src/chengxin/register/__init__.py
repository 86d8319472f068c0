"""The heart: records and list entries as facts, versions, publication, disputed mark, change feed.

Append-only; nothing is lost, nothing changes silently; no end date moves later.
"""
