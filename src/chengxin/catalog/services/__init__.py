"""Writes of the catalogue: the standard items of a release, drafts, code lists, and putting an item in force."""

from chengxin.catalog.services.adopting import adopt_edition
from chengxin.catalog.services.commenting import answer_comment, comment_on_edition, record_public_comment
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
from chengxin.catalog.services.editions import begin_edition, choose_item, consult, give_up_edition, settle
from chengxin.catalog.services.importing import import_definition
from chengxin.catalog.services.in_force import GivenPaper, put_in_force
from chengxin.catalog.services.lists import create_list, put_value, remove_value, rename_list
from chengxin.catalog.services.paper_facts import PaperFacts
from chengxin.catalog.services.papers import record_paper
from chengxin.catalog.services.public_comments import (
    PublicComment,
    Receipt,
    SenderFacts,
    see_comment_sender,
    send_public_comment,
)
from chengxin.catalog.services.standard import install_standard_catalogue

__all__ = [
    "GivenPaper",
    "ItemFacts",
    "PaperFacts",
    "PublicComment",
    "Receipt",
    "SenderFacts",
    "adopt_edition",
    "answer_comment",
    "begin_draft",
    "begin_edition",
    "change_facts",
    "choose_item",
    "comment_on_edition",
    "consult",
    "create_item",
    "create_list",
    "discard_draft",
    "give_up_edition",
    "import_definition",
    "install_standard_catalogue",
    "move_field",
    "put_basis",
    "put_field",
    "put_in_force",
    "put_value",
    "record_paper",
    "record_public_comment",
    "remove_basis",
    "remove_field",
    "remove_value",
    "rename_list",
    "restore_draft",
    "see_comment_sender",
    "send_public_comment",
    "set_key",
    "set_providers",
    "settle",
]
