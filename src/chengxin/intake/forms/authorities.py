"""Which unit a name of an authority means."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chengxin.units.models import Unit


class WrittenNameForm(forms.Form):
    """A name as files write it, and the unit."""

    name = forms.CharField(label=_("文件里的写法"), max_length=200)
    unit = forms.TypedChoiceField(label=_("指的单位"), coerce=int)

    def __init__(self, *args: object, units: QuerySet[Unit], **kwargs: object) -> None:
        """Offer the units within reach."""
        super().__init__(*args, **kwargs)
        choices = [("", "— — —"), *units.values_list("id", "name")]
        self.fields["unit"].choices = choices
