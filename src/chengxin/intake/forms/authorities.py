"""Which unit a name of an authority means."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengxin.units.models import Unit


class WrittenNameForm(forms.Form):
    """A name as files write it, and the unit."""

    name = forms.CharField(label=gettext_lazy("文件里的写法"), max_length=200)
    unit = forms.TypedChoiceField(label=gettext_lazy("指的单位"), coerce=int)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        """Offer the units within reach."""
        super().__init__(*args, **kwargs)
        meant = self.fields["unit"]
        if isinstance(meant, forms.ChoiceField):
            meant.choices = [("", _("请选择")), *((str(unit.id), unit.name) for unit in units)]
