"""Forms of the work plan: parse and shape what people type, nothing else."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from chengxin.oversight.rules import wording
from chengxin.oversight.rules.board import STANDING_LABELS
from chengxin.oversight.rules.plan import Milestone
from chengxin.oversight.rules.wording import TaskText
from chengxin.ui.fields import DateField
from chengxin.units.models import Unit, UnitGroup
from chengxin.vault.services import Upload

Choices = Iterable[tuple[str, str]]
EXPIRED = _("页面已经过期，请重新打开再改")
SHORT = {"class": "short", "inputmode": "numeric"}
LINES = {"rows": 4}


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Offer these choices in a field of the form."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


def upload_of(file: Any) -> Upload:
    """Return a file of a form as the vault takes it."""
    return Upload.sent(file)


class BoardFilter(forms.Form):
    """Which tasks to show; everything may be left open. ``by`` says how they stand together."""

    by = forms.CharField(required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("状态"), required=False)
    unit = forms.ChoiceField(label=_("责任单位"), required=False)
    remark = forms.ChoiceField(label=_("备注"), required=False)

    def __init__(self, *args: Any, units: Choices, remarks: Iterable[str], **kwargs: Any) -> None:
        """Offer the units (id and name) and remarks of a plan."""
        super().__init__(*args, **kwargs)
        every = ("", gettext("全部"))
        offer(self, "state", [every, *((one.value, gettext(label)) for one, label in STANDING_LABELS.items())])
        offer(self, "unit", [every, *units])
        offer(self, "remark", [every, *((remark, remark) for remark in remarks)])

    @property
    def asked(self) -> Mapping[str, str]:
        """What is asked for: of what can not be read nothing."""
        return self.cleaned_data if self.is_bound and self.is_valid() else {}


class ImportForm(forms.Form):
    """The file of a plan."""

    file = forms.FileField(
        label=_("分工责任表"), help_text=_("xlsx、csv，或Word表格另存的txt；每项任务一行，写明要求、责任单位和期限")
    )
    year = forms.IntegerField(
        label=_("年度"), required=False, help_text=_("文件标题里写了年度的，可以不填"), widget=forms.TextInput(SHORT)
    )


class CopyForm(forms.Form):
    """Which year's plan to copy, and for which year."""

    source = forms.TypedChoiceField(label=_("沿用哪一年的计划"), coerce=int)
    year = forms.IntegerField(label=_("作为哪一年的草稿"), widget=forms.TextInput(SHORT))

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        """Offer the years that have a published plan."""
        super().__init__(*args, **kwargs)
        offer(self, "source", [(str(year), gettext("{year}年").format(year=year)) for year in years])


class MilestonesField(forms.CharField):
    """Milestones, a line each."""

    def clean(self, value: Any) -> tuple[Milestone, ...]:
        """Return the milestones."""
        try:
            return wording.milestones_of_lines(super().clean(value))
        except ValueError as error:
            words = gettext("这一行的日期不存在：{line}").format(line=error)
            raise forms.ValidationError(words, code="invalid") from error


class TaskForm(forms.Form):
    """What a task says. ``seen`` is the number of the last change that was looked at."""

    seen = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages={"required": EXPIRED, "invalid": EXPIRED, "min_value": EXPIRED},
    )
    module = forms.CharField(label=_("模块"), max_length=300)
    heading = forms.CharField(
        label=_("重点任务"), max_length=300, help_text=_("写法与已有的一样，就归在一起；写新的，就新立一项")
    )
    title = forms.CharField(label=_("任务"), max_length=300)
    requirement = forms.CharField(label=_("要求"), max_length=5000, widget=forms.Textarea)
    units = forms.CharField(
        label=_("责任单位"),
        help_text=_("每行一个，前面可以写“牵头”或“配合”，隔一个空格，例如：牵头 市统计局"),
        widget=forms.Textarea(LINES),
    )
    due_on = DateField(label=_("期限"), required=False, help_text=_("没有固定期限的不填"))
    milestones = MilestonesField(
        label=_("节点"),
        required=False,
        help_text=_("每行一个，日期写在前面，例如：2018-05-31 公布首批名单；每月都要做的只写文字"),
        widget=forms.Textarea(LINES),
    )
    bases = forms.CharField(
        label=_("依据"),
        required=False,
        help_text=_("每行一个，文号写在竖线后面，例如：关于加快信用建设的意见 | 示政发〔2018〕1号"),
        widget=forms.Textarea(LINES),
    )
    remark = forms.CharField(label=_("备注"), required=False, max_length=500)
    reason = forms.CharField(
        label=_("更正的理由"), max_length=500, help_text=_("已经发布的计划，改动要写明理由，留在任务的历史里")
    )

    def __init__(self, *args: Any, published: bool, **kwargs: Any) -> None:
        """Ask for a reason only where the plan is published."""
        super().__init__(*args, **kwargs)
        if not published:
            del self.fields["reason"]

    @property
    def text(self) -> TaskText:
        """What was typed."""
        given: dict[str, Any] = self.cleaned_data
        return TaskText(
            module=given["module"],
            heading=given["heading"],
            title=given["title"],
            requirement=given["requirement"],
            units=wording.units_of_lines(given["units"]),
            due_on=given["due_on"],
            milestones=given["milestones"],
            bases=wording.bases_of_lines(given["bases"]),
            remark=given["remark"],
        )

    @property
    def reason_given(self) -> str:
        """Why; empty where nobody asks."""
        return str(self.cleaned_data.get("reason", ""))


