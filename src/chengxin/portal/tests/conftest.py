"""What tests of pages stand on."""

import pytest

from chengxin.register.tests import scenes


@pytest.fixture
def city(db: None) -> scenes.City:  # noqa: ARG001  it stands in the database
    """A bureau and one organisation."""
    return scenes.city()
