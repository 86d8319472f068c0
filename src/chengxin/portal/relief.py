"""How records are contested and repaired: steps, limits and papers by the rules in force on a day."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chengxin.law.book import Law
from chengxin.portal.pages import Guide, GuideLimit, GuideWay

LIMITS = (
    ("objection-mark", gettext_noop("受理并标注“数据存在异议”")),
    ("objection-forward", gettext_noop("转交提供记录的单位")),
    ("objection-total", gettext_noop("核查完毕，书面答复")),
)
"""The clocks of an objection that count from the day on which it is filed."""
WAYS = (("", gettext_noop("信用网站公示的行政处罚")), ("M2", gettext_noop("市场监督管理部门公示的行政处罚")))
"""A rule of each line, by which its way is asked for, and what it is called."""


def guide_of(law: Law, today: date, *, calendar: str) -> Guide:
    """Return what is told on a day; working days are counted by the calendar."""
    limits = tuple(_limit(law, rule, _(label), today, calendar=calendar) for rule, label in LIMITS)
    ways = (_way(law, rule, _(label), today) for rule, label in WAYS)
    return Guide(limits, tuple(way for way in ways if way is not None), today)


def _limit(law: Law, rule: str, label: str, today: date, *, calendar: str) -> GuideLimit:
    due = law.due(rule, today, calendar=calendar)
    return GuideLimit(label, due.due_on, f"{due.instrument}{due.article}", due.provisional)


def _way(law: Law, rule: str, label: str, today: date) -> GuideWay | None:
    way = law.repair_way(rule, "", on=today)
    if way is None:
        return None
    return GuideWay(label, way.entrance_name, way.decided_by, way.materials, way.instrument, way.provisional)
