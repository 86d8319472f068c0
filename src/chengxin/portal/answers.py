"""Turns the law's answers into what the page shows. No clock, no database."""

from datetime import date

from django.utils.translation import gettext as _

from chengxin.law.calendars import Day as CalendarDay
from chengxin.law.clocks import Due
from chengxin.law.windows import Window
from chengxin.portal.pages import Clock, LawAnswer
from chengxin.ui.pieces import Day, Moment
from chengxin.ui.wording import date_text

WEEKEND = "weekend"
MAKE_UP = "make-up-day"


def answer_of(window: Window, due: Due | None, decided_on: date, today: date) -> LawAnswer:
    """Return the answer to "until when is it shown"."""
    return LawAnswer(
        title=_title(window, today),
        repair=_repair(window),
        moments=_moments(window, decided_on, today),
        reason=window.reason,
        provisional=window.provisional,
        version=window.law_version[:8],
        clock=_clock(due, decided_on, today) if due else None,
    )


def _title(window: Window, today: date) -> str:
    if not window.publish:
        return _("这条信息不公示")
    if window.ends_on is None:
        return _("公示，法律没有规定到哪一天为止")
    if window.ends_on < today:
        return _("{day}以后已停止公示").format(day=date_text(window.ends_on))
    return _("公示到{day}").format(day=date_text(window.ends_on))


def _repair(window: Window) -> str:
    if window.earliest_repair_on:
        return _("最早可于{day}申请修复，修复以后提前停止公示。").format(day=date_text(window.earliest_repair_on))
    words = {
        "when-performed": _("改正并履行义务以后就可以申请修复。"),
        "never": _("按规定不能提前修复，期限届满自动停止公示。"),
    }
    return words.get(window.repair, "") if window.publish else ""


def _moments(window: Window, decided_on: date, today: date) -> tuple[Moment, ...]:
    if not window.publish:
        return ()
    named = [(decided_on, _("作出决定"))]
    if window.earliest_repair_on:
        named.append((window.earliest_repair_on, _("起可以申请修复")))
    if window.ends_on:
        named.append((window.ends_on, _("公示的最后一天")))
    if window.ends_on and decided_on < today < window.ends_on and today not in {day for day, _words in named}:
        named.append((today, _("今天")))
    return tuple(Moment(day, words, _look(day, today)) for day, words in sorted(named))


def _look(day: date, today: date) -> str:
    if day == today:
        return "today"
    return "to-come" if day > today else ""


def _clock(due: Due, decided_on: date, today: date) -> Clock:
    squares = [Day(decided_on, "today" if decided_on == today else "off", _("作出决定，当天不计"))]
    number = 0
    for day in due.days:
        number += day.counted
        squares.append(Day(day.on, _square(day, due, today), _words(day, number, due)))
    return Clock(
        title=_("应在{day}以前公示").format(day=date_text(due.due_on)),
        label=_("{start}至{end}，按天").format(start=date_text(decided_on), end=date_text(due.due_on)),
        days=tuple(squares),
        reason=due.reason,
        provisional=due.provisional,
    )


def _square(day: CalendarDay, due: Due, today: date) -> str:
    if day.on == due.due_on:
        return "due"
    if not day.counted:
        return "off"
    return _look(day.on, today)


def _words(day: CalendarDay, number: int, due: Due) -> str:
    if not day.counted:
        return _("休息") if day.kind == WEEKEND else day.label
    counted = _("第{number}天").format(number=number)
    if day.on == due.due_on:
        return _("{counted}，最后一天").format(counted=counted)
    return f"{counted}，{day.label}" if day.kind == MAKE_UP else counted
