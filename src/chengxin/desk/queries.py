"""What waits for somebody, gathered from the rooms."""

from datetime import date
from itertools import groupby

from django.db.models import F
from django.utils.translation import gettext as _

from chengxin.desk.pages import Todo, TodoGroup, TodoRow
from chengxin.foundation.actor import Actor
from chengxin.law.calendars import Calendar
from chengxin.notices import queries as notices
from chengxin.notices.models import Notice
from chengxin.ui import wording

LONGEST_LIST = 50
OVERDUE, TODAY, THIS_WEEK, LATER, OPEN = range(5)


def todo_for(actor: Actor, *, today: date, calendar: Calendar) -> Todo:
    """Return what waits for the actor: notices not yet marked as read, the most urgent first."""
    waiting = notices.inbox_for(actor).filter(is_read=False)
    first = list(waiting.order_by(F("due_on").asc(nulls_last=True), "created_at", "id")[: LONGEST_LIST + 1])
    shown = first[:LONGEST_LIST]
    overdue = sum(_urgency(notice, today) == OVERDUE for notice in shown)
    grouped = groupby(shown, key=lambda notice: _urgency(notice, today))
    groups = [(urgency, tuple(_row(notice, today, calendar) for notice in members)) for urgency, members in grouped]
    return Todo(
        today=today,
        heading=_heading(len(shown), more=len(first) > LONGEST_LIST),
        overdue=overdue,
        calendar=calendar.title,
        groups=tuple(TodoGroup(_titled(urgency, len(rows)), rows) for urgency, rows in groups),
        more=len(first) > LONGEST_LIST,
    )


def _heading(count: int, *, more: bool) -> str:
    if not count:
        return _("现在没有等您办理的事")
    return (_("{n}件以上等您办理") if more else _("{n}件等您办理")).format(n=count)


def _urgency(notice: Notice, today: date) -> int:
    if notice.due_on is None:
        return OPEN
    if notice.due_on <= today:
        return TODAY if notice.due_on == today else OVERDUE
    same_week = notice.due_on.isocalendar()[:2] == today.isocalendar()[:2]
    return THIS_WEEK if same_week else LATER


def _titled(urgency: int, count: int) -> str:
    words = {
        OVERDUE: _("已过期限{n}件"),
        TODAY: _("今天到期{n}件"),
        THIS_WEEK: _("本周{n}件"),
        LATER: _("以后{n}件"),
        OPEN: _("没有期限{n}件"),
    }
    return words[urgency].format(n=count)


def _row(notice: Notice, today: date, calendar: Calendar) -> TodoRow:
    look, left = _left(notice.due_on, today, calendar)
    return TodoRow(
        public_id=notice.public_id,
        title=notice.subject,
        kind=notice.label,
        sender=notice.sender_unit.name,
        due_on=notice.due_on,
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
