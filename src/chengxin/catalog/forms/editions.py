"""Forms of editions: begun, filled, laid open, commented on, answered, put on record, adopted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.catalog.forms.papers import ASKED
from chengxin.catalog.forms.parts import Choices, SeenForm, choices_of, offer
from chengxin.catalog.rules.editions import OUTCOME_LABELS, Choice, Outcome
from chengxin.catalog.rules.shapes import LONGEST_NAME
from chengxin.catalog.services import PaperFacts
from chengxin.ui.fields import DateField
from chengxin.vault.services import Upload

LONGEST_WORDS = 2_000
LINES = {"rows": 4}


class EditionForm(forms.Form):
    """A new edition."""

    key = forms.CharField(label=_("年份"), max_length=10, help_text=_("例如2027；同一年的第二版写2027-2"))
    title = forms.CharField(label=_("名称"), max_length=LONGEST_NAME, help_text=_("例如：信用信息目录（2027年本）"))
    copy = forms.TypedChoiceField(
        label=_("从什么开始"),
        choices=[("yes", _("从现行的目录开始，再增、改、删")), ("no", _("从空白开始"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )


class ChoiceForm(SeenForm):
    """What an edition does with an item; behind the buttons of its page."""

    key = forms.CharField(max_length=60)
    choice = forms.TypedChoiceField(choices=[(one.value, one.value) for one in Choice], coerce=Choice)


class ConsultForm(SeenForm):
    """Until when comments are taken."""

    until = DateField(label=_("征求意见到哪一天为止"), help_text=_("含这一天；在今天之后，半年以内"))


class CommentForm(forms.Form):
    """A comment on an edition or an item of it."""

    item = forms.ChoiceField(label=_("关于哪个目录项"), required=False)
    words = forms.CharField(label=_("意见"), max_length=LONGEST_WORDS, widget=forms.Textarea(LINES))
    proposal = forms.CharField(
        label=_("建议改成"),
        max_length=LONGEST_WORDS,
        required=False,
        help_text=_("写出改好以后的文字，信用办更容易采纳"),
        widget=forms.Textarea(LINES),
    )

    def __init__(self, *args: Any, items: Choices, **kwargs: Any) -> None:
        """Offer the items of the edition."""
        super().__init__(*args, **kwargs)
        offer(self, "item", items, blank=str(_("整个目录")))


class AnswerForm(forms.Form):
    """The office's answer to a comment."""

    outcome = forms.TypedChoiceField(
        label=_("怎样处理"), coerce=Outcome, choices=choices_of(OUTCOME_LABELS), widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_WORDS,
        required=False,
        help_text=_("部分采纳、不采纳的必填"),
        widget=forms.Textarea(LINES),
    )
    published = forms.CharField(
        label=_("公布的意见"),
        max_length=LONGEST_WORDS,
        help_text=_("和处理结果、理由一起在网站公布。删去能认出是谁的话：姓名、住址、电话、工作单位"),
        widget=forms.Textarea(LINES),
    )

    def __init__(self, *args: Any, of_public: bool, **kwargs: Any) -> None:
        """Ask what is published only of a comment of the public."""
        super().__init__(*args, **kwargs)
        if not of_public:
            del self.fields["published"]


class SenderForm(forms.Form):
    """Why somebody opens the contact that was left with a comment."""

    purpose = forms.CharField(label=_("用途"), max_length=200, help_text=_("例如：请提意见的人说明是哪一个字段"))
    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("文件名称和条款，或者交办的文号"))


class PaperForm(SeenForm):
    """What was done for a step of the procedure; only what the step needs is asked."""

    number = forms.CharField(label=_("文号"), max_length=100, required=False)
    dated_on = DateField(label=_("日期"), required=False)
    begins_on = DateField(label=_("从哪一天起"), required=False)
    ends_on = DateField(label=_("到哪一天为止"), required=False)
    result = forms.CharField(
        label=_("结果"),
        max_length=LONGEST_WORDS,
        required=False,
        help_text=_("收到多少条意见，怎样处理"),
        widget=forms.Textarea(LINES),
    )
    file = forms.FileField(label=_("文件"), required=False, help_text=_("PDF、OFD、图片或Word，20兆字节以内"))

    def __init__(self, *args: Any, needs: tuple[str, ...], **kwargs: Any) -> None:
        """Ask for what is needed."""
        super().__init__(*args, **kwargs)
        asked = {name for need in needs for name in ASKED[need]}
        for name in ("number", "dated_on", "begins_on", "ends_on", "result", "file"):
            if name not in asked:
                del self.fields[name]
            elif name != "file":
                self.fields[name].required = True

    def facts(self) -> PaperFacts:
        """Return what was typed, as the service takes it."""
        given = self.cleaned_data
        return PaperFacts(**{name: given[name] for name in PaperFacts.__dataclass_fields__ if name in given})

    def upload(self) -> Upload | None:
        """Return the file, if one was chosen."""
        file = self.cleaned_data.get("file")
        return Upload.sent(file) if file else None


class AdoptForm(SeenForm):
    """From when an edition is in force."""

    on = DateField(label=_("从哪一天起施行"), help_text=_("不能早于今天"))


class CompareForm(forms.Form):
    """With which edition another is compared."""

    older = forms.ChoiceField(label=_("和哪一版比"))

    def __init__(self, *args: Any, editions: Choices, **kwargs: Any) -> None:
        """Offer the editions."""
        super().__init__(*args, **kwargs)
        offer(self, "older", editions)
