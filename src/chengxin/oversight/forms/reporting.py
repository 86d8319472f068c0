"""Forms of reporting: what units declare and answer, what the office arranges and writes."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.oversight.forms.plan import EXPIRED, LINES, SHORT, Choices, offer
from chengxin.oversight.queries import Line
from chengxin.oversight.rules.months import read_month, written
from chengxin.oversight.rules.rates import COMPLIANT_LABELS, DUE_LABELS, TIMELY_LABELS, CompliantOf, DueBy, TimelyOf
from chengxin.oversight.rules.reporting import DIFFERENCE_LABELS, MOST_DECLARED, DifferenceKind
from chengxin.oversight.rules.sequences import GAP_LABELS, LARGEST, GapKind
from chengxin.oversight.services import LetterText, PolicyText, Stated
from chengxin.ui.fields import DateField
from chengxin.units.models import Unit


class MonthField(forms.CharField):
    """A month, chosen in the browser's own calendar and written as 2026-05."""

    def __init__(self, **options: Any) -> None:
        """Take Django's options; the widget is ours."""
        widget = forms.TextInput({"type": "month", "class": "short"})
        super().__init__(widget=widget, max_length=7, **options)

    def clean(self, value: Any) -> date | None:
        """Return the month's first day."""
        text = str(super().clean(value))
        if not text:
            return None
        month = read_month(text)
        if month is None:
            raise forms.ValidationError(gettext("月份写成2026-05的样子"), code="invalid")
        return month

    def prepare_value(self, value: Any) -> Any:
        """Write a day as its month."""
        return written(value) if isinstance(value, date) else value


class CountField(forms.IntegerField):
    """How many decisions: asked for, though a form with some of them empty is taken."""

    expected = True


class DeclarationForm(forms.Form):
    """A number for each item of the unit's month; what stands already is filled in, what arrived is only said."""

    def __init__(self, *args: Any, lines: Iterable[Line], **kwargs: Any) -> None:
        """Make a field for each item, and one for the reason where something stands already."""
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for place, line in enumerate(self.lines):
            standing = line.declaration
            self.fields[f"count{place}"] = CountField(
                label=line.obligation.item_name,
                required=False,
                min_value=0,
                max_value=MOST_DECLARED,
                initial=standing.count if standing else None,
                help_text=_hint(line),
                widget=forms.TextInput(SHORT),
            )
            self.fields[f"seen{place}"] = forms.IntegerField(
                initial=standing.number if standing else 0,
                widget=forms.HiddenInput,
                error_messages={"required": EXPIRED, "invalid": EXPIRED},
            )
        if any(line.declaration is not None for line in self.lines):
            self.fields["reason"] = forms.CharField(
                label=_("更正原因"), max_length=500, required=False, help_text=_("改动已经填报的数时必填，原来的数保留")
            )

    @property
    def stated(self) -> dict[str, Stated]:
        """What was typed, by item; an empty field says nothing."""
        given = self.cleaned_data
        return {
            line.obligation.item: Stated(given[f"count{place}"], given[f"seen{place}"])
            for place, line in enumerate(self.lines)
            if given.get(f"count{place}") is not None
        }

    @property
    def reason_given(self) -> str:
        """Why; empty where nobody asks."""
        return str(self.cleaned_data.get("reason", ""))


def _hint(line: Line) -> str:
    return gettext("平台收到{n}条，只供核对。{why}").format(n=f"{line.received:,}", why=line.obligation.basis)


class DifferenceForm(forms.Form):
    """Why a unit declared another number than arrived."""

    kind = forms.TypedChoiceField(
        label=_("说明"),
        coerce=DifferenceKind,
        choices=[(one.value, label) for one, label in DIFFERENCE_LABELS.items()],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("原因或安排"),
        max_length=500,
        widget=forms.Textarea(LINES),
        help_text=_("例如：3件由上级单位报送；2件关于自然人，不在本平台公示；本周内补报"),
    )


class GapForm(forms.Form):
    """What became of numbers that did not arrive."""

    first = forms.IntegerField(label=_("从哪个号"), min_value=1, max_value=LARGEST, widget=forms.TextInput(SHORT))
    last = forms.IntegerField(label=_("到哪个号"), min_value=1, max_value=LARGEST, widget=forms.TextInput(SHORT))
    kind = forms.TypedChoiceField(
        label=_("这些号为什么没有收到"),
        coerce=GapKind,
        choices=[(one.value, label) for one, label in GAP_LABELS.items()],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("说明"),
        max_length=500,
        required=False,
        widget=forms.Textarea(LINES),
        help_text=_("由其他平台或单位报送的，写明是哪一个；用在其他文书上的，写明是哪一类"),
    )


