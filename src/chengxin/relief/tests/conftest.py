"""Fixtures of the tests of cases: a data folder of their own, an office, a bureau that gave records, a firm."""

from pathlib import Path

import pytest
from pytest_django import Settings

from chengxin.relief.tests.scenes import Scene, settle


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    """The folder in which this test's files stand."""
    settings.DATA = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the logins made here stay here
    return tmp_path


@pytest.fixture
def scene(db: None) -> Scene:  # noqa: ARG001  it stands in the database
    """An office, a bureau with two records about a firm."""
    return settle()
