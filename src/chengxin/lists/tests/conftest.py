"""Fixtures of the tests of lists: a data folder of their own, and a bureau that lists with its people."""

from pathlib import Path

import pytest
from pytest_django import Settings

from chengxin.lists.tests.scenes import HONEST, Scene, listed_by, settle


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    """The folder in which this test's files stand."""
    settings.DATA = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the logins made here stay here
    return tmp_path


@pytest.fixture
def scene(db: None) -> Scene:  # noqa: ARG001  the bureau stands in the database
    """A bureau that lists, and a firm."""
    return settle()


@pytest.fixture
def honest(scene: Scene) -> str:
    """A kind of honour on which the bureau lists; the product's own data has none that units of a city list."""
    listed_by(HONEST, scene.unit)
    return HONEST.key
