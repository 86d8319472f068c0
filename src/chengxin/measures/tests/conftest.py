"""Fixtures of these tests: a data folder of their own, and units with a joint action."""

from pathlib import Path

import pytest
from pytest_django import Settings

from chengxin.measures.tests.scenes import Scene, scene


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    """The folder in which this test's keys stand."""
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def joint(db: None) -> Scene:  # noqa: ARG001  the scene stands in the database
    """A joint action that asks nobody yet."""
    return scene()
