"""The mark in the data folder that stands while records of the demonstration are on their way."""

from pathlib import Path

from django.conf import settings


def mark() -> Path:
    """Return the file that is there from the first step of a load to its last, and after one that was broken off."""
    return Path(settings.DATA) / "demonstration-loading"


def is_loading() -> bool:
    """Say whether records of the demonstration are on their way, or a load of them was broken off."""
    return bool(settings.DEMONSTRATION) and mark().exists()
