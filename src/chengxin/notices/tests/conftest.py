"""Fixtures of the notices' tests: a data folder of their own, and mail that stays in memory."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    """The folder in which this test's scans, keys and short messages stand."""
    settings.DATA = tmp_path
    return tmp_path
