"""Forms of API clients."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.units import rules
from chengxin.units.forms.choices import UnitField, offer_units
from chengxin.units.models import Unit


class ClientChangeForm(forms.Form):
    """What may be changed of a client."""

    name = forms.CharField(label=_("名称"), max_length=100, help_text=_("例如：行政审批系统"))
    scopes = forms.MultipleChoiceField(
        label=_("接口权限"),
        choices=[(scope, f"{label}（{scope}）") for scope, label in rules.CLIENT_SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    calls_a_minute = forms.IntegerField(
        label=_("每分钟最多调用次数"), min_value=1, max_value=6000, widget=forms.NumberInput(attrs={"class": "short"})
    )


class ClientForm(ClientChangeForm):
    """A client to be registered."""

    unit = UnitField(label=_("所属单位"))
    code = forms.CharField(label=_("代号"), max_length=40, help_text=_("小写字母、数字和连字符，以后不能改"))
    field_order = ("unit", "name", "code", "scopes", "calls_a_minute")

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        """Offer the units that may own it."""
        super().__init__(*args, **kwargs)
        offer_units(self, "unit", units)
