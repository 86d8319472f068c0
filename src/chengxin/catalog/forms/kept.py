"""Forms of kinds of lists and of measures."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.catalog.forms.parts import Choices, SeenForm, choices_of, offer
from chengxin.catalog.rules.kind_words import ENTRY_FIELD_LABELS, LIST_TYPE_LABELS, MEASURE_KIND_LABELS
from chengxin.catalog.rules.list_kinds import EntryField, ListKind, ListTerm, Standards
from chengxin.catalog.rules.measures import Measure
from chengxin.ui.fields import DateField

LINES = {"rows": 4}
LONGEST = 4_000
MOST_MONTHS = 240


class KeptFilter(forms.Form):
    """What to look for among kinds or measures; everything may be empty."""

    q = forms.CharField(label=_("名称或代号"), required=False, max_length=100)
    sort = forms.ChoiceField(label=_("种类"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)

    def __init__(self, *args: Any, measures: bool, **kwargs: Any) -> None:
        """Offer the sorts of kinds, or of measures."""
        super().__init__(*args, **kwargs)
        sorts = choices_of(MEASURE_KIND_LABELS if measures else LIST_TYPE_LABELS)
        offer(self, "sort", sorts, blank=gettext("全部"))
        states = [("in-force", gettext("现行")), ("ended", gettext("已停用")), ("draft", gettext("有草稿"))]
        offer(self, "state", states, blank=gettext("全部"))


class KeptForm(SeenForm):
    """What the city says of a kind or of a measure, both."""

    units = forms.MultipleChoiceField(
        label=_("本市的单位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("一个都不选，就没有单位能办"),
    )
    last_day = DateField(label=_("最后一天"), required=False, help_text=_("还在用的不填"))
    remark = forms.CharField(label=_("说明"), required=False, max_length=LONGEST, widget=forms.Textarea(LINES))

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        """Offer the units, by code."""
        super().__init__(*args, **kwargs)
        offer(self, "units", units)


class ListKindForm(KeptForm):
    """What the office may change of a kind of list: never what it rests on."""

    exit_rule = forms.CharField(label=_("退出规则"), max_length=LONGEST, widget=forms.Textarea(LINES))
    months = forms.IntegerField(
        label=_("期限（月）"), required=False, min_value=1, max_value=MOST_MONTHS, help_text=_("由列入决定写明的不填")
    )
    most_months = forms.IntegerField(label=_("最长（月）"), required=False, min_value=1, max_value=MOST_MONTHS)
    public_fields = forms.MultipleChoiceField(
        label=_("公开的内容"), widget=forms.CheckboxSelectMultiple, choices=choices_of(ENTRY_FIELD_LABELS)
    )
    title = forms.CharField(label=_("认定标准：名称"), required=False, max_length=200)
    number = forms.CharField(label=_("认定标准：文号"), required=False, max_length=100)
    issuer = forms.CharField(label=_("认定标准：发布机关"), required=False, max_length=200)
    issued_on = DateField(label=_("认定标准：发布日期"), required=False)
    text = forms.CharField(label=_("认定标准：内容"), required=False, max_length=20_000, widget=forms.Textarea(LINES))

    def clean(self) -> dict[str, Any]:
        """Ask for all of the standards or for nothing of them."""
        given = super().clean() or {}
        parts = [given.get(name) for name in ("title", "number", "issuer", "issued_on")]
        if any((*parts, given.get("text"))) and not all(parts):
            self.add_error("title", gettext("认定标准要写全名称、文号、发布机关和发布日期，没有的都不填"))
        return given

    def changed(self, kind: ListKind) -> ListKind:
        """Return the kind with what was typed."""
        given = self.cleaned_data
        names = ("title", "number", "issuer", "issued_on", "text")
        return replace(
            kind,
            units=tuple(given["units"]),
            last_day=given["last_day"],
            remark=given["remark"].strip(),
            exit_rule=given["exit_rule"],
            term=ListTerm(given["months"], given["most_months"], kind.term.basis),
            public_fields=frozenset(EntryField(one) for one in given["public_fields"]),
            standards=Standards(**{name: given[name] for name in names}) if given["title"] else None,
        )


class MeasureForm(KeptForm):
    """What the office may change of a measure: never its article nor who orders it."""

    content = forms.CharField(label=_("内容"), max_length=LONGEST, widget=forms.Textarea(LINES))
    matter = forms.CharField(label=_("事项"), max_length=100)

    def changed(self, measure: Measure) -> Measure:
        """Return the measure with what was typed."""
        given = self.cleaned_data
        return replace(
            measure,
            units=tuple(given["units"]),
            last_day=given["last_day"],
            remark=given["remark"].strip(),
            content=given["content"],
            matter=given["matter"].strip(),
        )


class PublishForm(SeenForm):
    """From when a draft is the one that is asked."""

    on = DateField(label=_("从哪一天起"), help_text=_("不能早于今天"))
