"""Forms of the trail: parse and shape what people type, nothing else."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.audit.queries.actions import known_actions
from chengxin.audit.queries.trail import OUTCOME_LABELS
from chengxin.audit.rules.trail import TrailFilter

ANY = ("", _("全部"))


def _actions() -> list[tuple[str, Any]]:
    return [ANY, *((action.code, _(action.label)) for action in known_actions().values())]


class TrailForm(forms.Form):
    """Which entries are wanted."""

    since = forms.DateField(label=_("从"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("到"), widget=forms.DateInput(attrs={"type": "date"}))
    actor = forms.CharField(label=_("经办人"), required=False, max_length=80)
    unit = forms.CharField(label=_("单位"), required=False, max_length=80)
    action = forms.ChoiceField(label=_("操作"), required=False, choices=_actions)
    thing = forms.CharField(label=_("对象"), required=False, max_length=80)
    outcome = forms.ChoiceField(label=_("结果"), required=False, choices=[ANY, *OUTCOME_LABELS.items()])

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        given = super().clean() or {}
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", _("结束日期要在开始日期当天或之后"))
        return given

    def wanted(self) -> TrailFilter:
        """Return the filter of a valid form."""
        given = self.cleaned_data
        return TrailFilter(**{name: given[name] for name in TrailFilter.__dataclass_fields__})


class ExportForm(TrailForm):
    """Which entries are wanted, for what, and on what ground."""

    purpose = forms.CharField(label=_("用途"), max_length=200, help_text=_("例如：某年某月某项检查"))
    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("法律、文件的名称和条款，或批准文号"))
