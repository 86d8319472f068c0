"""Working days: national days off and worked in exchange, a region's layer over them, and how far both are known.

The day of the event is not counted; days worked in exchange count; the last day ends at 24:00 Beijing time
(行政处罚法 art. 85, 行政许可法 art. 82). A day beyond what was announced counts by its weekday and is provisional.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from chengxin.law.periods import ONE_DAY, chinese
from chengxin.law.rows import Expected, Holiday, Notice, WorkCalendar

SATURDAY = 5
WEEKDAYS = "一二三四五六日"
COUNTED = {"working-day": True, "weekend": False, "holiday": False, "shifted-day-off": False, "make-up-day": True}
KIND_WORDS = {
    "working-day": "工作日",
    "weekend": "周末",
    "holiday": "放假",
    "shifted-day-off": "调休放假",
    "make-up-day": "调休上班",
}
FIELD_KINDS = {"off": "holiday", "shifted_off": "shifted-day-off", "work": "make-up-day", "ordinary": ""}
LONGEST_COUNT = 1000


@dataclass(frozen=True)
class Day:
    """One calendar day: its kind (keys of ``COUNTED``), whether it counts, the layer that says so and the words why."""

    on: date
    kind: str
    counted: bool
    layer: str
    label: str
    known: bool


@dataclass(frozen=True)
class Alarm:
    """Something the calendar does not know yet and soon needs. ``by`` is the day from which deadlines are uncertain."""

    calendar: str
    by: date
    message: str


@dataclass(frozen=True)
class _Marked:
    kind: str
    layer: str
    label: str
    provisional: bool


class Calendar:
    """One work calendar: its own layer over its base. Build through ``build``."""

    def __init__(
        self, row: WorkCalendar, notices: Iterable[Notice], expected: Iterable[Expected], base: "Calendar | None"
    ) -> None:
        """Lay the notices of this calendar, oldest first, over the base."""
        self.key = row.key
        self.title = row.title
        self.base = base
        self._row = row
        self._fixed: frozenset[str] = base._fixed if base else frozenset(row.fixed_off)  # noqa: SLF001  its own class
        self._notices = _in_order(notices)
        self._expected = {entry.covers: entry for entry in expected}
        self._marks: dict[date, _Marked] = dict(base._marks) if base else {}  # noqa: SLF001  its own class
        for notice in self._notices:
            self._lay(notice)

    def _lay(self, notice: Notice) -> None:
        for day, kind, name in days_of(notice):
            if kind:
                label = f"{name}{KIND_WORDS[kind]}"
                self._marks[day] = _Marked(kind, self.key, label, notice.provisional)
            else:
                self._marks.pop(day, None)

    @property
    def known_from(self) -> date | None:
        """The first day whose holidays are recorded."""
        return self.base.known_from if self.base else self._row.known_from

    @property
    def known_until(self) -> date | None:
        """The last day of the unbroken run of years with a national notice; None where there is none."""
        return self.base.known_until if self.base else self._horizon

    @cached_property
    def _horizon(self) -> date | None:
        years = sorted({notice.covers for notice in self._notices})
        unbroken = years[:1]
        for year, following in pairwise(years):
            if following != year + 1:
                break
            unbroken.append(following)
        return date(unbroken[-1], 12, 31) if unbroken else None

    def day(self, on: date) -> Day:
        """Return what kind of day it is and why."""
        mark = self._marks.get(on)
        known = self.uncertainty(on) is None
        if mark:
            return Day(on, mark.kind, COUNTED[mark.kind], mark.layer, mark.label, known)
        if self._is_fixed_festival(on):
            return Day(on, "holiday", counted=False, layer="", label="法定节日放假（通知未公布）", known=known)
        kind = "weekend" if on.weekday() >= SATURDAY else "working-day"
        label = f"星期{WEEKDAYS[on.weekday()]}"
        return Day(on, kind, COUNTED[kind], "", label, known)

    def is_working_day(self, on: date) -> bool:
        """Tell whether the day counts."""
        mark = self._marks.get(on)
        if mark:
            return COUNTED[mark.kind]
        return on.weekday() < SATURDAY and not self._is_fixed_festival(on)

    def _is_fixed_festival(self, on: date) -> bool:
        """Tell whether the day, beyond the last notice, is a festival that falls on the same day each year."""
        last = self.known_until
        return last is not None and on > last and on.strftime("%m-%d") in self._fixed

    def add_working_days(self, start: date, count: int) -> date:
        """Return the last of ``count`` working days after ``start``; the start itself is not counted.

        Raises:
            ValueError: the count is not between 1 and 1000.
        """
        return self.counted_days(start, count)[-1].on

    def counted_days(self, start: date, count: int) -> tuple[Day, ...]:
        """Return every calendar day from the day after ``start`` to the last of ``count`` working days.

        Raises:
            ValueError: the count is not between 1 and 1000.
        """
        if not 1 <= count <= LONGEST_COUNT:
            raise ValueError(f"{count} working days")
        days: list[Day] = []
        left = count
        on = start
        while left:
            on += ONE_DAY
            days.append(self.day(on))
            left -= days[-1].counted
        return tuple(days)

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days lie after ``start`` up to and including ``end``; 0 where end is not later."""
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def next_working_day(self, on: date) -> date:
        """Return the day itself where it counts, else the next one that does."""
        while not self.is_working_day(on):
            on += ONE_DAY
        return on

    def uncertainty(self, on: date) -> str | None:
        """Return why the kind of this day is not settled, in Chinese; None where it is settled."""
        first, last = self.known_from, self.known_until
        if first and on < first:
            return f"国家放假安排自{chinese(first)}起才有记录"
        if last and on > last:
            return f"国家放假安排只公布到{chinese(last)}"
        return self._regional_uncertainty(on)

    def uncertainties(self, days: Iterable[date]) -> tuple[str, ...]:
        """Return each different reason why one of the days is not settled, in order."""
        return tuple(dict.fromkeys(reason for on in days if (reason := self.uncertainty(on))))

    def _regional_uncertainty(self, on: date) -> str | None:
        if not self._row.regional_from or on < self._row.regional_from or self._has_notice(on.year):
            return None
        first, last = self._unseen_window(on.year)
        return f"未见{on.year}年自治区放假通知原文" if first <= on <= last else None

    def _has_notice(self, year: int) -> bool:
        return any(notice.covers == year and not notice.provisional for notice in self._notices)

    def _unseen_window(self, year: int) -> tuple[date, date]:
        entry = self._expected.get(year)
        if entry:
            return entry.unseen_from, entry.unseen_until
        first, last = self._row.unseen_from, self._row.unseen_until
        return date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}")

    def with_expected(self) -> "Calendar | None":
        """Return this calendar with the customary days of unseen years taken as off; None where no year is open."""
        open_years = [entry for entry in self._expected.values() if not self._covered(entry.covers)]
        if not open_years:
            return None
        supposed = [_supposed(entry) for entry in open_years]
        return Calendar(self._row, [*self._notices, *supposed], self._expected.values(), self.base)

    def _covered(self, year: int) -> bool:
        return any(notice.covers == year for notice in self._notices)

    def alarms(self, on: date) -> tuple[Alarm, ...]:
        """Return what has to be added soon: the next national notice, and this or next year's regional one.

        An alarm is given from ``alarm_days`` before the first uncertain day on (60 unless the row says otherwise).
        """
        own = self._regional_alarm(on) if self._row.regional_from else self._horizon_alarm(on)
        return (*(self.base.alarms(on) if self.base else ()), *own)

    def _horizon_alarm(self, on: date) -> tuple[Alarm, ...]:
        last = self.known_until
        if last is None or on < last - timedelta(days=self._row.alarm_days):
            return ()
        message = f"国家放假安排只公布到{chinese(last)}，请用 chengxin law add 加入{last.year + 1}年的通知"
        return (Alarm(self.key, last + ONE_DAY, message),)

    def _regional_alarm(self, on: date) -> tuple[Alarm, ...]:
        for year in (on.year, on.year + 1):
            first, last = self._unseen_window(year)
            near = first - timedelta(days=self._row.alarm_days) <= on <= last
            if near and not self._has_notice(year):
                message = (
                    f"未见{year}年的自治区放假通知，{chinese(first)}起涉及的期限为暂定；请用 chengxin law add 加入"
                )
                return (Alarm(self.key, first, message),)
        return ()


