"""Composes the landing page from what waits. No database, no clock."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from chengxin.desk.pages import Todo, TodoGroup, TodoRow
from chengxin.desk.queries import LONGEST_LIST, Waiting
from chengxin.law.calendars import Calendar
from chengxin.ui import wording

OVERDUE, TODAY, THIS_WEEK, LATER, OPEN = range(5)


def todo_page(waiting: Sequence[Waiting], *, today: date, calendar: Calendar) -> Todo:
    """Return the landing page; what waits is given by due date, things without a limit last."""
    shown, more = waiting[:LONGEST_LIST], len(waiting) > LONGEST_LIST
    grouped = groupby(shown, key=lambda thing: _urgency(thing.due_on, today))
    groups = [(urgency, tuple(_row(thing, today, calendar) for thing in members)) for urgency, members in grouped]
    return Todo(
        today=today,
        heading=_heading(len(shown), more=more),
        overdue=sum(_urgency(thing.due_on, today) == OVERDUE for thing in shown),
        calendar=calendar.title,
        groups=tuple(TodoGroup(_titled(urgency, len(rows)), rows) for urgency, rows in groups),
        more=more,
    )


def _heading(count: int, *, more: bool) -> str:
    if not count:
        return _("现在没有等您办理的事")
    return (_("{n}件以上等您办理") if more else _("{n}件等您办理")).format(n=count)


def _urgency(due_on: date | None, today: date) -> int:
    if due_on is None:
        return OPEN
    if due_on <= today:
        return TODAY if due_on == today else OVERDUE
    return THIS_WEEK if due_on.isocalendar()[:2] == today.isocalendar()[:2] else LATER


def _titled(urgency: int, count: int) -> str:
    words = {
        OVERDUE: _("已过期限{n}件"),
        TODAY: _("今天到期{n}件"),
        THIS_WEEK: _("本周{n}件"),
        LATER: _("以后{n}件"),
        OPEN: _("没有期限{n}件"),
    }
    return words[urgency].format(n=count)


def _row(thing: Waiting, today: date, calendar: Calendar) -> TodoRow:
    look, left = _left(thing.due_on, today, calendar)
    return TodoRow(
        address=thing.address,
        title=thing.title,
        kind=thing.kind,
        sender=thing.sender,
        due_on=thing.due_on,
        look=look,
        left=left,
    )


def _left(due_on: date | None, today: date, calendar: Calendar) -> tuple[str, str]:
    if due_on is None:
        return "", ""
    if due_on >= today:
        return wording.days_left(calendar.working_days_between(today, due_on))
    late = calendar.working_days_between(due_on, today)
    return wording.days_left(-late) if late else ("late", _("已过期限"))
