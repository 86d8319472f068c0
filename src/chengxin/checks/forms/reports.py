"""Forms of authorised reports: about whom, for what, on what ground; one or a workbook of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.checks.rules.answers import GROUND_LABELS, Ground
from chengxin.checks.rules.doings import WORKBOOK
from chengxin.checks.services import ReportWish
from chengxin.vault.services import Upload


class ReportsForm(forms.Form):
    """Which reports to show."""

    text = forms.CharField(label=_("主体、代码或者报告编号"), required=False, max_length=100)

    @property
    def sought(self) -> str:
        """What is looked for: of what can not be read nothing."""
        return str(self.cleaned_data["text"]) if self.is_bound and self.is_valid() else ""


class WishForm(forms.Form):
    """For what and on what ground."""

    purpose = forms.CharField(label=_("用途"), max_length=300, help_text=_("办的是哪一件事；写在报告上"))
    ground = forms.ChoiceField(
        label=_("凭什么查"),
        widget=forms.RadioSelect,
        initial=Ground.DUTY.value,
        choices=[(one.value, label) for one, label in GROUND_LABELS.items()],
    )
    basis = forms.CharField(
        label=_("依据"),
        required=False,
        max_length=300,
        help_text=_("法律、法规的条款；凭授权的不填，以登记过的、现在有效的授权书为准"),
    )

    @property
    def wish(self) -> ReportWish:
        """For what and on what ground."""
        given = self.cleaned_data
        return ReportWish(Ground(given["ground"]), given["purpose"], given["basis"])


class ReportForm(WishForm):
    """One report."""

    code = forms.CharField(label=_("统一社会信用代码"), max_length=40)
    field_order = ("code",)


class ReportBatchForm(WishForm):
    """A workbook of subjects."""

    file = forms.FileField(
        label=_("工作簿"), help_text=_("xlsx，前10行里有“统一社会信用代码”一列；最多1000行。工作簿读过以后不保存")
    )

    def clean_file(self) -> Any:
        """Refuse what is no workbook by its size."""
        file = self.cleaned_data["file"]
        if file.size > WORKBOOK.max_bytes:
            raise forms.ValidationError(gettext("文件太大，最多5MB"))
        return file

    @property
    def upload(self) -> Upload:
        """The workbook."""
        file = self.cleaned_data["file"]
        return Upload(file.file, file.name, file.content_type or "")
