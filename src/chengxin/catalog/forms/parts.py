"""Parts that several forms share: choices from tables of labels, the number of the last change that was seen."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.catalog.rules.shapes import joined, parted

Choices = list[tuple[str, str]]


def choices_of(labels: Mapping[Any, str]) -> Choices:
    """Return a table of labels as choices."""
    return [(value.value if isinstance(value, StrEnum) else str(value), label) for value, label in labels.items()]


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]], *, blank: str = "") -> None:
    """Offer these choices in a field of the form, after the words for choosing nothing, if there are any."""
    first = [("", blank)] if blank else []
    cast("forms.ChoiceField", form.fields[name]).choices = [*first, *choices]


class SeenForm(forms.Form):
    """A change of what others may change, too: ``seen`` is the number of the last change that was looked at."""

    seen = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages={
            "required": _("页面已经过期，请重新打开再改"),
            "invalid": _("页面已经过期，请重新打开再改"),
            "min_value": _("页面已经过期，请重新打开再改"),
        },
    )


class SeveralField(forms.CharField):
    """Several values in one box, parted by semicolons or line ends; gives a tuple."""

    def __init__(self, **options: Any) -> None:  # Django's own options
        """Take Django's options."""
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the box."""
        return joined(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the values, trimmed, each once."""
        return parted(super().clean(value))
