"""Forms of delegations (委托)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.roles import Role
from chengxin.ui.fields import DateField
from chengxin.units import rules
from chengxin.units.forms.choices import UnitField, day_after, offer_units, role_choices
from chengxin.units.models import Unit


class DelegationForm(forms.Form):
    """Which unit lets which other act for it."""

    principal = UnitField(label=_("委托单位"))
    deputy = UnitField(label=_("受托单位"))
    roles = forms.TypedMultipleChoiceField(
        label=_("可以代办的角色"),
        choices=role_choices(rules.DELEGABLE_ROLES),
        coerce=Role,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("受托单位的人员只能以他们在本单位已有的角色代办"),
    )
    basis = forms.CharField(label=_("委托书"), max_length=200, help_text=_("名称和文号"))
    valid_from = DateField(label=_("从哪一天起"))
    last_day = DateField(label=_("到哪一天为止"), help_text=_("含这一天"))

    def __init__(self, *args: Any, principals: Iterable[Unit], deputies: Iterable[Unit], **kwargs: Any) -> None:
        """Offer the units that may give and those that may act."""
        super().__init__(*args, **kwargs)
        offer_units(self, "principal", principals)
        offer_units(self, "deputy", deputies)

    def clean(self) -> dict[str, Any]:
        """Turn the last day into the first day out."""
        given = super().clean() or {}
        if last := given.pop("last_day", None):
            given["valid_until"] = day_after(last)
        return given
