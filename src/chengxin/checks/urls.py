"""Addresses of checks and reports, mounted under /desk/checks/."""

from django.urls import URLPattern

app_name = "checks"

urlpatterns: list[URLPattern] = []
