"""Addresses of intake's staff pages, mounted under /desk/."""

from django.urls import path

from chengxin.intake.views import (
    aliases,
    authorities,
    correcting,
    deciding,
    files,
    identifying,
    listing,
    mapping,
    mending,
    mending_rows,
    receipt,
    typing,
    uploading,
)

app_name = "intake"

urlpatterns = [
    path("submissions/", listing.submissions, name="submissions"),
    path("submissions/upload", uploading.upload, name="upload"),
    path("submissions/<str:public_id>/", receipt.submission, name="submission"),
    path("submissions/<str:public_id>/progress", receipt.progress, name="progress"),
    path("submissions/<str:public_id>/findings", receipt.findings, name="findings"),
    path("submissions/<str:public_id>/findings.csv", files.findings_file, name="findings-file"),
    path("submissions/<str:public_id>/marked.xlsx", files.marked_workbook, name="marked-workbook"),
    path("submissions/<str:public_id>/mending", mending.mending, name="mending"),
    path("submissions/<str:public_id>/mend", mending_rows.mend, name="mend"),
    path("submissions/<str:public_id>/columns", mapping.columns, name="columns"),
    path("submissions/<str:public_id>/confirm", deciding.confirm, name="confirm"),
    path("submissions/<str:public_id>/cancel", deciding.cancel, name="cancel"),
    path("submissions/<str:public_id>/retry", deciding.retry, name="retry"),
    path("submissions/<str:public_id>/withdraw", deciding.withdraw, name="withdraw"),
    path("aliases/", aliases.aliases, name="aliases"),
    path("aliases/add/<str:item_key>", aliases.add, name="add-alias"),
    path("aliases/<str:alias_id>/end", aliases.end, name="end-alias"),
    path("matches/", identifying.unidentified, name="unidentified"),
    path("matches.csv", identifying.unidentified_file, name="unidentified-file"),
    path("matches/<str:row_id>/", identifying.identify, name="identify"),
    path("matches/<str:row_id>/decide", identifying.decide, name="decide-identifying"),
    path("matches/<str:row_id>/undo", identifying.undo, name="undo-identifying"),
    path("authorities/", authorities.authorities, name="authorities"),
    path("authorities/add", authorities.add, name="add-authority"),
    path("authorities/<str:written>/end", authorities.end, name="end-authority"),
    path("typing/", typing.typing, name="typing"),
    path("drafts/", typing.drafts, name="drafts"),
    path("drafts/<str:draft_id>", typing.draft, name="draft"),
    path("drafts/<str:draft_id>/delete", typing.delete_draft, name="delete-draft"),
    path("records/<str:record_id>/correct", correcting.correct, name="correct"),
]
