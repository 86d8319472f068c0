"""Choices that several forms offer."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.roles import Role
from chengxin.units import rules
from chengxin.units.models import Unit

Choices = list[tuple[str, str]]
ONE_DAY = timedelta(days=1)


class UnitField(forms.TypedChoiceField):
    """One unit out of those offered; gives its id, None if it may be left empty and is."""

    def __init__(self, **options: Any) -> None:  # Django's own options
        """Take Django's options."""
        super().__init__(coerce=int, empty_value=None, **options)

    def offer(self, units: Iterable[Unit]) -> None:
        """Offer these units."""
        self.choices = [("", _("请选择")), *((str(unit.id), unit.name) for unit in units)]


class RoleField(forms.TypedChoiceField):
    """One role; gives the ``Role``, None if it may be left empty and is."""

    def __init__(self, **options: Any) -> None:  # Django's own options
        """Take Django's options."""
        super().__init__(coerce=Role, empty_value=None, choices=[("", _("请选择")), *role_choices(Role)], **options)

    def offer(self, roles: Iterable[Role]) -> None:
        """Offer these roles."""
        self.choices = [("", _("请选择")), *role_choices(roles)]


def offer_units(form: forms.Form, name: str, units: Iterable[Unit]) -> None:
    """Offer these units in a ``UnitField`` of the form."""
    cast("UnitField", form.fields[name]).offer(units)


def offer_roles(form: forms.Form, name: str, roles: Iterable[Role]) -> None:
    """Offer these roles in a ``RoleField`` of the form."""
    cast("RoleField", form.fields[name]).offer(roles)


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]], *, blank: str) -> None:
    """Offer these choices in a field of the form, after the words for choosing nothing."""
    cast("forms.ChoiceField", form.fields[name]).choices = [("", blank), *choices]


def role_choices(roles: Iterable[Role]) -> Choices:
    """Return the roles in their fixed order, with labels."""
    offered = set(roles)
    return [(role.value, rules.ROLE_LABELS[role]) for role in Role if role in offered]


def day_after(day: date | None) -> date | None:
    """Return the first day out of a period whose last day people name; None for no end."""
    if day is None or day == date.max:
        return day
    return day + ONE_DAY
