"""What people search for on the desk: parse and shape, nothing else."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.subjects.rules import KIND_LABELS


class FindForm(forms.Form):
    """An organisation by any part of its name, or by a number."""

    q = forms.CharField(
        label=_("名称或代码"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "maxlength": 100}),
    )
    kind = forms.ChoiceField(
        label=_("主体类型"),
        required=False,
        choices=[("", _("全部")), *((kind.value, _(label)) for kind, label in KIND_LABELS.items())],
    )
