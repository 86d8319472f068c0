"""Addresses of listing procedures, mounted under /desk/lists/."""

from django.urls import path

from chengxin.lists.views import announcement, batch, coverage, entry, moves, table

app_name = "lists"

urlpatterns = [
    path("", table.entries, name="entries"),
    path("entries.csv", table.entries_file, name="entries-file"),
    path("propose", moves.propose, name="propose"),
    path("batch", batch.batch, name="batch"),
    path("batch/template.xlsx", batch.template, name="batch-template"),
    path("announcement", announcement.announcement, name="announcement"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/coverage.csv", coverage.coverage_file, name="coverage-file"),
    path("entries/<slug:entry_id>/", entry.entry, name="entry"),
    path("entries/<slug:entry_id>/print", entry.entry_print, name="entry-print"),
    path("entries/<slug:entry_id>/amend", moves.amend, name="amend"),
    path("entries/<slug:entry_id>/approve", moves.approve, name="approve"),
    path("entries/<slug:entry_id>/send-back", moves.send_back, name="send-back"),
    path("entries/<slug:entry_id>/notify", moves.notify, name="notify"),
    path("entries/<slug:entry_id>/hear", moves.hear, name="hear"),
    path("entries/<slug:entry_id>/answer", moves.answer, name="answer"),
    path("entries/<slug:entry_id>/decide", moves.decide, name="decide"),
    path("entries/<slug:entry_id>/publish", moves.publish, name="publish"),
    path("entries/<slug:entry_id>/exit", moves.leave, name="exit"),
    path("entries/<slug:entry_id>/sign", moves.sign, name="sign"),
    path("entries/<slug:entry_id>/stop", moves.stop, name="stop"),
]
