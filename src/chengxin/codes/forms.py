"""Forms of codes: parse and shape what people type, nothing else."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.codes.queries import FaultFilter
from chengxin.codes.rules.kinds import FAULT_LABELS, OUTCOME_LABELS, STATE_LABELS, FaultState, Outcome
from chengxin.codes.services import Closing
from chengxin.foundation.identifiers.unified_code import DEPARTMENTS
from chengxin.subjects.rules import KIND_LABELS
from chengxin.ui.fields import DateField
from chengxin.units.models import Unit
from chengxin.vault.services import Upload

Choices = Iterable[tuple[str, str]]
BY_UNIT, BY_KIND, BY_DISTRICT = "unit", "kind", "district"
BY = ((BY_UNIT, _("登记单位")), (BY_KIND, _("主体类型")), (BY_DISTRICT, _("区划")))
OUTCOME_HELP = {
    Outcome.CORRECTED: _("主体现在用的是另一个正确的代码"),
    Outcome.REVOKED: _("其中一个主体已经注销，并且已报送"),
    Outcome.CONFIRMED: _("证照上就是这个代码，附扫描件，只确认这一次"),
    Outcome.NOT_A_FAULT: _("代码没有问题，例如报送单位填错了名称"),
}


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Offer these choices in a field of the form."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


def _every() -> tuple[str, str]:
    return "", gettext("全部")


class CellForm(forms.Form):
    """How counts stand together, and what they are narrowed to; everything may be left open."""

    by = forms.ChoiceField(label=_("按"), choices=BY, required=False)
    unit = forms.ChoiceField(label=_("登记单位"), required=False)
    kind = forms.ChoiceField(label=_("主体类型"), required=False)
    district = forms.ChoiceField(label=_("区划"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], districts: Choices, **kwargs: Any) -> None:
        """Offer the units and districts in reach."""
        super().__init__(*args, **kwargs)
        offer(self, "unit", [_every(), *((str(one.id), one.name) for one in units), ("0", gettext("还没有指定单位"))])
        offer(self, "kind", [_every(), *((one.value, gettext(label)) for one, label in KIND_LABELS.items())])
        offer(self, "district", [_every(), *districts])

    @property
    def asked(self) -> dict[str, str]:
        """What is asked for: of what can not be read nothing."""
        return self.cleaned_data if self.is_bound and self.is_valid() else {}


class MonthForm(CellForm):
    """The same for the figures of a month; without one they are those of now."""

    month = forms.ChoiceField(label=_("月份"), required=False)

    def __init__(self, *args: Any, months: Iterable[date], **kwargs: Any) -> None:
        """Offer the months that are written down."""
        super().__init__(*args, **kwargs)
        known = (
            (f"{one:%Y-%m}", gettext("{year}年{month}月末").format(year=one.year, month=one.month)) for one in months
        )
        offer(self, "month", [("", gettext("现在")), *known])
        self.order_fields(["month", "by", "unit", "kind", "district"])


class FaultsForm(forms.Form):
    """Which faults to show."""

    text = forms.CharField(label=_("代码或名称"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("状态"), required=False)
    kind = forms.ChoiceField(label=_("问题"), required=False)
    unit = forms.ChoiceField(label=_("登记单位"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        """Offer the units in reach."""
        super().__init__(*args, **kwargs)
        offer(
            self,
            "state",
            [*((one.value, gettext(label)) for one, label in STATE_LABELS.items()), ("every", _every()[1])],
        )
        offer(self, "kind", [_every(), *((one.value, gettext(label)) for one, label in FAULT_LABELS.items())])
        offer(self, "unit", [_every(), *((str(one.id), one.name) for one in units)])

    def filter(self) -> FaultFilter:
        """Return what is asked for; the open ones where nothing is, or nothing that can be read."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        state = said.get("state") or FaultState.OPEN.value
        return FaultFilter(
            state="" if state == "every" else state,
            kind=said.get("kind", ""),
            unit=int(said["unit"]) if said.get("unit") else None,
            text=said.get("text", "").strip(),
        )


class CloseForm(forms.Form):
    """How a fault is closed."""

    outcome = forms.ChoiceField(label=_("办结为"), widget=forms.RadioSelect)
    right_code = forms.CharField(
        label=_("正确的代码"),
        required=False,
        max_length=40,
        help_text=_("办结为“已改正”时填写；名称已经报送改正的，可以不填"),
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("情况"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("核对了什么、怎样改的，300字以内")
    )
    scan = forms.FileField(
        label=_("证照扫描件"), required=False, help_text=_("只有确认证照时要附：PDF、OFD或图片，20兆字节以内")
    )

    def __init__(self, *args: Any, outcomes: Iterable[Outcome], **kwargs: Any) -> None:
        """Offer how this fault may be closed; without a confirmation no scan is asked."""
        super().__init__(*args, **kwargs)
        offered = list(outcomes)
        offer(
            self,
            "outcome",
            [(one.value, f"{gettext(OUTCOME_LABELS[one])}：{OUTCOME_HELP[one]}") for one in offered],
        )
        if Outcome.CONFIRMED not in offered:
            del self.fields["scan"]
        if Outcome.CORRECTED not in offered:
            del self.fields["right_code"]

    @property
    def closing(self) -> Closing:
        """What was said."""
        given = self.cleaned_data
        file = given.get("scan")
        return Closing(
            outcome=Outcome(given["outcome"]),
            reason=given["reason"],
            right_code=given.get("right_code", ""),
            scan=Upload.sent(file) if file else None,
        )


class ReopenForm(forms.Form):
    """Why a fault is opened again."""

    reason = forms.CharField(
        label=_("重新打开的原因"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("300字以内")
    )


class RegistrarForm(forms.Form):
    """Which unit answers for the codes of a department in a district."""

    department = forms.ChoiceField(label=_("登记管理部门"), help_text=_("代码的第一位"))
    district = forms.ChoiceField(label=_("区划"), required=False, help_text=_("不选就是全市；选了的先按区划"))
    unit = forms.ChoiceField(label=_("登记单位"))

    def __init__(self, *args: Any, units: Iterable[Unit], districts: Choices, **kwargs: Any) -> None:
        """Offer the departments of the standard, the districts and the units."""
        super().__init__(*args, **kwargs)
        offer(self, "department", [(key, f"{key} {gettext(name)}") for key, (name, _kinds) in DEPARTMENTS.items()])
        offer(self, "district", [("", gettext("全市")), *districts])
        offer(self, "unit", [(str(one.id), one.name) for one in units])


class YesForm(forms.Form):
    """A yes, and nothing else."""


class LookUpForm(forms.Form):
    """A number to look up, and the day of the decision that is to rest on it."""

    number = forms.CharField(
        label=_("代码或旧证照的号码"),
        max_length=64,
        help_text=_("注册号、组织机构代码、税务登记号都可以"),
        widget=forms.TextInput(attrs={"class": "code", "autocomplete": "off"}),
    )
    decided_on = DateField(label=_("决定日期"), required=False, help_text=_("不填按今天"))
