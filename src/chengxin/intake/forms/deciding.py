"""Forms that only ask whether."""

from django import forms


class EmptyForm(forms.Form):
    """Nothing to fill in: sending it is the answer."""
