"""Forms of listing procedures: parse and shape what people type, nothing else."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.lists.queries import Asked
from chengxin.lists.rules.dues import DueFilter
from chengxin.lists.rules.entries import (
    CHOSEN_GROUNDS,
    EXIT_LABELS,
    MANNER_LABELS,
    ExitGround,
    Ground,
    Manner,
    TimeToAnswer,
)
from chengxin.lists.rules.procedure import STATE_LABELS
from chengxin.lists.services import Decision, Proposal, Signature, WayOut
from chengxin.ui.fields import DateField
from chengxin.vault.services import Upload

Choices = Iterable[tuple[str, str]]
EXPIRED = _("页面已经过期，请重新打开再办")
LINES = {"rows": 4}
SHORT = {"class": "short", "inputmode": "numeric"}
LONGEST = 2000
BIGGEST_BATCH = 5 * 1024 * 1024


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Offer these choices in a field of the form."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


class EntriesFilter(forms.Form):
    """Which entries to show; everything may be left open."""

    kind = forms.ChoiceField(label=_("名单"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    unit = forms.ChoiceField(label=_("认定单位"), required=False)
    due = forms.ChoiceField(
        choices=[("", ""), *((one.value, one.value) for one in DueFilter)], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, kinds: Choices, units: Choices, **kwargs: Any) -> None:
        """Offer kinds (key and name) and units (id and name)."""
        super().__init__(*args, **kwargs)
        every = ("", gettext("全部"))
        offer(self, "kind", [every, *kinds])
        offer(self, "state", [every, *((one.value, gettext(label)) for one, label in STATE_LABELS.items())])
        offer(self, "unit", [every, *units])

    def asked(self) -> Asked:
        """What is asked for: of what can not be read nothing."""
        if not self.is_bound or not self.is_valid():
            return Asked()
        given = self.cleaned_data
        return Asked(given["kind"], given["state"], int(given["unit"]) if given["unit"] else None)

    def asked_due(self) -> DueFilter | None:
        """What is due of what is asked for; None: whatever it is."""
        given = self.cleaned_data["due"] if self.is_bound and self.is_valid() else ""
        return DueFilter(given) if given else None


class MoveForm(forms.Form):
    """A move on an entry: which state was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": EXPIRED, "invalid": EXPIRED})


class GroundForm(forms.Form):
    """Why a subject is to be listed, and the decision that it rests on."""

    reason = forms.CharField(
        label=_("列入事由"),
        max_length=LONGEST,
        widget=forms.Textarea(LINES),
        help_text=_("写事实，不写自然人的姓名和证件号码；公布时照写"),
    )
    ground_number = forms.CharField(label=_("所依据的决定或者裁判的文书号"), max_length=200)
    ground_body = forms.CharField(label=_("作出的机关"), max_length=200)
    ground_on = DateField(label=_("作出的日期"))

    @property
    def ground(self) -> Ground:
        """The decision."""
        given = self.cleaned_data
        return Ground(given["ground_number"], given["ground_body"], given["ground_on"])


class ProposalForm(GroundForm):
    """A proposal: whom, for which list."""

    field_order = ("kind", "subject", "reason", "ground_number", "ground_body", "ground_on")
    kind = forms.ChoiceField(label=_("名单"))
    subject = forms.CharField(
        label=_("主体的统一社会信用代码"), max_length=26, help_text=_("18位；自然人和个体工商户不在这里列入名单")
    )

    def __init__(self, *args: Any, kinds: Choices, **kwargs: Any) -> None:
        """Offer the kinds on which the unit may list today."""
        super().__init__(*args, **kwargs)
        offer(self, "kind", [("", gettext("请选择")), *kinds])

    @property
    def proposal(self) -> Proposal:
        """What was typed."""
        given = self.cleaned_data
        return Proposal(given["kind"], given["subject"], given["reason"], self.ground)


class AmendForm(GroundForm, MoveForm):
    """A proposal that was sent back, mended."""


class WordsForm(MoveForm):
    """A move that says why."""

    words = forms.CharField(label=_("理由"), max_length=LONGEST, required=False, widget=forms.Textarea(LINES))


class NotifyForm(MoveForm):
    """How many days the party has, and where they stand."""

    days = forms.IntegerField(label=_("天数"), min_value=1, widget=forms.TextInput(SHORT))
    working = forms.TypedChoiceField(
        label=_("怎样算"),
        coerce=lambda value: value == "working",
        choices=[("working", _("工作日")), ("calendar", _("自然日"))],
        widget=forms.RadioSelect,
        initial="working",
    )
    basis = forms.CharField(
        label=_("规定这个天数的文件和条款"),
        max_length=300,
        help_text=_("法律数据里没有统一的天数，由认定单位照本领域的规定填写，写进文书"),
    )

    @property
    def time(self) -> TimeToAnswer:
        """What was typed."""
        given = self.cleaned_data
        return TimeToAnswer(given["days"], working=given["working"], basis=given["basis"])


