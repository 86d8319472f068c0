"""Addresses of the register's staff pages, mounted under /desk/records/."""

from django.urls import path

from chengxin.register.views import ending, linking, persons, record

app_name = "register"

urlpatterns = [
    path("persons/", persons.search, name="persons"),
    path("persons/<str:record_id>", persons.person_record, name="person-record"),
    path("persons/<str:record_id>/end", persons.end_person_record, name="end-person-record"),
    path("subjects/<str:key>/merge", linking.merge, name="merge-subjects"),
    path("subjects/<str:key>/split", linking.split, name="split-subjects"),
    path("<str:record_id>", record.record, name="record"),
    path("<str:record_id>/revoke", ending.revoke, name="revoke"),
    path("<str:record_id>/take-down", ending.take_down, name="take-down"),
]
