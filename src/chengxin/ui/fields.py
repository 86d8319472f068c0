"""Form fields that look right: for rooms' ``forms.py``."""

from typing import Any

from django import forms


class DateField(forms.DateField):
    """A day, chosen in the browser's own calendar and written as ISO (2018-06-30)."""

    def __init__(self, **options: Any) -> None:  # Django's own options
        """Take Django's options; the widget is ours."""
        attributes = options.pop("attrs", {})
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short", **attributes})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **options)
