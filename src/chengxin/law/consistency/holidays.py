"""Do holiday notices fit the year they are for, each other and the days below them?"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from chengxin.law.calendars import Calendar, build, days_of
from chengxin.law.collection import Collection
from chengxin.law.consistency.references import problem
from chengxin.law.periods import chinese
from chengxin.law.reading import Problem
from chengxin.law.rows import Notice, WorkCalendar

MONTH_AND_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
LONGEST_HOLIDAY = 31


def holiday_problems(collection: Collection) -> list[Problem]:
    """Return notices that contradict themselves, each other or the calendar, and holes in the run of years."""
    problems: list[Problem] = []
    for row in collection.written(WorkCalendar):
        problems.extend(_calendar_problems(collection, row))
    for notice in collection.written(Notice):
        problems.extend(_notice_problems(collection, notice))
    return problems or _weekday_problems(collection)


def _calendar_problems(collection: Collection, row: WorkCalendar) -> Iterator[Problem]:
    for column in ("unseen_from", "unseen_until"):
        if row.regional_from and not MONTH_AND_DAY.fullmatch(getattr(row, column)):
            yield problem(collection, row, column, "应写作 03-15")
    if row.base == row.key:
        yield problem(collection, row, "base", "不能以自己为底")
    notices = [notice for notice in collection.written(Notice) if notice.calendar == row.key]
    years = Counter(notice.covers for notice in notices if not notice.amends)
    for notice in notices:
        if (
            not notice.amends
            and years[notice.covers] > 1
            and collection.file_of(notice) != _first_file(collection, notice)
        ):
            message = f"{notice.covers}年已有通知；如为修订，请写 amends"
            yield problem(collection, notice, "covers", message)
    if not row.base:
        yield from _holes(collection, row, notices, sorted(years))


def _first_file(collection: Collection, notice: Notice) -> str:
    same = (
        other
        for other in collection.written(Notice)
        if other.calendar == notice.calendar and other.covers == notice.covers and not other.amends
    )
    return collection.file_of(next(same, notice))


def _holes(collection: Collection, row: WorkCalendar, notices: list[Notice], years: list[int]) -> Iterator[Problem]:
    for year, following in pairwise(years):
        if following != year + 1:
            late = next(notice for notice in notices if notice.covers == following)
            message = f"中间缺{year + 1}年的通知，{row.title}的已知范围不能跳年；请先加入{year + 1}年的"
            yield problem(collection, late, "covers", message)


def _notice_problems(collection: Collection, notice: Notice) -> Iterator[Problem]:
    if not notice.holiday:
        yield problem(collection, notice, "holiday", "没有写明任何放假日子")
    for holiday in notice.holiday:
        first, last = holiday.off_from, holiday.off_until
        if (first is None) != (last is None):
            yield problem(collection, notice, holiday.name, "off_from 和 off_until 要一起写")
        if first and last and not 0 <= (last - first).days < LONGEST_HOLIDAY:
            yield problem(collection, notice, holiday.name, "off_from 至 off_until 应为1至31天")
            return
    seen: dict[object, str] = {}
    for on, kind, name in days_of(notice):
        if abs(on.year - notice.covers) > 1:
            yield problem(collection, notice, name, f"{chinese(on)}不在{notice.covers}年前后")
        if seen.setdefault(on, kind) != kind:
            yield problem(collection, notice, name, f"{chinese(on)}既放假又上班，前后矛盾")


def _weekday_problems(collection: Collection) -> list[Problem]:
    """Return days worked in exchange that would be worked anyway: surely a slip of the pen."""
    problems = []
    rows, notices = collection.written(WorkCalendar), collection.written(Notice)
    for row in rows:
        own = [notice for notice in notices if notice.calendar == row.key]
        below = build(row.base, rows, notices, ()) if row.base else Calendar(row, (), (), None)
        for notice in own:
            for on, kind, name in days_of(notice):
                if kind == "make-up-day" and below and below.is_working_day(on):
                    problems.append(problem(collection, notice, name, f"{chinese(on)}本来就是工作日，不用调休上班"))
    return problems
