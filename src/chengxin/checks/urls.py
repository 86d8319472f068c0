"""Addresses of checks and reports, mounted under /desk/checks/."""

from django.urls import path

from chengxin.checks.views import batches, checking, matters

app_name = "checks"

urlpatterns = [
    path("", checking.checks, name="checks"),
    path("checks.csv", checking.checks_file, name="checks-file"),
    path("new", checking.new, name="new"),
    path("batches/", batches.batches, name="batches"),
    path("batches/new", batches.new, name="batch-new"),
    path("batches/template.xlsx", batches.template_file, name="batch-template"),
    path("batches/<slug:batch>/", batches.batch, name="batch"),
    path("batches/<slug:batch>/results.xlsx", batches.results, name="batch-results"),
    path("matters/", matters.matters, name="matters"),
    path("matters/new", matters.matter_new, name="matter-new"),
    path("matters/shares/", matters.shares, name="shares"),
    path("matters/shares/shares.csv", matters.shares_file, name="shares-file"),
    path("matters/<slug:matter>/", matters.matter, name="matter"),
    path("matters/<slug:matter>/change", matters.matter_change, name="matter-change"),
    path("<slug:check>/", checking.check, name="check"),
    path("<slug:check>/close", checking.close, name="close"),
    path("<slug:check>/end", checking.end, name="end"),
    path("<slug:check>/replay", checking.replay, name="replay"),
]
