"""The form behind the buttons that move a field."""

from django import forms

from chengxin.catalog.forms.parts import SeenForm


class MoveForm(SeenForm):
    """A field, and which way it goes."""

    code = forms.CharField(max_length=30)
    by = forms.TypedChoiceField(choices=[("-1", "-1"), ("1", "1")], coerce=int)
