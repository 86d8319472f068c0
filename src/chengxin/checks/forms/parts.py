"""Parts that several forms of the room share: choices, why somebody looks, a workbook of subjects."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.checks.rules.answers import GROUND_LABELS, Ground
from chengxin.checks.rules.doings import WORKBOOK
from chengxin.vault.services import Upload


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Offer these choices in a field of the form."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


class BasisField(forms.CharField):
    """The article of a legal duty: asked for, though a consent stands in for it."""

    expected = True


class WhyForm(forms.Form):
    """Why somebody looks: for what, on what ground, by which article."""

    purpose = forms.CharField(label=_("用途"), max_length=300, help_text=_("办的是哪一件事，例如某项目投标人资格审查"))
    ground = forms.ChoiceField(
        label=_("凭什么查"),
        widget=forms.RadioSelect,
        initial=Ground.DUTY.value,
        choices=[(one.value, label) for one, label in GROUND_LABELS.items()],
    )
    basis = BasisField(
        label=_("依据"),
        required=False,
        max_length=300,
        help_text=_("依照职责的必须写，写法律、法规的条款；凭授权的不写，以登记过的、现在有效的授权书为准"),
    )


class WorkbookForm(forms.Form):
    """A workbook of subjects."""

    file = forms.FileField(
        label=_("工作簿"), help_text=_("xlsx，前10行里有“统一社会信用代码”一列，可以另有“名称”“业务编号”；最多1000行")
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
        return Upload.sent(self.cleaned_data["file"])
