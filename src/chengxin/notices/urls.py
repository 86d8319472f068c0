"""Addresses of notices, mounted under /desk/notices/."""

from django.urls import path

from chengxin.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("papers/", views.papers, name="papers"),
    path("papers/<slug:notice_id>", views.paper, name="paper"),
    path("<slug:notice_id>", views.notice, name="notice"),
    path("<slug:notice_id>/read", views.read, name="read"),
]
