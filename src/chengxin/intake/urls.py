"""Addresses of intake, mounted under /desk/submissions/."""

from django.urls import path

from chengxin.intake.views import deciding, files, listing, receipt, uploading

app_name = "intake"

urlpatterns = [
    path("", listing.submissions, name="submissions"),
    path("upload", uploading.upload, name="upload"),
    path("<str:public_id>/", receipt.submission, name="submission"),
    path("<str:public_id>/progress", receipt.progress, name="progress"),
    path("<str:public_id>/findings", receipt.findings, name="findings"),
    path("<str:public_id>/findings.csv", files.findings_file, name="findings-file"),
    path("<str:public_id>/marked.xlsx", files.marked_workbook, name="marked-workbook"),
    path("<str:public_id>/confirm", deciding.confirm, name="confirm"),
    path("<str:public_id>/cancel", deciding.cancel, name="cancel"),
    path("<str:public_id>/retry", deciding.retry, name="retry"),
    path("<str:public_id>/withdraw", deciding.withdraw, name="withdraw"),
]
