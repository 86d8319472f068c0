"""Forms of authorised reports: about whom, for what, on what ground; one or a workbook of them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.checks.forms.parts import WhyForm, WorkbookForm
from chengxin.checks.rules.answers import Ground
from chengxin.checks.services import ReportWish


class ReportsForm(forms.Form):
    """Which reports to show."""

    text = forms.CharField(label=_("主体、代码或者报告编号"), required=False, max_length=100)

    @property
    def sought(self) -> str:
        """What is looked for: of what can not be read nothing."""
        return str(self.cleaned_data["text"]) if self.is_bound and self.is_valid() else ""


class WishForm(WhyForm):
    """For what and on what ground."""

    @property
    def wish(self) -> ReportWish:
        """For what and on what ground."""
        given = self.cleaned_data
        return ReportWish(Ground(given["ground"]), given["purpose"], given["basis"])


class ReportForm(WishForm):
    """One report."""

    code = forms.CharField(label=_("统一社会信用代码"), max_length=40)
    field_order = ("code",)


class ReportBatchForm(WorkbookForm, WishForm):
    """A workbook of subjects, which is not kept."""

    field_order = tuple(WhyForm.base_fields)
