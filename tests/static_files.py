"""Static files in tests: under their own names, from where they lie; nothing is collected first."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings


@pytest.fixture(autouse=True, scope="session")
def plain_static_files(django_test_environment: None) -> Iterator[None]:  # noqa: ARG001  Django is set up by it
    """Serve pages without the manifest that ``collectstatic`` would make, and without a warning that it is missing."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield
