"""Forms of consents: what a signed paper says, how one was withdrawn, which to show."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.checks.queries.consents import ConsentFilter
from chengxin.checks.rules.consents import COVERS_LABELS, Covers
from chengxin.checks.services import Given
from chengxin.ui.fields import DateField
from chengxin.vault.services import Upload

ROWS = {"rows": 3}
IN_FORCE = "in-force"


class ConsentsForm(forms.Form):
    """Which consents to show."""

    text = forms.CharField(label=_("主体、代码或者授权书编号"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), (IN_FORCE, _("现在有效"))])

    def filter(self, today: date) -> ConsentFilter:
        """Return what is asked for: of what can not be read nothing."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return ConsentFilter(text=said.get("text", ""), in_force_on=today if said.get("state") == IN_FORCE else None)


class ConsentForm(forms.Form):
    """What a signed paper says."""

    subject = forms.CharField(label=_("统一社会信用代码"), max_length=40, help_text=_("签署授权书的企业或者组织"))
    number = forms.CharField(label=_("授权书编号"), max_length=100, help_text=_("没有编号的，写本单位的收文号"))
    covers = forms.MultipleChoiceField(
        label=_("授权的内容"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, label) for one, label in COVERS_LABELS.items()],
    )
    purpose = forms.CharField(label=_("用途"), max_length=300, help_text=_("照授权书写，例如办理某项贷款"))
    signed_on = DateField(label=_("签署日期"))
    until = DateField(label=_("截止日期"), help_text=_("最后一天，照授权书写"))
    file = forms.FileField(
        label=_("授权书扫描件"),
        allow_empty_file=True,
        help_text=_("有签章的全文；PDF、PNG或JPEG，20兆字节以内"),
    )

    @property
    def given(self) -> Given:
        """What the paper says."""
        told: dict[str, Any] = self.cleaned_data
        return Given(
            subject=told["subject"],
            number=told["number"],
            covers=[Covers(one) for one in told["covers"]],
            purpose=told["purpose"],
            signed_on=told["signed_on"],
            until=told["until"],
        )

    @property
    def upload(self) -> Upload:
        """The scan."""
        file = self.cleaned_data["file"]
        return Upload.sent(file)


class WithdrawForm(forms.Form):
    """How a consent was withdrawn."""

    words = forms.CharField(
        label=_("怎样撤回"),
        max_length=300,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("例如2026年7月2日交来书面撤回函；不写自然人的姓名和证件号码"),
    )
