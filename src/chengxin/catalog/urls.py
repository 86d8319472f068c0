"""Addresses of the catalogue, mounted under /desk/catalog/.

The words that stand beside an item's key are taken (``rules.shapes.TAKEN_KEYS``). A part of an item is named in the
query, not in the path.
"""

from django.urls import path

from chengxin.catalog.views import (
    commenting,
    draft,
    editing,
    edition,
    edition_files,
    edition_steps,
    editions,
    importing,
    in_force,
    item,
    listing,
    lists,
)

app_name = "catalog"

urlpatterns = [
    path("", listing.items, name="items"),
    path("new", draft.create_item, name="create-item"),
    path("import", importing.import_item, name="import-item"),
    path("editions/", editions.editions, name="editions"),
    path("editions/new", edition_steps.begin, name="begin-edition"),
    path("editions/comments/<slug:comment>/answer", commenting.answer, name="answer-comment"),
    path("editions/comments/<slug:comment>/sender", commenting.sender, name="comment-sender"),
    path("editions/<slug:edition>/", edition.edition, name="edition"),
    path("editions/<slug:edition>/items/<slug:key>/", edition.entry, name="edition-item"),
    path("editions/<slug:edition>/changes", edition_files.changes, name="edition-changes"),
    path("editions/<slug:edition>/changes.xlsx", edition_files.changes_file, name="edition-changes-file"),
    path("editions/<slug:edition>/comments.xlsx", edition_files.comments_file, name="edition-comments-file"),
    path("editions/<slug:edition>/comment", commenting.comment, name="comment-on-edition"),
    path("editions/<slug:edition>/public-comment", commenting.public_comment, name="record-public-comment"),
    path("editions/<slug:edition>/choose", edition_steps.choose, name="choose-item"),
    path("editions/<slug:edition>/consult", edition_steps.consult, name="consult"),
    path("editions/<slug:edition>/settle", edition_steps.settle, name="settle"),
    path("editions/<slug:edition>/paper", edition_steps.paper, name="record-paper"),
    path("editions/<slug:edition>/adopt", edition_steps.adopt, name="adopt-edition"),
    path("editions/<slug:edition>/give-up", edition_steps.give_up, name="give-up-edition"),
    path("lists/", lists.lists, name="lists"),
    path("lists/new", lists.create_list, name="create-list"),
    path("lists/<slug:list_key>/", lists.code_list, name="list"),
    path("lists/<slug:list_key>/name", lists.rename_list, name="rename-list"),
    path("lists/<slug:list_key>/value", lists.value, name="value"),
    path("lists/<slug:list_key>/remove", lists.remove_value, name="remove-value"),
    path("<slug:key>/", item.item, name="item"),
    path("<slug:key>/versions", item.versions, name="versions"),
    path("<slug:key>/template.xlsx", item.template, name="template"),
    path("<slug:key>/definition.xlsx", item.definition, name="definition"),
    path("<slug:key>/table-schema.json", item.schema, name="schema"),
    path("<slug:key>/draft/", draft.draft, name="draft"),
    path("<slug:key>/draft/begin", draft.begin_draft, name="begin-draft"),
    path("<slug:key>/draft/discard", draft.discard_draft, name="discard-draft"),
    path("<slug:key>/draft/restore", draft.restore_draft, name="restore-draft"),
    path("<slug:key>/draft/import", importing.import_draft, name="import-draft"),
    path("<slug:key>/draft/in-force", in_force.put_in_force, name="put-in-force"),
    path("<slug:key>/draft/facts", editing.facts, name="facts"),
    path("<slug:key>/draft/basis", editing.basis, name="basis"),
    path("<slug:key>/draft/basis/remove", editing.remove_basis, name="remove-basis"),
    path("<slug:key>/draft/field", editing.field, name="field"),
    path("<slug:key>/draft/field/remove", editing.remove_field, name="remove-field"),
    path("<slug:key>/draft/field/move", editing.move_field, name="move-field"),
    path("<slug:key>/draft/key", editing.business_key, name="business-key"),
    path("<slug:key>/draft/providers", editing.providers, name="providers"),
]
