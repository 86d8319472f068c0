"""Fixtures of the tests of oversight: a data folder of their own, and a small city with a plan."""

from pathlib import Path

import pytest
from pytest_django import Settings

from chengxin.oversight.tests.scenes import City, settle


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    """The folder in which this test's files stand."""
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def city(db: None) -> City:  # noqa: ARG001  the city stands in the database
    """The city with its credit office, two bureaus, a county's bureau and the groups that plans name."""
    return settle()
