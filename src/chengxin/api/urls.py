"""Addresses of the machine API, mounted under /api/v1/."""

from django.urls import URLPattern, path

from chengxin.api import pages
from chengxin.api.root import api

app_name = "api"

_ROOT = "api-root"
"""The library's own root answers 404 to everybody; ours leads to the documentation."""

urlpatterns = [
    *(pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != _ROOT),
    path("", pages.home, name=_ROOT),
    path("openapi.json", pages.described, name="openapi-json"),
    path("docs", pages.reader, name="openapi-view"),
    path("problems", pages.problems, name="problems"),
    path("<path:rest>", pages.nothing_here, name="nothing-here"),
]