class HearForm(MoveForm):
    """What was said, when and how."""

    said_on = DateField(label=_("提出的日期"))
    manner = forms.TypedChoiceField(
        label=_("方式"),
        coerce=Manner,
        choices=[(one.value, label) for one, label in MANNER_LABELS.items()],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("内容"),
        max_length=LONGEST,
        widget=forms.Textarea(LINES),
        help_text=_("写要点；不写自然人的姓名和证件号码"),
    )
    file = forms.FileField(
        label=_("陈述申辩材料的扫描件"),
        required=False,
        allow_empty_file=True,
        help_text=_("当事人交来书面材料或者有笔录的，附上；PDF、PNG或JPEG，20兆字节以内"),
    )

    @property
    def scan(self) -> Upload | None:
        """The paper that was handed in, if one was chosen."""
        file = self.cleaned_data["file"]
        return Upload.sent(file) if file else None


class AnswerForm(MoveForm):
    """The answer to the oldest statement that waits."""

    followed = forms.TypedChoiceField(
        label=_("是否采纳"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("采纳")), ("no", _("不采纳"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("答复和理由"), max_length=LONGEST, widget=forms.Textarea(LINES))


class DecideForm(MoveForm):
    """Who signed, when, until when."""

    signed_by = forms.CharField(label=_("签发的负责人"), max_length=100, help_text=_("职务和姓名，写进决定书，不公开"))
    signed_on = DateField(label=_("签发日期"))
    until = DateField(label=_("列入期限届满日"), required=False)

    @property
    def decision(self) -> Decision:
        """What was typed."""
        given = self.cleaned_data
        return Decision(given["signed_by"], given["signed_on"], given["until"])


class LeaveForm(MoveForm):
    """Why an entry leaves the list, on which paper, signed by whom."""

    ground = forms.TypedChoiceField(
        label=_("移出的事由"),
        coerce=ExitGround,
        choices=[(one.value, EXIT_LABELS[one]) for one in CHOSEN_GROUNDS],
        widget=forms.RadioSelect,
    )
    number = forms.CharField(
        label=_("所依据文书的文号"), max_length=200, help_text=_("修复决定、撤销决定或者裁判的文号")
    )
    words = forms.CharField(
        label=_("理由"), max_length=LONGEST, widget=forms.Textarea(LINES), help_text=_("公众看得到")
    )
    signed_by = forms.CharField(label=_("签发的负责人"), max_length=100)
    signed_on = DateField(label=_("签发日期"))

    @property
    def way(self) -> WayOut:
        """What was typed."""
        given = self.cleaned_data
        return WayOut(given["ground"], given["number"], given["words"], given["signed_by"], given["signed_on"])


class SignRemovalForm(MoveForm):
    """Who signs a removal that the platform made, and when."""

    signed_by = forms.CharField(label=_("签发的负责人"), max_length=100, help_text=_("职务和姓名，写进确认书，不公开"))
    signed_on = DateField(label=_("签发日期"))

    @property
    def signature(self) -> Signature:
        """What was typed."""
        return Signature(self.cleaned_data["signed_by"], self.cleaned_data["signed_on"])


class BatchForm(forms.Form):
    """A workbook of proposals."""

    file = forms.FileField(label=_("工作簿"), help_text=_("用模板填写，一行一个主体，最多200行"))
    only_check = forms.BooleanField(label=_("只检查，先不提出"), required=False, initial=True)

    def clean_file(self) -> Any:
        """Refuse what is no workbook by its size."""
        file = self.cleaned_data["file"]
        if file.size > BIGGEST_BATCH:
            raise forms.ValidationError(gettext("文件太大，最多5MB"))
        return file

    @property
    def upload(self) -> Upload:
        """The file."""
        file = self.cleaned_data["file"]
        return Upload.sent(file)


class AnnouncementFilter(forms.Form):
    """Which kind, from which day to which."""

    kind = forms.ChoiceField(label=_("名单"))
    first = DateField(label=_("从哪天起公布"))
    last = DateField(label=_("到哪天"))

    def __init__(self, *args: Any, kinds: Choices, **kwargs: Any) -> None:
        """Offer the kinds (key and name)."""
        super().__init__(*args, **kwargs)
        offer(self, "kind", [("", gettext("请选择")), *kinds])


class CoverageFilter(forms.Form):
    """The day to hold against: the deadline of the plan, or today."""

    on = DateField(label=_("对照日期"), required=False, help_text=_("工作计划要求的日期；不填是今天"))
