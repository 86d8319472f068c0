"""Which column is which field, and the aliases of headers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengxin.catalog.rules import Item
from chengxin.intake.rules.layouts import Layout
from chengxin.intake.rules.recognising import TARGET_WORDS
from chengxin.intake.rules.recognition import Column, Recognition
from chengxin.units.models import Unit

UNUSED = "-"
COLUMN = "column-"


class ColumnsForm(forms.Form):
    """A choice for each column: those that are asked must be chosen, the others stand as they were recognised."""

    use_required_attribute = False

    def __init__(self, *args: Any, item: Item, found: Recognition, layouts: Iterable[Layout], **kwargs: Any) -> None:
        """Make a field of each column; of the layout only where it has to be chosen."""
        super().__init__(*args, **kwargs)
        self.asked = [f"{COLUMN}{column.place}" for column in found.columns if column.doubt]
        self.settled = [f"{COLUMN}{column.place}" for column in found.columns if not column.doubt]
        targets = [(field.code, field.name) for field in item.fields]
        choices = [(UNUSED, _("不用这一列")), *targets, *((code, _(words)) for code, words in TARGET_WORDS.items())]
        if found.doubt:
            years = [(layout.key, layout.name) for layout in layouts]
            self.fields["layout"] = forms.ChoiceField(
                label=_("版式"), help_text=found.doubt, choices=[("", _("请选择")), *years]
            )
        for column in found.columns:
            self.fields[f"{COLUMN}{column.place}"] = _choice(column, choices)
        self.fields["remembers"] = forms.BooleanField(
            label=_("以后本单位的文件都照这次选的认"), required=False, initial=True
        )

    def targets(self) -> dict[int, str]:
        """Return what was chosen, by place."""
        chosen = {name: self.cleaned_data[name] for name in (*self.asked, *self.settled)}
        return {int(name.removeprefix(COLUMN)): "" if target == UNUSED else target for name, target in chosen.items()}


def _choice(column: Column, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    samples = (
        _("内容例如：{samples}。").format(samples="、".join(column.samples)) if column.samples else _("这一列是空的。")
    )
    return forms.ChoiceField(
        label=column.header,
        help_text=f"{samples}{column.doubt}",
        choices=[("", _("请选择")), *choices] if column.doubt else choices,
        initial="" if column.doubt else column.target or UNUSED,
    )


class AliasForm(forms.Form):
    """A header that is to mean a field of the item; for a unit, or for every unit."""

    header = forms.CharField(
        label=gettext_lazy("表头"),
        max_length=200,
        help_text=gettext_lazy("照单位文件里的写，空格、星号和括号的写法不影响"),
    )
    target = forms.ChoiceField(label=gettext_lazy("字段"))
    unit = forms.TypedChoiceField(label=gettext_lazy("哪个单位的文件"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, item: Item, units: Iterable[Unit], everywhere: bool, **kwargs: Any) -> None:
        """Offer the item's fields and the units; every unit only to who reaches all."""
        super().__init__(*args, **kwargs)
        targets, owners = self.fields["target"], self.fields["unit"]
        if isinstance(targets, forms.ChoiceField):
            targets.choices = [("", _("请选择")), *((field.code, field.name) for field in item.fields)]
        if isinstance(owners, forms.ChoiceField):
            first = ("", _("所有单位") if everywhere else _("请选择"))
            owners.choices = [first, *((str(unit.id), unit.name) for unit in units)]
            owners.required = not everywhere


class AliasFilter(forms.Form):
    """Narrows the aliases to an item."""

    item = forms.ChoiceField(label=gettext_lazy("目录项"), required=False)

    def __init__(self, *args: Any, items: Mapping[str, Item], **kwargs: Any) -> None:
        """Offer the items."""
        super().__init__(*args, **kwargs)
        choice = self.fields["item"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [("", _("全部")), *((key, item.name) for key, item in items.items())]
