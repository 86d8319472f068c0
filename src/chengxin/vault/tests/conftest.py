"""Fixtures of the vault's tests: a data folder of their own."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    """The folder in which this test's contents and keys stand."""
    settings.DATA = tmp_path
    return tmp_path
