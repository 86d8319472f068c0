"""Periods of time as the Civil Code counts them, and how they read in Chinese. Pure arithmetic, no clock."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

MONTHS_OF_A_YEAR = 12
FIRST_DAY = date(1949, 10, 1)
LAST_DAY = date(2099, 12, 31)
DIGITS = "〇一二三四五六七八九"
TEN = 10
ONE_DAY = timedelta(days=1)
DAYS_KEPT = 8192
"""Answers about days that are kept: a file asks about the same few hundred days for each of its rows."""


@lru_cache(DAYS_KEPT)
def add_months(day: date, months: int) -> date:
    """Return the same-numbered day that many months later, or the month's end where there is no such day.

    The day of the event itself is not counted (民法典 arts. 201, 202), so 31 August plus three months is 30 November.
    """
    index = day.year * MONTHS_OF_A_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_OF_A_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True)
class Span:
    """A length of time in exactly one unit: years, months, days or working days."""

    years: int = 0
    months: int = 0
    days: int = 0
    working_days: int = 0

    def last_day(self, start: date) -> date:
        """Return the last day of the span that begins the day after ``start``; it ends at 24:00 of that day.

        Raises:
            ValueError: a span of working days needs a calendar, not this.
        """
        if self.working_days:
            raise ValueError("a span of working days is counted by a calendar")
        return add_months(start, self.years * MONTHS_OF_A_YEAR + self.months) + timedelta(days=self.days)

    def words(self) -> str:
        """Return the span in Chinese: 三个月, 一年, 七个工作日."""
        units = ((self.years, "年"), (self.months, "个月"), (self.working_days, "个工作日"), (self.days, "日"))
        return "".join(f"{numeral(count)}{unit}" for count, unit in units if count)


@dataclass(frozen=True)
class Period:
    """Days in force, half-open: from ``starts_on`` (None: since ever) up to but not including ``ends_before``."""

    starts_on: date | None = None
    ends_before: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether the day lies in the period."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_before is None or day < self.ends_before
        )

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two periods share a day."""
        return _before(self.starts_on, other.ends_before) and _before(other.starts_on, self.ends_before)

    def words(self) -> str:
        """Return the period in Chinese, both days named as days in force."""
        if self.starts_on is None and self.ends_before is None:
            return "没有起止日期"
        begin = f"自{chinese(self.starts_on)}起" if self.starts_on else ""
        return begin + (f"至{chinese(self.ends_before - ONE_DAY)}止" if self.ends_before else "施行")


def _before(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start < end


@lru_cache(DAYS_KEPT)
def chinese(day: date) -> str:
    """Return the day as people read it: 2026年8月31日."""
    return f"{day.year}年{day.month}月{day.day}日"


def numeral(number: int) -> str:
    """Return a count up to 99 in Chinese numerals, larger ones in digits."""
    tens, ones = divmod(number, TEN)
    if number >= TEN * TEN:
        return str(number)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")
