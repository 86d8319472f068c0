"""Addresses of the desk's own pages, mounted under /desk/."""

from django.urls import path

from chengxin.desk import reporting_views, subject_views, views

app_name = "desk"

urlpatterns = [
    path("", views.todo, name="todo"),
    path("help", views.how_to, name="help"),
    path("alive", views.alive, name="alive"),
    path("reporting/", reporting_views.own_reporting, name="reporting"),
    path("subjects/", subject_views.found, name="subjects"),
    path("subjects/<str:key>", subject_views.subject, name="subject"),
]
