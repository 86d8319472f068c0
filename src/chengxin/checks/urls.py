"""Addresses of checks and reports, mounted under /desk/checks/."""

from django.urls import path

from chengxin.checks.views import batches, checking, consents, matters, reports

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
    path("consents/", consents.consents, name="consents"),
    path("consents/consents.csv", consents.consents_file, name="consents-file"),
    path("consents/new", consents.new, name="consent-new"),
    path("consents/<slug:consent>/", consents.consent, name="consent"),
    path("consents/<slug:consent>/withdraw", consents.withdraw, name="consent-withdraw"),
    path("matters/", matters.matters, name="matters"),
    path("matters/new", matters.matter_new, name="matter-new"),
    path("matters/shares/", matters.shares, name="shares"),
    path("matters/shares/shares.csv", matters.shares_file, name="shares-file"),
    path("matters/<slug:matter>/", matters.matter, name="matter"),
    path("matters/<slug:matter>/change", matters.matter_change, name="matter-change"),
    path("reports/", reports.reports, name="reports"),
    path("reports/reports.csv", reports.reports_file, name="reports-file"),
    path("reports/new", reports.new, name="report-new"),
    path("reports/batches/", reports.batches, name="report-batches"),
    path("reports/batches/new", reports.batch_new, name="report-batch-new"),
    path("reports/batches/<slug:batch>/", reports.batch, name="report-batch"),
    path("reports/batches/<slug:batch>/progress", reports.progress, name="report-batch-progress"),
    path("reports/batches/<slug:batch>/reports.zip", reports.batch_file, name="report-batch-file"),
    path("<slug:check>/", checking.check, name="check"),
    path("<slug:check>/close", checking.close, name="close"),
    path("<slug:check>/end", checking.end, name="end"),
    path("<slug:check>/replay", checking.replay, name="replay"),
]
