"""Forms of the plans for joint incentives and restrictions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.catalog.forms.parts import Choices, SeenForm, offer
from chengxin.catalog.rules.sector_plans import LONGEST_DOCUMENT, LONGEST_REASON, LONGEST_TEXT, LONGEST_TITLE
from chengxin.ui.fields import DateField
from chengxin.vault.services import Upload

LINES = {"rows": 12}


class AskPlanForm(forms.Form):
    """From which unit a plan is wanted, and on what paper."""

    unit = forms.ChoiceField(label=_("牵头单位"))
    paper = forms.CharField(label=_("要求的文件"), max_length=LONGEST_DOCUMENT, help_text=_("文号，或者工作要点的条目"))
    due_on = DateField(label=_("要在哪一天以前印发"), required=False, help_text=_("文件没有写的不填"))

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        """Offer the units, by code."""
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)


class WritePlanForm(SeenForm):
    """The draft of a plan."""

    title = forms.CharField(label=_("名称"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("内容"), max_length=LONGEST_TEXT, widget=forms.Textarea(LINES), help_text=_("怎样发起、响应、反馈")
    )
    measures = forms.MultipleChoiceField(
        label=_("用到的措施"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只能用措施目录里依据现行有效的措施"),
    )

    def __init__(self, *args: Any, measures: Choices, **kwargs: Any) -> None:
        """Offer the measures of the day."""
        super().__init__(*args, **kwargs)
        offer(self, "measures", measures)


class IssuePlanForm(SeenForm):
    """The paper with which a plan was issued."""

    document_number = forms.CharField(label=_("文号"), max_length=LONGEST_DOCUMENT)
    issued_on = DateField(label=_("印发日期"))
    file = forms.FileField(label=_("印发的方案"), help_text=_("PDF、OFD、图片或Word，20兆字节以内"))

    def upload(self) -> Upload:
        """Return the file."""
        file = self.cleaned_data["file"]
        return Upload.sent(file)


class TakeBackForm(SeenForm):
    """Why what was put on record is taken back."""

    reason = forms.CharField(label=_("原因"), max_length=LONGEST_REASON)