class AssignmentForm(forms.Form):
    """Which unit declares which item, from when, until when, on what basis."""

    unit = forms.TypedChoiceField(label=_("单位"), coerce=int)
    item = forms.ChoiceField(label=_("目录项"))
    valid_from = DateField(label=_("从哪天起"), help_text=_("这一天所在的月份开始填报"))
    valid_until = DateField(label=_("到哪天止"), required=False, help_text=_("这一天起不再填报；没有期限的不填"))
    basis = forms.CharField(label=_("依据"), max_length=300, help_text=_("文件名称和文号"))

    def __init__(self, *args: Any, units: Iterable[Unit], items: Choices, **kwargs: Any) -> None:
        """Offer units and items."""
        super().__init__(*args, **kwargs)
        first = ("", gettext("请选择"))
        offer(self, "unit", [first, *((str(one.id), one.name) for one in units)])
        offer(self, "item", [first, *items])


class EndForm(forms.Form):
    """From which day an item is declared no longer."""

    valid_until = DateField(label=_("从哪天起不再填报"))


class PolicyForm(forms.Form):
    """Cut-off day, reminders, formulas, from a month on."""

    from_month = MonthField(label=_("从哪个月起"), help_text=_("这个月和以后的月份按新的规则；以前的月份不变"))
    cutoff_day = forms.IntegerField(
        label=_("月报截止日"), help_text=_("次月的几号，1到28"), widget=forms.TextInput(SHORT)
    )
    remind_days = forms.IntegerField(label=_("提前几个工作日提醒"), help_text=_("0到20"), widget=forms.TextInput(SHORT))
    compliant_of = forms.TypedChoiceField(
        label=_("合规率"),
        coerce=CompliantOf,
        choices=[(one.value, label) for one, label in COMPLIANT_LABELS.items()],
        widget=forms.RadioSelect,
    )
    timely_of = forms.TypedChoiceField(
        label=_("及时率和迟报率"),
        coerce=TimelyOf,
        choices=[(one.value, label) for one, label in TIMELY_LABELS.items()],
        widget=forms.RadioSelect,
    )
    due_by = forms.TypedChoiceField(
        label=_("7个工作日按哪个日历"),
        coerce=DueBy,
        choices=[(one.value, label) for one, label in DUE_LABELS.items()],
        widget=forms.RadioSelect,
    )
    basis = forms.CharField(label=_("依据"), max_length=300, help_text=_("会议纪要或文件的名称、文号"))

    @property
    def text(self) -> PolicyText:
        """What was typed."""
        return PolicyText(**self.cleaned_data)


class PeriodFilter(forms.Form):
    """Which months, units and items the figures are about, and how they stand together."""

    by = forms.ChoiceField(
        label=_("按什么列"),
        required=False,
        choices=[("unit", _("单位")), ("district", _("区划")), ("item", _("目录项")), ("month", _("月份"))],
    )
    first = MonthField(label=_("从哪个月"), required=False)
    last = MonthField(label=_("到哪个月"), required=False)
    district = forms.ChoiceField(label=_("区划"), required=False)
    unit = forms.ChoiceField(label=_("单位"), required=False)
    item = forms.ChoiceField(label=_("目录项"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], districts: Choices, items: Choices, **kwargs: Any) -> None:
        """Offer what is in reach."""
        super().__init__(*args, **kwargs)
        every = ("", gettext("全部"))
        offer(self, "unit", [every, *((str(one.id), one.name) for one in units)])
        offer(self, "district", [every, *districts])
        offer(self, "item", [every, *items])

    def show_period(self, first: date, last: date) -> None:
        """Have the months that are counted stand in the fields, where nobody chose any."""
        self.initial = {**self.initial, "first": first, "last": last}


class LetterForm(forms.Form):
    """What a letter says and to whom it goes."""

    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": EXPIRED, "invalid": EXPIRED})
    month = MonthField(label=_("通报哪个月"))
    title = forms.CharField(label=_("标题"), max_length=200)
    units = forms.TypedMultipleChoiceField(
        label=_("通报哪些单位"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("按名录顺序，不排名次；发出后，这些单位都能看到全文"),
    )
    body = forms.CharField(
        label=_("正文"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 12}),
        help_text=_("由起草人撰写；表里的数在发出时由平台填上并固定"),
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        """Offer the units in reach."""
        super().__init__(*args, **kwargs)
        cast("forms.TypedMultipleChoiceField", self.fields["units"]).choices = [
            (str(one.id), one.name) for one in units
        ]

    @property
    def text(self) -> LetterText:
        """What was typed."""
        given = self.cleaned_data
        return LetterText(given["month"], given["title"], given["body"], frozenset(given["units"]))


class ReplyForm(forms.Form):
    """What a unit replies to a letter."""

    words = forms.CharField(label=_("回复"), max_length=2_000, widget=forms.Textarea({"rows": 6}))


class YesForm(forms.Form):
    """A question that needs nothing but a yes."""
