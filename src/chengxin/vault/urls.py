"""Addresses of stored files, mounted under /desk/files/."""

from django.urls import path

from chengxin.vault import views

app_name = "vault"

urlpatterns = [
    path("<slug:file_id>", views.stored_file, name="file"),
    path("<slug:file_id>/hold", views.hold, name="hold-file"),
]
