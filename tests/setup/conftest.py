from pathlib import Path

import pytest

from tests.setup.tiny import Checkout, make_checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout with nothing installed."""
    return make_checkout(tmp_path)
