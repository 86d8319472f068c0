"""The API of the catalogue: what a client with the scope reads, and who reads nothing."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from chengxin.catalog.adapters import item_of_file, standard_items
from chengxin.catalog.rules import hash_of
from chengxin.units.tests import factories
from chengxin.units.tests.conftest import Cast
from chengxin.units.tests.factories import Platform

pytestmark = pytest.mark.service
ITEMS = "/api/v1/catalog/items"
KEY = "penalty-organisation"


@pytest.fixture
def secret(cast: Cast, platform: Platform, now: datetime) -> str:
    client = factories.client(platform, now, "approval", cast.bureau, scopes=("catalog:read",))
    return factories.key(platform, now, client).secret


def asked(secret: str, path: str, **query: str) -> Any:
    return Client().get(path, query, headers={"Authorization": f"Bearer {secret}"})


def test_the_items_in_force_are_listed(secret: str) -> None:
    items = asked(secret, ITEMS).json()["items"]
    assert [item["key"] for item in items] == sorted(standard_items())
    penalty = next(item for item in items if item["key"] == KEY)
    assert penalty["version"] == hash_of(standard_items()[KEY])
    assert (penalty["fields"], penalty["adverse"], penalty["valid_until"]) == (31, True, None)


def test_the_day_may_be_said(secret: str) -> None:
    early = [item["key"] for item in asked(secret, ITEMS, on="2015-11-30").json()["items"]]
    assert "registration" in early
    assert KEY not in early
    assert asked(secret, ITEMS, on="2015-13-30").status_code == 422
    assert asked(secret, f"{ITEMS}/{KEY}", on="2015-11-30").status_code == 404


def test_an_item_says_all_it_asks_for(secret: str) -> None:
    item = asked(secret, f"{ITEMS}/{KEY}").json()
    fine = next(field for field in item["field_list"] if field["code"] == "CF_NR_FK")
    assert fine["when"] == {"field": "CF_CFLB", "contains": True, "values": ["fine"]}
    kinds = next(entry for entry in item["code_lists"] if entry["key"] == "penalty-kind")
    criticism = next(value for value in kinds["values"] if value["code"] == "criticism")
    assert (criticism["label"], criticism["valid_from"]) == ("通报批评", "2021-07-15")


def test_the_table_schema_is_the_item(secret: str) -> None:
    answer = asked(secret, f"{ITEMS}/{KEY}/table-schema")
    schema = answer.json()
    assert [field["name"] for field in schema["fields"]][:3] == ["CF_XDR_MC", "CF_XDR_LB", "CF_XDR_SHXYM"]
    assert item_of_file(answer.content, "a.json", lists={}, base=None) == standard_items()[KEY]
    assert json.loads(answer.content)["primaryKey"] == ["CF_WSH", "CF_XDR_MC", "CF_CFJG", "CF_JDRQ"]


@pytest.mark.parametrize("key", ["no-such-item", "a" * 3000, "..", "%00"])
def test_an_item_that_is_none_is_not_found(secret: str, key: str) -> None:
    assert asked(secret, f"{ITEMS}/{key}").status_code == 404


def test_a_client_without_the_scope_reads_nothing(cast: Cast, platform: Platform, now: datetime) -> None:
    client = factories.client(platform, now, "other", cast.bureau, scopes=("client:read",))
    bare = factories.key(platform, now, client).secret
    for path in (
        "/api/v1/catalog/list-kinds",
        "/api/v1/catalog/measures",
        ITEMS,
        f"{ITEMS}/{KEY}",
        f"{ITEMS}/{KEY}/table-schema",
    ):
        assert asked(bare, path).status_code == 403
        assert asked("cx_deadbeef_wrong", path).status_code == 401


def test_kinds_of_lists_and_measures_are_given_with_their_articles(secret: str) -> None:
    kinds = {one["key"]: one for one in asked(secret, "/api/v1/catalog/list-kinds").json()["kinds"]}
    assert kinds["wages"]["basis"][0]["article"] == "第四十八条"
    assert (kinds["wages"]["adverse"], kinds["judgment-debtor"]["decided_elsewhere"]) == (True, True)
    assert "food-black-2017" not in kinds
    early = asked(secret, "/api/v1/catalog/list-kinds", on="2019-01-01").json()["kinds"]
    assert "food-black-2017" in {one["key"] for one in early}
    measures = {one["key"]: one for one in asked(secret, "/api/v1/catalog/measures").json()["measures"]}
    assert measures["high-consumption"]["ordered_by"] == "court"
    assert measures["procurement-ban"]["term"]["months"] == 36
    assert asked(secret, "/api/v1/catalog/measures", on="1999-01-01").json()["measures"] == []
