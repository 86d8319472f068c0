"""What people type about a record's end: parse and shape, nothing else."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengxin.register import rules
from chengxin.register.rules import RevocationKind, TakedownReason
from chengxin.register.services import Ruling, Sought, Why
from chengxin.subjects.rules import PAPER_LABELS, PaperKind
from chengxin.ui.fields import DateField

LONGEST_SENTENCE = 500
LONGEST_NUMBER = 200
LONGEST_BASIS = 300
DOCUMENT = "document"


class RevocationForm(forms.Form):
    """The act that ended a decision."""

    kind = forms.ChoiceField(
        label=gettext_lazy("原决定怎么了"),
        choices=[(kind.value, gettext_lazy(label)) for kind, label in rules.REVOCATION_LABELS.items()],
        widget=forms.RadioSelect,
    )
    revoked_on = DateField(
        label=gettext_lazy("哪一天作出"), help_text=gettext_lazy("变更、撤销、确认违法或者无效的文书落款日期")
    )
    document_number = forms.CharField(
        label=gettext_lazy("文书号"),
        max_length=LONGEST_NUMBER,
        help_text=gettext_lazy("复议决定书、判决书或者本机关的决定书"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sentence = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=LONGEST_SENTENCE,
        help_text=gettext_lazy("一两句话，会告诉当事人和公众，不写个人信息"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # Django's own signature
        """Take the day beyond which no ruling can lie."""
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_revoked_on(self) -> date:
        """Refuse a ruling that is not made yet."""
        revoked_on: date = self.cleaned_data["revoked_on"]
        if revoked_on > self.today:
            raise forms.ValidationError(_("作出的日期不能晚于今天"))
        return revoked_on

    def ruling(self) -> Ruling:
        """Return what was said."""
        said = self.cleaned_data
        return Ruling(RevocationKind(said["kind"]), said["document_number"], said["revoked_on"], said["sentence"])


class LookForm(forms.Form):
    """For what purpose, and on what basis, somebody looks at what is not public."""

    purpose = forms.CharField(
        label=gettext_lazy("用途"),
        max_length=LONGEST_BASIS,
        help_text=gettext_lazy("为哪一件事查看，例如核对报送、答复本人异议；会记入留痕"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    basis = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=LONGEST_BASIS,
        help_text=gettext_lazy("法条、本人授权书或者办件号"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PersonSearchForm(LookForm):
    """One person by the number of a paper, or one decision by its document number. Names are not asked."""

    field_order = ("kind", "number", "purpose", "basis")
    kind = forms.ChoiceField(
        label=gettext_lazy("按什么查"),
        choices=[
            *((paper.value, gettext_lazy(PAPER_LABELS[paper])) for paper in PaperKind),
            (DOCUMENT, gettext_lazy("决定文书号")),
        ],
        initial=PaperKind.ID_CARD.value,
    )
    number = forms.CharField(
        label=gettext_lazy("号码"),
        max_length=LONGEST_NUMBER,
        help_text=gettext_lazy("要写完整；不能按姓名查，一次只查一个"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def sought(self) -> Sought:
        """Return what is looked for."""
        said = self.cleaned_data
        return Sought(None if said["kind"] == DOCUMENT else PaperKind(said["kind"]), said["number"])


class PersonOpenForm(LookForm):
    """Why one record is opened, and whether name and number are needed in full."""

    reveal = forms.BooleanField(
        label=gettext_lazy("显示完整的姓名和证件号码"),
        required=False,
        help_text=gettext_lazy("不需要就不选；选了也会记入留痕"),
    )


class TakedownForm(forms.Form):
    """Why publicity ends."""

    reason = forms.ChoiceField(
        label=gettext_lazy("为什么停止公示"),
        choices=[(reason.value, gettext_lazy(rules.TAKEDOWN_LABELS[reason])) for reason in rules.CHOSEN_REASONS],
        widget=forms.RadioSelect,
    )
    sentence = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=LONGEST_SENTENCE,
        help_text=gettext_lazy("一两句话，会告诉当事人，不写个人信息"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    basis = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=LONGEST_BASIS,
        help_text=gettext_lazy("法条、修复决定、来函或者办件号"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def why(self) -> Why:
        """Return what was said."""
        said = self.cleaned_data
        return Why(TakedownReason(said["reason"]), said["sentence"], said["basis"])


class PersonEndForm(TakedownForm):
    """Why a person's record is used no more."""

    reason = forms.ChoiceField(
        label=gettext_lazy("为什么停止使用"),
        choices=[
            (reason.value, gettext_lazy(rules.TAKEDOWN_LABELS[reason]))
            for reason in (*rules.CHOSEN_REASONS, TakedownReason.REVOKED)
        ],
        widget=forms.RadioSelect,
    )


class SplitForm(forms.Form):
    """Why two organisations are said to be one, or not to be, and on what basis."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=LONGEST_BASIS, widget=forms.Textarea(attrs={"rows": 3})
    )
    basis = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=LONGEST_BASIS,
        help_text=gettext_lazy("登记机关的函、登记档案或者核对记录，写明文号和日期"),
    )


class MergeForm(SplitForm):
    """As ``SplitForm``, with the organisation that stays."""

    survivor = forms.CharField(
        label=gettext_lazy("保留的主体的统一社会信用代码"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("survivor", "reason", "basis")
