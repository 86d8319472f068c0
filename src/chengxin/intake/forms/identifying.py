"""Which rows of the queue are shown, and whom a row is about."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengxin.intake.models import UnidentifiedRow
from chengxin.intake.rules.identifying import FATE_LABELS, Fate

ALL = "all"


class UnidentifiedFilter(forms.Form):
    """By what became of the rows (those that wait, unless said), and by a part of the name."""

    fate = forms.ChoiceField(
        label=gettext_lazy("状态"),
        choices=(*((fate.value, label) for fate, label in FATE_LABELS.items()), (ALL, gettext_lazy("全部"))),
        required=False,
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60, required=False)

    @property
    def chosen(self) -> str:
        """The fate that is asked for."""
        asked = self.cleaned_data.get("fate") if self.is_bound and self.is_valid() else ""
        return asked or Fate.OPEN.value

    @property
    def words(self) -> str:
        """What the rows shown are."""
        return _("报送的记录") if self.chosen == ALL else FATE_LABELS[Fate(self.chosen)]

    @property
    def nothing(self) -> str:
        """What is said where there is none."""
        return _("没有待认定的行") if self.chosen == Fate.OPEN else _("没有找到")

    def narrow(self, found: QuerySet[UnidentifiedRow]) -> QuerySet[UnidentifiedRow]:
        """Return the rows that fit."""
        if self.chosen != ALL:
            found = found.filter(fate=self.chosen)
        name = self.cleaned_data.get("name") if self.is_bound else ""
        return found.filter(name__contains=name) if name else found


class ChoiceForm(forms.Form):
    """The organisation by its number in the platform or its code, or ``nobody``."""

    organisation = forms.CharField(
        label=gettext_lazy("另一个主体的统一社会信用代码"),
        max_length=60,
        error_messages={"required": gettext_lazy("请选择一个候选，或者填写统一社会信用代码")},
    )
