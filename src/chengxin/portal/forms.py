"""The questions the public may ask: parse and shape, nothing else."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.law.facts import Facts
from chengxin.law.words import Words
from chengxin.ui.fields import DateField

ITEMS = ("penalty", "licence")
SEVERITIES = ("minor", "general", "serious", "specific-serious")
KINDS = (
    "warning",
    "criticism",
    "fine",
    "confiscate-gains",
    "confiscate-property",
    "suspend-licence",
    "downgrade",
    "revoke-licence",
    "restrict-operation",
    "suspend-production",
    "close",
    "restrict-employment",
    "other",
)
FIELDS = ("food", "drug", "special-equipment", "work-safety", "fire", "other")
PROCEDURES = ("ordinary", "simple")
LONGEST_WORDS, LONGEST_SENDER = 2_000, 100
FIELD_OF_FACT = {"severity": "severity", "kind": "kinds", "field": "field", "procedure": "procedure"}


class ValidateForm(forms.Form):
    """Which item a file is for, and the file; nothing of it is kept."""

    item = forms.ChoiceField(label=_("目录项"))
    file = forms.FileField(
        label=_("文件"),
        help_text=_("xlsx、xls、et、csv、txt、json、旧式xml，最大2兆字节，最多5,000行、200列"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.csv,.txt,.tsv,.json,.xml"}),
        error_messages={"empty": _("文件是空的，请检查后重新选择")},
        max_length=160,
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:  # Django's own signature
        """Offer the items whose records are public."""
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        field.choices = choices  # type: ignore[attr-defined]  # it is a choice field


class VerifyFileForm(forms.Form):
    """A report as a file; nothing of it is kept."""

    file = forms.FileField(
        label=_("报告文件"),
        help_text=_("原样的PDF文件，最大5兆字节。只计算指纹，不保存"),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"empty": _("文件是空的，请检查后重新选择")},
        max_length=160,
    )


class VerifyNumberForm(forms.Form):
    """The number of a report, however its groups are set apart."""

    number = forms.CharField(
        label=_("报告编号"),
        max_length=60,
        help_text=_("写在报告第一页，以XB开头"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class CommentForm(forms.Form):
    """What somebody says of a draft catalogue. ``website`` stays empty: people do not see it, programs fill it."""

    item = forms.ChoiceField(label=_("关于哪个目录项"), required=False)
    words = forms.CharField(
        label=_("意见"),
        max_length=LONGEST_WORDS,
        help_text=_("最多2,000字。不要写身份证件号码、电话或别人的姓名：答复以后意见会公布"),
        widget=forms.Textarea({"rows": 6}),
    )
    proposal = forms.CharField(
        label=_("建议改成"), max_length=LONGEST_WORDS, required=False, widget=forms.Textarea({"rows": 3})
    )
    name = forms.CharField(
        label=_("姓名或单位"),
        max_length=LONGEST_SENDER,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=_("联系方式"),
        max_length=LONGEST_SENDER,
        required=False,
        help_text=_("电话或邮箱。加密保存，只在要请您说明时查看，查看留痕；目录施行后删除，不公布"),
        widget=forms.TextInput({"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}))
    once = forms.CharField(max_length=26, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:  # Django's own signature
        """Offer the items of the draft."""
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        field.choices = [("", _("整个目录")), *items]  # type: ignore[attr-defined]  # it is a choice field

    def clean_website(self) -> str:
        """Refuse what only a program fills in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("“请不要填写”的一栏要留空，请清空后再提交"))
        return ""


class ReceiptForm(forms.Form):
    """The number of a receipt, however its groups are set apart."""

    receipt = forms.CharField(
        label=_("回执号"),
        max_length=60,
        help_text=_("提交意见时页面给出的26位字母和数字"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_receipt(self) -> str:
        """Return the number without blanks and hyphens, in lower case."""
        return re.sub(r"[\s-]", "", self.cleaned_data["receipt"]).lower()


class LawForm(forms.Form):
    """What must be known of a decision to say how long it is shown."""

    decided_on = DateField(label=_("决定日期"), help_text=_("决定书落款的日期"))
    item = forms.ChoiceField(label=_("是什么决定"), widget=forms.RadioSelect)
    severity = forms.ChoiceField(
        label=_("失信程度"),
        required=False,
        help_text=_("照决定书或公示页上写的；没有写明就选“不清楚”"),
    )
    kinds = forms.MultipleChoiceField(
        label=_("处罚种类"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("可以选几种，按公示最久的一种计算"),
    )
    field = forms.ChoiceField(label=_("领域"), required=False)
    procedure = forms.ChoiceField(label=_("处罚程序"), required=False, help_text=_("当场作出的是简易程序"))

    def __init__(self, *args: Any, words: Words, today: date, **kwargs: Any) -> None:  # Django's own signature
        """Take the labels from the law, so that page and rule speak alike."""
        super().__init__(*args, **kwargs)
        self.today = today
        unknown = ("", _("不清楚"))
        self._offer("item", [(key, words.name("item", key)) for key in ITEMS])
        self._offer("severity", [unknown, *((key, words.name("severity", key)) for key in SEVERITIES)])
        self._offer("kinds", [(key, words.name("kind", key)) for key in KINDS])
        self._offer("field", [unknown, *((key, words.name("field", key)) for key in FIELDS)])
        self._offer("procedure", [(key, words.name("procedure", key)) for key in PROCEDURES])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        field.choices = choices  # type: ignore[attr-defined]  # all of them are choice fields

    def clean_decided_on(self) -> date:
        """Refuse a decision that is not made yet."""
        decided_on: date = self.cleaned_data["decided_on"]
        if decided_on > self.today:
            raise forms.ValidationError(_("决定日期不能晚于今天"))
        return decided_on

    def facts(self) -> Facts:
        """Return what was said, as the law asks for it."""
        said = self.cleaned_data
        return Facts(
            item=said["item"],
            severity=said["severity"] or None,
            kinds=tuple(said["kinds"]),
            field=said["field"] or None,
            procedure=said["procedure"] or "ordinary",
        )

    def ask_for(self, facts: tuple[str, ...], sentence: str) -> None:
        """Mark the fields of facts that the law still needs; a fact without a field is said over the form."""
        for fact in facts:
            name = FIELD_OF_FACT.get(fact)
            label = self.fields[name].label if name else ""
            words = _("请选{label}，按这一天的规定要知道它才能计算").format(label=label) if name else sentence
            self.add_error(name, words)
