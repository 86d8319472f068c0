"""Passwords in tests: hashed quickly, as those made there stay there. What the program uses is tested in ``config``."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""A hash that is slow on purpose was a third of the processor time of tests that sign somebody in."""


@pytest.fixture(autouse=True, scope="session")
def quick_hashes(django_test_environment: None) -> Iterator[None]:  # noqa: ARG001  Django is set up by it
    """Let hashes of passwords take no time; those that were made before, of an earlier landing, are still read."""
    with override_settings(PASSWORD_HASHERS=[*QUICK, *settings.PASSWORD_HASHERS]):
        yield