def days_of(notice: Notice) -> Iterator[tuple[date, str, str]]:
    """Return each day a notice fixes: the day, its kind ('' for: back to an ordinary day), the holiday's name."""
    for holiday in notice.holiday:
        for on in _range(holiday):
            yield on, "holiday", holiday.name
        for column in fields(Holiday):
            kind = FIELD_KINDS.get(column.name)
            if kind is not None:
                for on in getattr(holiday, column.name):
                    yield on, kind, holiday.name


def _range(holiday: Holiday) -> Iterator[date]:
    if holiday.off_from and holiday.off_until:
        for n in range((holiday.off_until - holiday.off_from).days + 1):
            yield holiday.off_from + timedelta(days=n)


def _in_order(notices: Iterable[Notice]) -> list[Notice]:
    """Return notices so that an amendment comes after what it amends; order of the files otherwise."""
    return sorted(notices, key=lambda notice: (notice.covers, bool(notice.amends), notice.issued_on or date.min))


def _supposed(entry: Expected) -> Notice:
    off = tuple(on for on in entry.off)
    return Notice(
        key=entry.key,
        calendar=entry.calendar,
        title=entry.name,
        covers=entry.covers,
        mark="derived",
        provisional=True,
        holiday=(Holiday(name=entry.name, off=off),),
    )


def build(
    key: str, rows: Iterable[WorkCalendar], notices: Iterable[Notice], expected: Iterable[Expected]
) -> Calendar | None:
    """Return the calendar of that key with its base below it, or None where there is no such calendar."""
    by_key = {row.key: row for row in rows}
    row = by_key.get(key)
    if row is None:
        return None
    notices, expected = tuple(notices), tuple(expected)
    others = [other for other in by_key.values() if other.key != key]
    base = build(row.base, others, notices, expected) if row.base else None
    own_notices = [notice for notice in notices if notice.calendar == key]
    own_expected = [entry for entry in expected if entry.calendar == key]
    return Calendar(row, own_notices, own_expected, base)
