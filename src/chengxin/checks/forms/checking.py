"""Forms of checks: what is asked, what was decided, why an auditor looks."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.checks.forms.parts import WhyForm, WorkbookForm, offer
from chengxin.checks.models import Matter
from chengxin.checks.queries import CheckFilter
from chengxin.checks.rules.answers import Asked, Ground
from chengxin.checks.rules.matters import MATTER_LABELS, MatterKind
from chengxin.checks.services import BatchQuestion, MeasureDecision
from chengxin.ui.fields import DateField

ROWS = {"rows": 3}
APPLIED, NOT_APPLIED = "applied", "not-applied"


def matter_choices(matters: Iterable[Matter], *, many_units: bool) -> list[tuple[str, Any]]:
    """Return matters as choices, under their kinds; with the unit's name where there are several."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in matters:
        label = gettext(MATTER_LABELS[MatterKind(one.kind)])
        name = f"{one.unit.short_name}：{one.name}" if many_units else one.name
        groups.setdefault(label, []).append((one.public_id, name))
    return list(groups.items())


class CheckForm(WhyForm):
    """What a check asks."""

    field_order = ("matter", "code", "name", *WhyForm.base_fields)
    matter = forms.ChoiceField(label=_("事项"), help_text=_("正在办理的事项；没有的，请单位管理员先登记"))
    code = forms.CharField(
        label=_("统一社会信用代码"),
        required=False,
        max_length=40,
        help_text=_("也可以填旧注册号或者组织机构代码，这时要同时填名称"),
    )
    name = forms.CharField(
        label=_("名称"),
        required=False,
        max_length=300,
        help_text=_("与代码一起填，会核对是不是同一主体；只填名称不会得出结论，只列出可能的主体"),
    )
    reference = forms.CharField(label=_("业务编号"), required=False, max_length=100, help_text=_("本单位自己的受理号"))
    until = DateField(
        label=_("办理期限"),
        required=False,
        help_text=_("填了的，到这一天为止，该主体的信用情况一有变化就提醒您重新核查"),
    )

    def __init__(self, *args: Any, matters: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        """Offer the matters that are handled now."""
        super().__init__(*args, **kwargs)
        offer(self, "matter", [("", gettext("请选择")), *matters])

    @property
    def asked(self) -> Asked:
        """What was asked."""
        given = self.cleaned_data
        return Asked(
            matter=given["matter"],
            code=given["code"],
            name=given["name"],
            purpose=given["purpose"],
            ground=Ground(given["ground"]),
            basis=given["basis"],
            reference=given["reference"],
        )


class ChecksForm(forms.Form):
    """Which checks to show."""

    text = forms.CharField(label=_("主体、代码或者业务编号"), required=False, max_length=100)
    matter = forms.ChoiceField(label=_("事项"), required=False)
    since = DateField(label=_("从哪天起"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)

    def __init__(self, *args: Any, matters: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        """Offer the matters in reach."""
        super().__init__(*args, **kwargs)
        offer(self, "matter", [("", gettext("全部")), *matters])
        offer(self, "state", [("", gettext("全部")), ("open", gettext("待登记措施"))])

    def filter(self) -> CheckFilter:
        """Return what is asked for: of what can not be read nothing."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return CheckFilter(
            text=said.get("text", ""),
            matter=said.get("matter", ""),
            open_only=said.get("state") == "open",
            since=said.get("since"),
        )


class DecisionsForm(forms.Form):
    """Of each measure: applied or not, and in words what or why. Said again, with the reason of the correction."""

    reason = forms.CharField(label=_("更正的原因"), max_length=300, widget=forms.Textarea(attrs=ROWS))

    def __init__(self, *args: Any, measures: Mapping[str, str], corrects: bool, **kwargs: Any) -> None:
        """Ask about these measures (key to name)."""
        super().__init__(*args, **kwargs)
        self.measures = measures
        for key, name in measures.items():
            self.fields[f"said-{key}"] = forms.ChoiceField(
                label=name,
                widget=forms.RadioSelect,
                choices=[(APPLIED, gettext("采取")), (NOT_APPLIED, gettext("不采取"))],
            )
            self.fields[f"words-{key}"] = forms.CharField(
                label=gettext("采取的内容，或者不采取的理由"),
                max_length=500,
                widget=forms.Textarea(attrs=ROWS),
                help_text=gettext("500字以内；由谁决定也写在这里"),
            )
        if corrects:
            self.fields["reason"] = self.fields.pop("reason")
        else:
            del self.fields["reason"]

    @property
    def decisions(self) -> list[MeasureDecision]:
        """What was decided."""
        given = self.cleaned_data
        return [MeasureDecision(key, given[f"said-{key}"] == APPLIED, given[f"words-{key}"]) for key in self.measures]


class ReplayForm(forms.Form):
    """Why somebody looks at what was answered, also at what is sealed."""

    purpose = forms.CharField(label=_("用途"), max_length=300, help_text=_("审计、异议、投诉、复议或者诉讼"))
    basis = forms.CharField(label=_("依据"), max_length=300, help_text=_("审计通知书、受理通知书等文书的编号"))


class ReasonForm(forms.Form):
    """A reason to end something."""

    reason = forms.CharField(label=_("原因"), max_length=300, help_text=_("例如已经办结、申请人撤回"))


class BatchForm(WorkbookForm, WhyForm):
    """A workbook of subjects, for one purpose."""

    field_order = ("matter", *WhyForm.base_fields)
    matter = forms.ChoiceField(label=_("事项"))

    def __init__(self, *args: Any, matters: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        """Offer the matters that are handled now."""
        super().__init__(*args, **kwargs)
        offer(self, "matter", [("", gettext("请选择")), *matters])

    @property
    def question(self) -> BatchQuestion:
        """In which matter and why."""
        given = self.cleaned_data
        return BatchQuestion(given["matter"], given["purpose"], Ground(given["ground"]), given["basis"])
