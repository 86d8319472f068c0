"""Forms of notices: parse and shape what people type, nothing else."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.notices import rules
from chengxin.notices.rules import Manner, Outcome
from chengxin.notices.services import PaperReport
from chengxin.ui.fields import DateField
from chengxin.vault.services import Upload


class PaperForm(forms.Form):
    """One attempt to serve a paper."""

    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=[(outcome.value, label) for outcome, label in rules.OUTCOME_LABELS.items()],
        widget=forms.RadioSelect,
    )
    manner = forms.ChoiceField(
        label=_("送达方式"), choices=[(manner.value, label) for manner, label in rules.MANNER_LABELS.items()]
    )
    delivered_on = DateField(
        label=_("送达日期"), help_text=_("已送达时必填；以送达回证上记明的日期为准，时限从这一天起算"), required=False
    )
    signed_by = forms.CharField(label=_("签收人"), max_length=100, required=False)
    detail = forms.CharField(
        label=_("情况说明"), help_text=_("未送达或拒收时必填"), max_length=500, required=False, widget=forms.Textarea
    )
    scan = forms.FileField(
        label=_("回证扫描件"), help_text=_("已送达时必填；PDF、OFD、PNG或JPEG，20兆字节以内"), required=False
    )

    def report(self) -> PaperReport:
        """Return what was typed in, shaped for the service."""
        given: dict[str, Any] = self.cleaned_data
        file = given["scan"]
        return PaperReport(
            outcome=Outcome(given["outcome"]),
            manner=Manner(given["manner"]),
            delivered_on=given["delivered_on"],
            signed_by=given["signed_by"],
            detail=given["detail"],
            scan=Upload.sent(file) if file else None,
        )
