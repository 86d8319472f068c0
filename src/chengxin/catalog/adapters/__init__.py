"""Files of the catalogue: the standard items, templates for reporters, definitions as workbook, schema and text."""

from chengxin.catalog.adapters.edition_workbook import changes_workbook, comments_workbook, table_workbook
from chengxin.catalog.adapters.files import Format, item_of_file, written
from chengxin.catalog.adapters.refusals import UnreadableDefinition
from chengxin.catalog.adapters.standard import (
    StandardEdition,
    standard_editions,
    standard_folder,
    standard_items,
    standard_lists,
)
from chengxin.catalog.adapters.table_schema import table_schema
from chengxin.catalog.adapters.template import template_workbook

__all__ = [
    "Format",
    "StandardEdition",
    "UnreadableDefinition",
    "changes_workbook",
    "comments_workbook",
    "item_of_file",
    "standard_editions",
    "standard_folder",
    "standard_items",
    "standard_lists",
    "table_schema",
    "table_workbook",
    "template_workbook",
    "written",
]