def initial_of(text: TaskText, seen: int) -> dict[str, Any]:
    """Return what stands in the form of a task at first."""
    return {
        "seen": seen,
        "module": text.module,
        "heading": text.heading,
        "title": text.title,
        "requirement": text.requirement,
        "units": wording.lines_of_units(text.units),
        "due_on": text.due_on,
        "milestones": wording.lines_of_milestones(text.milestones),
        "bases": wording.lines_of_bases(text.bases),
        "remark": text.remark,
    }


class NewTaskForm(TaskForm):
    """A further task: there is nothing that could have changed meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave out the number of the last change."""
        super().__init__(*args, **kwargs)
        del self.fields["seen"]


class SeenForm(forms.Form):
    """A change of what others may change, too."""

    seen = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages={"required": EXPIRED, "invalid": EXPIRED, "min_value": EXPIRED},
    )


class MatchForm(forms.Form):
    """The unit or group that a text means."""

    meant = forms.ChoiceField(label=_("指的是哪个单位或分组"))

    def __init__(self, *args: Any, units: Iterable[Unit], groups: Iterable[UnitGroup], **kwargs: Any) -> None:
        """Offer groups and units."""
        super().__init__(*args, **kwargs)
        of_groups = [(f"group-{one.id}", one.name) for one in groups]
        of_units = [(f"unit-{one.id}", one.name) for one in units]
        choices: Any = [("", gettext("请选择")), (gettext("分组"), of_groups), (gettext("单位"), of_units)]
        cast("forms.ChoiceField", self.fields["meant"]).choices = choices

    @property
    def chosen(self) -> dict[str, int | None]:
        """The unit or the group, by id."""
        kind, _dash, number = self.cleaned_data["meant"].partition("-")
        return {"unit": int(number) if kind == "unit" else None, "group": int(number) if kind == "group" else None}


class PublishForm(forms.Form):
    """The last question before a plan is published."""

    keep_texts = forms.BooleanField(
        label=_("没有对应到名录的责任单位照原文保留，这些单位不能在平台上报送凭证"), required=False
    )

    def __init__(self, *args: Any, unmatched: int, **kwargs: Any) -> None:
        """Ask about texts only where there are some."""
        super().__init__(*args, **kwargs)
        if not unmatched:
            del self.fields["keep_texts"]

    @property
    def keeps_texts(self) -> bool:
        """Whether texts may stay as they are."""
        return bool(self.cleaned_data.get("keep_texts"))


class PlainForm(forms.Form):
    """A question that needs nothing but a yes."""


class EvidenceForm(forms.Form):
    """What a unit hands in for a task."""

    file = forms.FileField(label=_("凭证"), help_text=_("文件、照片或表格：PDF、OFD、图片、Word或Excel，20兆字节以内"))
    words = forms.CharField(
        label=_("说明"), max_length=500, help_text=_("做了什么，文件里哪一处可以看到"), widget=forms.Textarea(LINES)
    )


class ReviewForm(forms.Form):
    """The credit office's word on evidence."""

    decision = forms.ChoiceField(
        label=_("审核意见"),
        choices=[("accept", gettext_lazy("采纳")), ("return", gettext_lazy("退回"))],
        widget=forms.RadioSelect,
    )
    milestone = forms.TypedChoiceField(label=_("说明哪个节点已经完成"), required=False, coerce=int, empty_value=None)
    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        required=False,
        help_text=_("退回时必填：缺什么，怎样补"),
        widget=forms.Textarea(LINES),
    )

    def __init__(self, *args: Any, milestones: Choices, **kwargs: Any) -> None:
        """Offer the milestones that are not reached; without any there is nothing to choose."""
        super().__init__(*args, **kwargs)
        offered = list(milestones)
        offer(self, "milestone", [("", gettext("没有")), *offered])
        if not offered:
            del self.fields["milestone"]

    @property
    def answer(self) -> dict[str, Any]:
        """What was decided, as the service takes it."""
        given = self.cleaned_data
        return {
            "accept": given["decision"] == "accept",
            "reason": given["reason"],
            "milestone": given.get("milestone"),
        }


class CloseForm(forms.Form):
    """The words with which a task is closed."""

    words = forms.CharField(
        label=_("办结说明"),
        max_length=500,
        required=False,
        widget=forms.Textarea(LINES),
        help_text=_("成效、数量、文号"),
    )


class ReopenForm(forms.Form):
    """Why a closed task is opened again."""

    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(LINES))
