"""Addresses of the trail, mounted under /desk/trail/."""

from django.urls import path

from chengxin.audit import views

app_name = "audit"

urlpatterns = [
    path("", views.trail, name="trail"),
    path("export", views.export, name="export"),
    path("<int:number>", views.entry, name="entry"),
]
