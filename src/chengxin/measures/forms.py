"""Forms of joint actions: parse and shape what people type, nothing else."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.measures.queries import TaskFilter
from chengxin.measures.rules.entries import LONGEST_DAYS
from chengxin.measures.rules.states import ANSWER_LABELS, GROUND_LABELS, TASK_LABELS, Ground
from chengxin.measures.services import Applied, Sending
from chengxin.ui.fields import DateField
from chengxin.units.models import Unit

Choices = Iterable[tuple[str, str]]
LATE = "late"
ROWS = {"rows": 3}


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Offer these choices in a field of the form."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


class TasksForm(forms.Form):
    """Which tasks to show; everything may be left open."""

    subject = forms.CharField(
        label=_("主体"), required=False, max_length=100, widget=forms.TextInput({"placeholder": _("名称或者代码")})
    )
    state = forms.ChoiceField(label=_("状态"), required=False)
    unit = forms.ChoiceField(label=_("实施单位"), required=False)
    kind = forms.ChoiceField(label=_("名单"), required=False)
    answer = forms.ChoiceField(label=_("反馈"), required=False)
    due_until = DateField(label=_("期限不晚于"), required=False)
    measure = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    month = forms.RegexField(r"^\d{4}-(0[1-9]|1[0-2])$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Iterable[Unit], kinds: Iterable[str], **kwargs: Any) -> None:
        """Offer the units and lists of the tasks in reach."""
        super().__init__(*args, **kwargs)
        every = ("", gettext("全部"))
        states = ((one.value, gettext(label)) for one, label in TASK_LABELS.items())
        offer(self, "state", [every, (LATE, gettext("已过期限")), *states])
        answers = ((one.value, gettext(label)) for one, label in ANSWER_LABELS.items())
        offer(self, "answer", [every, *answers])
        offer(self, "unit", [every, *((str(one.id), one.name) for one in units)])
        offer(self, "kind", [every, *((one, one) for one in kinds)])

    def filter(self, today: date) -> TaskFilter:
        """Return what is asked for: of what can not be read nothing."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        late = said.get("state") == LATE
        return TaskFilter(
            state="" if late else said.get("state", ""),
            unit=int(said["unit"]) if said.get("unit") else None,
            kind=said.get("kind", ""),
            measure=said.get("measure", ""),
            month=date.fromisoformat(f"{said['month']}-01") if said.get("month") else None,
            answer=said.get("answer", ""),
            late_on=today if late else None,
            subject=said.get("subject", "").strip(),
            due_until=said.get("due_until"),
        )


class SendForm(forms.Form):
    """Which measure is asked of which units, and by when."""

    measure = forms.ChoiceField(label=_("措施"), widget=forms.RadioSelect)
    units = forms.MultipleChoiceField(label=_("实施单位"), widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(
        label=_("反馈期限（工作日）"),
        min_value=1,
        max_value=LONGEST_DAYS,
        help_text=_("从明天起算，不是法定期限，由信用办确定"),
    )
    basis = forms.CharField(label=_("期限的依据"), max_length=300, help_text=_("哪个文件或者工作安排规定了这个期限"))

    def __init__(self, *args: Any, measures: Choices, units: Iterable[Unit], **kwargs: Any) -> None:
        """Offer the measures that the entry triggers, and the units in reach."""
        super().__init__(*args, **kwargs)
        offer(self, "measure", measures)
        offer(self, "units", [(str(one.id), one.name) for one in units])

    @property
    def sending(self) -> Sending:
        """What was said."""
        given = self.cleaned_data
        units = [int(one) for one in given["units"]]
        return Sending(measure=given["measure"], units=units, days=given["days"], basis=given["basis"])


class WordsForm(forms.Form):
    """Words, and nothing else."""

    words = forms.CharField(label=_("内容"), widget=forms.Textarea(attrs=ROWS), help_text=_("300字以内"))

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        """Ask for the words by the label."""
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label


class StillForm(WordsForm):
    """Why a measure still applies, and by when it will be stopped."""

    expected_on = DateField(label=_("预计哪天停止"), help_text=_("过了这一天还没有确认停止的，会提醒您"))


class YesForm(forms.Form):
    """A yes, and nothing else."""


class ApplyForm(forms.Form):
    """A measure in one matter."""

    on = DateField(label=_("采取措施的日期"))
    matter = forms.CharField(label=_("在哪件事项中"), max_length=200, help_text=_("例如某项目招标的资格审查"))
    content = forms.CharField(
        label=_("采取了什么措施"), widget=forms.Textarea(attrs=ROWS), max_length=500, help_text=_("500字以内")
    )
    effect = forms.CharField(label=_("效果"), widget=forms.Textarea(attrs=ROWS), max_length=500, required=False)
    amount = forms.DecimalField(label=_("涉及金额（元）"), required=False, max_digits=18, decimal_places=2)
    decided_by = forms.CharField(
        label=_("由谁决定"), max_length=100, help_text=_("决定采取措施的负责人职务或者会议，平台不替人决定")
    )
    until = DateField(label=_("措施截止日期"), required=False, help_text=_("不填的，到名单信息退出为止"))
    case_words = forms.CharField(
        label=_("案例"),
        widget=forms.Textarea(attrs=ROWS),
        max_length=1000,
        required=False,
        help_text=_("可以作为典型案例的，写明经过；不要写个人信息"),
    )

    @property
    def applied(self) -> Applied:
        """What was said."""
        return Applied(**self.cleaned_data)


class DeclineForm(forms.Form):
    """Why a unit lawfully applies nothing."""

    ground = forms.ChoiceField(label=_("理由"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("说明"),
        widget=forms.Textarea(attrs=ROWS),
        required=False,
        help_text=_("选“其他”的，写明理由和依据，300字以内"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the lawful reasons."""
        super().__init__(*args, **kwargs)
        offer(self, "ground", [(one.value, gettext(label)) for one, label in GROUND_LABELS.items()])

    @property
    def reason(self) -> Ground:
        """The reason that was chosen."""
        return Ground(self.cleaned_data["ground"])


class StopForm(forms.Form):
    """When a measure was stopped."""

    on = DateField(label=_("停止日期"), help_text=_("没有采取过措施的，填今天"))
    words = forms.CharField(
        label=_("情况"), widget=forms.Textarea(attrs=ROWS), required=False, help_text=_("300字以内")
    )


class ByForm(forms.Form):
    """How the statistics stand together."""

    by = forms.ChoiceField(label=_("按"), required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        """Offer the ways."""
        super().__init__(*args, **kwargs)
        offer(self, "by", choices)
