"""Addresses of the register's staff pages, mounted under /desk/records/."""

from django.urls import path

from chengxin.register.views import ending, record

app_name = "register"

urlpatterns = [
    path("<str:record_id>", record.record, name="record"),
    path("<str:record_id>/revoke", ending.revoke, name="revoke"),
    path("<str:record_id>/take-down", ending.take_down, name="take-down"),
]
