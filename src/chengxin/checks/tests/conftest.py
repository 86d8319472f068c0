"""Fixtures of these tests: a data folder of their own, for the keys that sign."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    """The folder in which this test's keys stand."""
    settings.DATA = tmp_path
    return tmp_path
