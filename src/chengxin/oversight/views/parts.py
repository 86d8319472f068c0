"""Parts that several pages show: the way to them, days and units in words."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.oversight.models import WorkPlan
from chengxin.oversight.queries import NamedUnit, TaskFacts
from chengxin.oversight.rules.numerals import chinese
from chengxin.oversight.rules.plan import PARTS, Part
from chengxin.ui.pieces import Crumb
from chengxin.ui.wording import date_text

SHOWN_UNITS = 2
LONGEST_NAME = 26


def plans() -> Crumb:
    """Return the way to the plan."""
    return Crumb(_("工作计划"), reverse("oversight:plan"))


def way_to(year: int) -> tuple[Crumb, ...]:
    """Return the way to the pages below a year's plan."""
    return (plans(), Crumb(_("{year}年").format(year=year), reverse("oversight:board", args=[year])))


def way_to_task(year: int, no: int) -> tuple[Crumb, ...]:
    """Return the way to the pages below a task."""
    return (*way_to(year), Crumb(_("第{no}项").format(no=no), reverse("oversight:task", args=[year, no])))


def way_to_draft(year: int) -> tuple[Crumb, ...]:
    """Return the way to the pages below a draft."""
    return (plans(), Crumb(_("{year}年草稿").format(year=year), reverse("oversight:draft", args=[year])))


def own_title(plan: WorkPlan) -> str:
    """Return what a plan's table is called; nothing if it says no more than the heading of the page."""
    return "" if plan.title == _("{year}年工作计划").format(year=plan.year) else plan.title


def module_title(task: TaskFacts) -> str:
    """Return a module as headings write it (一、基础建设)."""
    return f"{chinese(task.module_no)}、{task.module}"


def short_name(title: str) -> str:
    """Return a task's title for lists: one line, cut where it is long."""
    words = " ".join(title.split())
    return words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 1]}…"


def day_in(day: date, year: int) -> str:
    """Return a day within the plan's year without the year (5月31日)."""
    if day.year != year:
        return date_text(day)
    return _("{month}月{day}日").format(month=day.month, day=day.day)


def units_in_short(units: Iterable[NamedUnit]) -> str:
    """Return the units of a task for a table: the first two and how many there are."""
    every = list(units)
    names = "、".join(one.text for one in every[:SHOWN_UNITS])
    if len(every) <= SHOWN_UNITS:
        return names
    return _("{names}等{n}家").format(names=names, n=len(every))


def units_in_full(units: Iterable[NamedUnit]) -> str:
    """Return all units of a task, each with its part where the table says one."""
    return "、".join(
        one.text if one.part is Part.UNSPECIFIED else f"{one.text}（{_(PARTS[one.part])}）" for one in units
    )
