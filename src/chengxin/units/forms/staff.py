"""Forms of staff: logins, roles, hand-over."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.roles import Role
from chengxin.ui.fields import DateField
from chengxin.units.forms.choices import (
    RoleField,
    UnitField,
    day_after,
    offer,
    offer_roles,
    offer_units,
    role_choices,
)
from chengxin.units.models import Unit

STATES = [
    ("", _("全部")),
    ("open", _("在用")),
    ("closed", _("已停用")),
    ("idle", _("长期未用")),
    ("without-second-factor", _("没有启用第二重验证")),
    ("without-role", _("没有角色")),
]
KNOWN_HELP = _("此人已有的登录名；还没有账号的，先建立账号")
USERNAME_HELP = _("例如 wei.yanqiu，以后不能改")


class StaffFilter(forms.Form):
    """What to look for among the staff; everything may be empty."""

    q = forms.CharField(label=_("姓名或登录名"), required=False, max_length=50)
    unit = UnitField(label=_("单位"), required=False)
    role = RoleField(label=_("角色"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=STATES)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        """Offer the units inside the reach."""
        super().__init__(*args, **kwargs)
        offer(self, "unit", ((str(unit.id), unit.short_name) for unit in units), blank=gettext("全部"))
        offer(self, "role", role_choices(Role), blank=gettext("全部"))


class LoginForm(forms.Form):
    """A login to be made; its roles are another's affair."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    username = forms.CharField(label=_("登录名"), max_length=40, help_text=USERNAME_HELP)
    email = forms.EmailField(label=_("电子邮箱"), required=False, help_text=_("用于接收通知，请填工作邮箱"))


class SeatedLoginForm(LoginForm):
    """A login to be made with its first role."""

    unit = UnitField(label=_("单位"))
    role = RoleField(label=_("第一个角色"))

    def __init__(self, *args: Any, units: Iterable[Unit], roles: Iterable[Role], **kwargs: Any) -> None:
        """Offer the units and roles that may be given."""
        super().__init__(*args, **kwargs)
        offer_units(self, "unit", units)
        offer_roles(self, "role", roles)


class PersonForm(forms.Form):
    """A person's name and address to be corrected."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    email = forms.EmailField(label=_("电子邮箱"), required=False)


class AppointmentForm(forms.Form):
    """A role to be given; the last day is the last one on which it holds."""

    unit = UnitField(label=_("单位"))
    role = RoleField(label=_("角色"))
    valid_from = DateField(label=_("从哪一天起"))
    last_day = DateField(label=_("到哪一天为止"), required=False, help_text=_("含这一天。长期任职不用填"))

    def __init__(self, *args: Any, units: Iterable[Unit], roles: Iterable[Role], **kwargs: Any) -> None:
        """Offer the units and roles that may be given."""
        super().__init__(*args, **kwargs)
        offer_units(self, "unit", units)
        offer_roles(self, "role", roles)

    def clean(self) -> dict[str, Any]:
        """Turn the last day into the first day out."""
        given = super().clean() or {}
        given["valid_until"] = day_after(given.pop("last_day", None))
        return given


class SeatingForm(AppointmentForm):
    """A role at a known unit for a login that exists."""

    username = forms.CharField(label=_("登录名"), max_length=40, help_text=KNOWN_HELP)
    field_order = ("username", "unit", "role", "valid_from", "last_day")


class HandOverForm(forms.Form):
    """Who takes all roles of a person at a unit."""

    unit = UnitField(label=_("哪个单位的角色"))
    username = forms.CharField(label=_("由谁接手"), max_length=40, help_text=KNOWN_HELP)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        """Offer the units at which the person holds roles."""
        super().__init__(*args, **kwargs)
        offer_units(self, "unit", units)
