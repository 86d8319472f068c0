"""How dates, money, codes and remaining days are written. Text only; ``templatetags.ui`` puts it into HTML."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

WEEKDAYS = (
    gettext_noop("周一"),
    gettext_noop("周二"),
    gettext_noop("周三"),
    gettext_noop("周四"),
    gettext_noop("周五"),
    gettext_noop("周六"),
    gettext_noop("周日"),
)
GROUPS = (2, 8, 17)
"""Where an 18-character code is cut to be read: after 登记管理部门 and 类别, 行政区划, 主体标识; 校验码 is left."""
NEAR = 1
FAR = 10


def local(moment: datetime) -> datetime:
    """Return an aware moment in the time of the site; a naive one as it is."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def date_text(value: date) -> str:
    """Return a date for sentences (2018年6月30日); a moment with its time (2018年6月30日15:02)."""
    moment = local(value) if isinstance(value, datetime) else value
    day = _("{year}年{month}月{day}日").format(year=moment.year, month=moment.month, day=moment.day)
    return f"{day}{moment:%H:%M}" if isinstance(moment, datetime) else day


def date_table(value: date) -> str:
    """Return a date for table columns (2018-06-30); a moment with its time (2018-06-30 15:02)."""
    return f"{local(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()


def date_machine(value: date) -> str:
    """Return the value for the ``datetime`` attribute of a time element."""
    return local(value).isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def weekday(value: date) -> str:
    """Return 周一 … 周日."""
    return _(WEEKDAYS[value.weekday()])


def money(yuan: Decimal | int) -> str:
    """Return an amount in yuan with thousands separators; fen only where there are some (20,000元, 20,000.50元)."""
    amount = Decimal(yuan)
    whole = amount == amount.to_integral_value()
    return _("{amount}元").format(amount=f"{amount:,.0f}" if whole else f"{amount:,.2f}")


def code_groups(code: str) -> tuple[str, ...]:
    """Return an 18-character code in the groups 2 + 6 + 9 + 1 in which it is read; any other code in one piece."""
    first, second, third = GROUPS
    if len(code) != third + 1:
        return (code,)
    return code[:first], code[first:second], code[second:third], code[third:]


def days_left(days: int) -> tuple[str, str]:
    """Return the state (late, near, good, idle) and the words for so many working days left; negative is overdue."""
    if days < 0:
        return "late", _("逾期{days}个工作日").format(days=-days)
    if days == 0:
        return "near", _("今天")
    state = "near" if days <= NEAR else "good" if days <= FAR else "idle"
    return state, _("{days}个工作日").format(days=days)
