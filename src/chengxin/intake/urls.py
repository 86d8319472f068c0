"""Addresses of intake's staff pages, mounted under /desk/."""

from django.urls import path

from chengxin.intake.views import correcting, typing

app_name = "intake"

urlpatterns = [
    path("typing/", typing.typing, name="typing"),
    path("drafts/", typing.drafts, name="drafts"),
    path("drafts/<str:draft_id>", typing.draft, name="draft"),
    path("drafts/<str:draft_id>/delete", typing.delete_draft, name="delete-draft"),
    path("records/<str:record_id>/correct", correcting.correct, name="correct"),
]
