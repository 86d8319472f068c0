"""The labelled pairs of names on the public site."""

import csv
import json

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]


def test_the_page_shows_every_rule_with_an_example(client: Client) -> None:
    page = client.get("/opendata/name-pairs/").content.decode()
    assert "2,720对组织名称" in page
    assert "两个字的字号前后颠倒" in page
    assert "〔U+" in page
    assert reverse("portal:name-pairs-csv") in page


def test_both_files_say_the_same(client: Client) -> None:
    table = list(csv.DictReader(client.get("/opendata/name-pairs.csv").content.decode().splitlines()))
    lines = [json.loads(line) for line in client.get("/opendata/name-pairs.jsonl").content.decode().splitlines()]
    assert len(table) == 2720
    assert table == lines
