"""Days, and periods that hold them."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone


def in_force(on: date, path: str = "") -> Q:
    """Return the filter for rows whose half-open period holds the day; ``path`` leads to the row, as ``unit__``."""
    return Q(**{f"{path}valid_from__lte": on}) & not_over(on, path)


def not_over(on: date, path: str = "") -> Q:
    """Return the filter for rows that are in force on the day or begin later."""
    return Q(**{f"{path}valid_until__isnull": True}) | Q(**{f"{path}valid_until__gt": on})


def day_of(now: datetime) -> date:
    """Return the calendar day in China's time zone."""
    return timezone.localdate(now)
