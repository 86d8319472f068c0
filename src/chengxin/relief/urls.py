"""Addresses of cases, mounted under /desk/relief/."""

from django.urls import path

from chengxin.relief.views import case, moves, repairs, table

app_name = "relief"

urlpatterns = [
    path("", table.cases, name="cases"),
    path("cases.csv", table.cases_file, name="cases-file"),
    path("file", moves.file_case, name="file"),
    path("repairs", repairs.repairs, name="repairs"),
    path("repairs/notices/<slug:record>", repairs.notice, name="notice"),
    path("repairs/file", moves.file_repair, name="file-repair"),
    path("cases/<slug:case_id>/", case.case, name="case"),
    path("cases/<slug:case_id>/print", case.case_print, name="case-print"),
    path("cases/<slug:case_id>/find", moves.find, name="find"),
    path("cases/<slug:case_id>/<slug:move_name>", moves.move, name="move"),
]
