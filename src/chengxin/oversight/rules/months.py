"""Months: each is named by its first day."""

import re
from collections.abc import Iterator
from datetime import date

_WRITTEN = re.compile(r"(\d{4})-(\d{2})")
MONTHS = 12
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_MONTHS = 36
"""So many are counted in one answer."""


def month_of(day: date) -> date:
    """Return the month a day lies in."""
    return day.replace(day=1)


def moved(month: date, by: int) -> date:
    """Return the month so many months later, or earlier."""
    count = month.year * MONTHS + month.month - 1 + by
    return date(count // MONTHS, count % MONTHS + 1, 1)


def read_month(text: str) -> date | None:
    """Return the month written as 2026-05; None where it is none."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= MONTHS):
        return None
    return date(year, month, 1)


def written(month: date) -> str:
    """Return a month as addresses write it (2026-05)."""
    return f"{month:%Y-%m}"


def in_words(month: date) -> str:
    """Return a month for a sentence (2026年5月)."""
    return f"{month.year}年{month.month}月"


def months_between(first: date, last: date) -> Iterator[date]:
    """Yield the months from one to another, both included."""
    month = first
    while month <= last:
        yield month
        month = moved(month, 1)
