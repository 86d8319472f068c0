"""Fixtures of these tests: a data folder of their own for papers and keys."""

from pathlib import Path

import pytest
from pytest_django import Settings

from chengxin.units.tests.conftest import cast, enter, now, platform

__all__ = ["cast", "enter", "now", "platform"]


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    """The folder in which this test's papers and keys stand."""
    settings.DATA = tmp_path
    return tmp_path
