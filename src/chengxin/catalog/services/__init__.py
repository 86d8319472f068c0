"""Writes of the catalogue: the standard items of a release, drafts, code lists, and putting an item in force."""

from chengxin.catalog.services.drafts import begin_draft, create_item, discard_draft, restore_draft
from chengxin.catalog.services.editing import (
    ItemFacts,
    change_facts,
    move_field,
    put_basis,
    put_field,
    remove_basis,
    remove_field,
    set_key,
    set_providers,
)
from chengxin.catalog.services.importing import import_definition
from chengxin.catalog.services.in_force import put_in_force
from chengxin.catalog.services.lists import create_list, put_value, remove_value, rename_list
from chengxin.catalog.services.standard import install_standard_catalogue

__all__ = [
    "ItemFacts",
    "begin_draft",
    "change_facts",
    "create_item",
    "create_list",
    "discard_draft",
    "import_definition",
    "install_standard_catalogue",
    "move_field",
    "put_basis",
    "put_field",
    "put_in_force",
    "put_value",
    "remove_basis",
    "remove_field",
    "remove_value",
    "rename_list",
    "restore_draft",
    "set_key",
    "set_providers",
]
