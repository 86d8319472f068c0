"""Addresses of the public site. They stay (docs/architecture.md §8)."""

from django.urls import path

from chengxin.portal.views import (
    catalogue,
    codes,
    commenting,
    law,
    listings,
    measures,
    opendata,
    pages,
    reports,
    search,
    subjects,
    tables,
    validating,
)

app_name = "portal"

urlpatterns = [
    path("", pages.home, name="home"),
    path("search", search.search, name="search"),
    path("subjects/<str:code>", subjects.subject, name="subject"),
    path("subjects/<str:code>/report", reports.download, name="report"),
    path("reports/verify", reports.verify, name="verify"),
    path("records/<str:public_id>", subjects.record, name="record"),
    path("licences/", tables.licences, name="licences"),
    path("penalties/", tables.penalties, name="penalties"),
    path("lists/", measures.list_kinds, name="list-kinds"),
    path("measures/", measures.measures, name="measures"),
    path("measures/periods", measures.periods, name="periods"),
    path("measures/<slug:key>", measures.measure, name="measure"),
    path("lists/red/", listings.red, name="red-lists"),
    path("lists/red/<slug:item>", listings.red, name="red-list"),
    path("lists/black/", listings.black, name="black-lists"),
    path("lists/black/<slug:item>", listings.black, name="black-list"),
    path("codes/", codes.code_events, name="codes"),
    path("codes/codes.csv", codes.code_events_file, name="codes-file"),
    path("about", pages.about, name="about"),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("ledger/", pages.ledger, name="ledger"),
    path("ledger/export", pages.ledger_export, name="ledger-export"),
    path("catalog/", catalogue.catalogue, name="catalogue"),
    path("catalog/answers", commenting.answer, name="comment-answer"),
    path("catalog/<slug:edition>/comment", commenting.comment, name="comment"),
    path("catalog/<slug:edition>", catalogue.edition, name="catalogue-edition"),
    path("law/", law.publicity, name="law"),
    path("opendata/validate", validating.validate, name="validate"),
    path("opendata/name-pairs/", opendata.name_pairs, name="name-pairs"),
    path("opendata/name-pairs.csv", opendata.name_pairs_csv, name="name-pairs-csv"),
    path("opendata/name-pairs.jsonl", opendata.name_pairs_jsonl, name="name-pairs-jsonl"),
    path("sitemap", pages.site_map, name="site-map"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("robots.txt", pages.robots, name="robots"),
]
