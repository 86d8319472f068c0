"""Listing procedures in the demonstration: once, of invented units about invented companies."""

import tomllib
from pathlib import Path

import pytest
from pytest_django import Settings

from chengxin.config.commands import demo
from chengxin.config.demonstration import listings, loading
from chengxin.config.tests.test_demo_reporting import invented
from chengxin.lists.models import Entry
from chengxin.lists.rules.procedure import State, Track
from chengxin.oversight.tests.reporting import NOW

CITY = demo.demonstration_folder()


def test_only_invented_units_and_companies_are_on_lists() -> None:
    told = tomllib.loads((CITY / listings.FILE).read_text(encoding="utf-8"))
    assert told["unit"] in invented()
    assert all(company["name"].startswith("演示") for company in told["company"])


@pytest.mark.service
def test_one_is_listed_one_waits_and_an_honour_is_hit(
    db: None,  # noqa: ARG001  what is loaded goes there
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATA = tmp_path
    loading.load_once(now=NOW, folder=CITY)
    assert listings.load_listings(now=NOW, folder=CITY) == 3
    assert listings.load_listings(now=NOW, folder=CITY) == 0
    found = {(row.track, row.state) for row in Entry.objects.all()}
    assert found == {
        (Track.ADVERSE, State.PUBLISHED),
        (Track.ADVERSE, State.NOTIFIED),
        (Track.HONEST, State.EXITED),
    }
