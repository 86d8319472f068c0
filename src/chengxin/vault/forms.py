"""Forms of stored files: parse and shape what people type, nothing else."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why somebody reads a file."""

    reason = forms.CharField(label=_("用途"), help_text=_("为办理哪一件事而查看"), max_length=200)
    basis = forms.CharField(label=_("依据"), help_text=_("法律条款、授权书或本单位的职责规定"), max_length=200)


class HoldForm(forms.Form):
    """Why a file is held past its last day, or released."""

    reason = forms.CharField(label=_("事由"), help_text=_("例如：行政诉讼期间保全证据，写明案号"), max_length=140)
    basis = forms.CharField(label=_("依据"), help_text=_("法律条款，或者要求封存、解除的机关和文号"), max_length=140)
