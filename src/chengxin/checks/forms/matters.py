"""The form of a matter."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.checks.forms.parts import offer
from chengxin.checks.rules.matters import MATTER_LABELS, MatterDefinition, MatterKind
from chengxin.ui.fields import DateField
from chengxin.units.models import Unit


class MatterForm(forms.Form):
    """What a matter says; ``unit`` only where there is a choice, ``reason`` only where it changes one."""

    unit = forms.ChoiceField(label=_("单位"))
    name = forms.CharField(label=_("事项名称"), max_length=200, help_text=_("用权责清单或者招标文件里的名称"))
    kind = forms.ChoiceField(label=_("类别"))
    basis = forms.CharField(label=_("核查的依据"), max_length=300, help_text=_("哪部法律、法规或者文件的哪一条"))
    must_check = forms.BooleanField(label=_("每次办理都应当核查"), required=False)
    since = DateField(label=_("从哪天起办理"))
    until = DateField(label=_("办理到哪天"), required=False, help_text=_("不填的，一直办理"))
    measures = forms.MultipleChoiceField(
        label=_("这个事项里可以采取的措施"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只能选已经公布、由实施单位决定的措施；不选的，核查时不提出"),
    )
    item = forms.ChoiceField(
        label=_("决定按哪个目录项报送"), required=False, help_text=_("用来计算多少决定作出前核查过；没有的不计")
    )
    reason = forms.CharField(label=_("修改的原因"), max_length=300)

    def __init__(
        self,
        *args: Any,
        units: Iterable[Unit],
        measures: Iterable[tuple[str, str]],
        items: Iterable[tuple[str, str]],
        changes: bool,
        **kwargs: Any,
    ) -> None:
        """Offer units, published measures and items."""
        super().__init__(*args, **kwargs)
        offer(self, "kind", [(one.value, gettext(label)) for one, label in MATTER_LABELS.items()])
        offer(self, "measures", measures)
        offer(self, "item", [("", gettext("没有")), *items])
        offer(self, "unit", [(str(one.id), one.name) for one in units])
        if changes:
            del self.fields["unit"]
        else:
            del self.fields["reason"]

    @property
    def definition(self) -> MatterDefinition:
        """What was said."""
        given = self.cleaned_data
        return MatterDefinition(
            name=given["name"],
            kind=MatterKind(given["kind"]),
            basis=given["basis"],
            must_check=given["must_check"],
            since=given["since"],
            until=given["until"],
            measures=tuple(given["measures"]),
            item=given["item"],
        )
