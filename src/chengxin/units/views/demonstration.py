"""The list of demonstration logins under the sign-in form, there only where the platform is a demonstration."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chengxin.foundation.roles import Role
from chengxin.units import queries
from chengxin.units.models import User


@dataclass(frozen=True)
class DemonstrationAccount:
    """One login to try: what to type, who it is, and what there is to see."""

    username: str
    name: str
    seat: str
    hint: str
    token: bool


ORDER = list(Role)
HINTS = {
    Role.REPORTER: gettext_noop("登记本单位的数据"),
    Role.REVIEWER: gettext_noop("审核本单位的数据"),
    Role.CHECKER: gettext_noop("查询和核查"),
    Role.CASE_OFFICER: gettext_noop("办理异议、修复和投诉"),
    Role.EDITOR: gettext_noop("编写动态和案例"),
    Role.UNIT_ADMINISTRATOR: gettext_noop("管理本单位人员、委托和联络员"),
    Role.CREDIT_OFFICE: gettext_noop("维护单位名录、分组、接口客户端"),
    Role.AUDITOR: gettext_noop("查看操作留痕"),
    Role.SYSTEM_ADMINISTRATOR: gettext_noop("建立账号、登记单位"),
    Role.SECURITY_ADMINISTRATOR: gettext_noop("任命角色、重置第二重验证"),
    Role.AUDIT_ADMINISTRATOR: gettext_noop("查看和导出操作留痕"),
}


def demonstration_accounts(now: datetime) -> list[DemonstrationAccount]:
    """Return the logins to try, everyday roles first."""
    today = queries.day_of(now)
    found = [(queries.seats_of(user, today), user) for user in queries.demonstration_logins()]
    verified = queries.second_factor_holders([user for _seats, user in found])
    found.sort(key=lambda pair: _rank(pair[0]))
    return [_account(user, seats, token=user.id in verified) for seats, user in found]


def _rank(seats: list[queries.Seat]) -> int:
    return ORDER.index(seats[0].roles[0]) if seats else len(ORDER)


def _account(user: User, seats: list[queries.Seat], *, token: bool) -> DemonstrationAccount:
    if not seats:
        return DemonstrationAccount(user.username, user.name, "", _("还没有角色"), token=token)
    first = seats[0]
    hints = [_(HINTS[first.roles[-1]])]
    if len(seats) > 1:
        hints.append(_("换单位办理（{n}个身份）").format(n=len(seats)))
    return DemonstrationAccount(
        username=user.username,
        name=user.name,
        seat=f"{first.unit.short_name}{first.role_labels}",
        hint="；".join(hints),
        token=token,
    )
