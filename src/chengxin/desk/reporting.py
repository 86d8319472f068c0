"""Composes the page about a unit's own reporting from what the rooms answer. No database, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.catalog.rules import Item
from chengxin.catalog.rules.labels import CYCLE_LABELS
from chengxin.desk.reporting_pages import ClientLine, ItemLine, LiaisonLine, ReportingPage, Step
from chengxin.intake.queries import Activity
from chengxin.intake.rules.typed import can_be_typed
from chengxin.ui.wording import date_text

NOTHING = Activity()


@dataclass(frozen=True)
class Sources:
    """What the rooms answered: the items the unit reports, what it did with each, who to ask."""

    unit: str
    today: date
    items: Sequence[Item]
    activity: Mapping[str, Activity]
    clients: Sequence[ClientLine]
    liaisons: Sequence[LiaisonLine]
    may_hand_over: bool


def reporting_page(sources: Sources) -> ReportingPage:
    """Return the page; items with something open stand first, then those that were reported before."""
    known = [(item, sources.activity.get(item.key, NOTHING)) for item in sources.items]
    known.sort(key=lambda one: (not one[1].is_open, one[1].last is None))
    own = [(item, activity) for item, activity in known if item.providers or activity != NOTHING]
    others = [_line(item, activity) for item, activity in known if (item, activity) not in own]
    lines = [_line(item, activity) for item, activity in own]
    return ReportingPage(
        title=_title(sources.activity.values()),
        unit=sources.unit,
        today=sources.today,
        steps=_steps(sources.activity.values()),
        lines=tuple(lines or others),
        others=tuple(others if lines else ()),
        clients=tuple(sources.clients),
        liaisons=tuple(sources.liaisons),
        may_hand_over=sources.may_hand_over,
    )


def key_words(expires_on: date | None, today: date) -> str:
    """Return until when a client's newest key opens, in words."""
    if expires_on is None:
        return _("没有可用的密钥，请找信用办发放")
    left = (expires_on - today).days
    if left <= KEY_NEAR:
        return _("密钥{on}到期，请及时更换").format(on=date_text(expires_on))
    return _("密钥{on}到期").format(on=date_text(expires_on))


KEY_NEAR = 30
"""Days before its end from which a key is to be changed."""


def _title(activities: Iterable[Activity]) -> str:
    found = list(activities)
    if not any(one.last or one.drafts for one in found):
        return _("本单位还没有报送过")
    taken, waiting = sum(one.taken for one in found), sum(one.is_open for one in found)
    month = _("本月接收{n}行").format(n=f"{taken:,}") if taken else _("本月还没有报送")
    open_items = _("{m}个目录项等您办理").format(m=waiting) if waiting else _("没有等您办理的")
    return f"{month}，{open_items}"


def _steps(activities: Iterable[Activity]) -> tuple[Step, ...]:
    """Return the way of the first week; it is gone once rows were taken in."""
    found = list(activities)
    if any(one.ever for one in found):
        return ()
    sent = any(one.last for one in found)
    waiting = any(one.is_open for one in found)
    return (
        Step(
            _("看清本单位报哪些目录项，下载模板；数据少的可以逐条填报，不用模板"),
            "#items",
            _("本单位的目录项"),
            done=sent or waiting,
        ),
        Step(
            _("先报一份：有问题的行只会退回并说明怎么改，不会公示"),
            reverse("intake:upload"),
            _("上传报送"),
            done=sent,
        ),
        Step(
            _("看回执，改好退回的行再报一次，直到没有退回"),
            reverse("intake:submissions"),
            _("报送记录"),
            done=False,
        ),
        Step(
            _("每月填一次月报：这个月作出了几件决定，一件也没有就报零"),
            reverse("oversight:declarations"),
            _("月报"),
            done=False,
        ),
    )


def _line(item: Item, activity: Activity) -> ItemLine:
    return ItemLine(
        name=item.name,
        cycle=CYCLE_LABELS[item.cycle],
        upload=f"{reverse('intake:upload')}?item={item.key}",
        typing=reverse("intake:typing") if can_be_typed(item) else "",
        template=reverse("catalog:template", args=[item.key]),
        taken=activity.taken,
        last=activity.last,
        open=tuple(_open(activity)),
    )


def _open(activity: Activity) -> Iterable[str]:
    if activity.to_settle:
        yield _("{n}次等您确认或处理").format(n=activity.to_settle)
    if activity.returned:
        yield _("{n}行退回待改").format(n=f"{activity.returned:,}")
    if activity.drafts:
        yield _("{n}份草稿").format(n=activity.drafts)
