"""Reads of the catalogue: items and their versions, drafts, code lists."""

from chengxin.catalog.queries.drafts import Draft, draft_for, newest_item
from chengxin.catalog.queries.items import (
    State,
    Summary,
    Version,
    catalogue_row,
    catalogue_rows,
    item_in_force,
    item_of_hash,
    item_version,
    items_in_force,
    keeps,
    summaries,
    versions_of,
)
from chengxin.catalog.queries.lists import (
    ListState,
    Use,
    code_lists,
    codes_in_use,
    drafts_with_list,
    list_state,
    list_uses,
)

__all__ = [
    "Draft",
    "ListState",
    "State",
    "Summary",
    "Use",
    "Version",
    "catalogue_row",
    "catalogue_rows",
    "code_lists",
    "codes_in_use",
    "draft_for",
    "drafts_with_list",
    "item_in_force",
    "item_of_hash",
    "item_version",
    "items_in_force",
    "keeps",
    "list_state",
    "list_uses",
    "newest_item",
    "summaries",
    "versions_of",
]
