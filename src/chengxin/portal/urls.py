"""Addresses of the public site. They stay (docs/architecture.md §8)."""

from django.urls import path

from chengxin.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("search", views.search, name="search"),
    path("about", views.about, name="about"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("ledger/", views.ledger, name="ledger"),
    path("sitemap", views.site_map, name="site-map"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
