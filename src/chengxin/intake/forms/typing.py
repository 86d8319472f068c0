"""A form made of a catalogue item. What is typed goes through the item's own checks; the form itself checks little."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengxin.catalog.rules import Condition, Field, FieldType, Item, Means, Need
from chengxin.intake.rules.typed import typed_hint
from chengxin.intake.rules.values import LONG_TERM_DATE
from chengxin.register.rules import label_of

LONG_TEXT = 200
"""Texts that may be longer get several lines."""
ROWS = 4
NUMBERS = {FieldType.AMOUNT: "decimal", FieldType.INTEGER: "numeric"}
CODES = frozenset({FieldType.UNIFIED_CODE, FieldType.ORGANISATION_CODE, FieldType.REGISTRATION_NUMBER})


class _Marked:
    """A field that is marked as needed, but may be empty: whether it must be filled is a check of the item."""

    def validate(self, value: Any) -> None:
        """Hold only what was given against the field."""
        if value not in forms.Field.empty_values:
            super().validate(value)  # type: ignore[misc]  # mixed into Django's own fields


class Cell(_Marked, forms.CharField):
    """A cell of text."""


class OneOf(_Marked, forms.ChoiceField):
    """A cell with one code."""


class SomeOf(_Marked, forms.MultipleChoiceField):
    """A cell with several codes."""


class TypedForm(forms.Form):
    """The fields of an item, by column code; ``values`` gives them as the texts of a row."""

    use_required_attribute = False

    def __init__(self, *args: Any, item: Item, asked: Iterable[Field], **kwargs: Any) -> None:  # Django's signature
        """Make a field of each that is asked."""
        super().__init__(*args, **kwargs)
        self.item = item
        for field in asked:
            self.fields[field.code] = _field(item, field)

    def values(self) -> dict[str, str]:
        """Return what was typed, as texts by column code; several codes are joined."""
        codes = [name for name in self.fields if name in {field.code for field in self.item.fields}]
        return {code: _text(self.cleaned_data.get(code)) for code in codes}

    def tell(self, faults: Iterable[tuple[str, str]]) -> None:
        """Put findings (column code, message) at their fields; of a field that is not asked, over the form."""
        for code, message in faults:
            self.add_error(code if code in self.fields else None, message)


class CorrectionForm(TypedForm):
    """The fields of a record that may be corrected, and why."""

    why = forms.CharField(
        label=gettext_lazy("为什么更正"),
        max_length=500,
        help_text=gettext_lazy("记入操作留痕，例如：录入时把金额多写了一个零"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = None


def initial_of(values: Mapping[str, str], asked: Iterable[Field]) -> dict[str, Any]:
    """Return texts by column code as the form shows them."""
    several = {field.code for field in asked if field.type is FieldType.CHOICES}
    return {code: text.split(";") if code in several and text else text for code, text in values.items()}


def _text(value: Any) -> str:
    return ";".join(value) if isinstance(value, list) else str(value or "")


def _field(item: Item, field: Field) -> forms.Field:
    options: dict[str, Any] = {
        "label": field.name,
        "required": field.required is not Need.NEVER or field.means is Means.SEVERITY,
        "help_text": _help(item, field),
    }
    choices = [(value.code, value.label) for value in field.list.values] if field.list else []
    if field.type is FieldType.CHOICES:
        return SomeOf(choices=choices, widget=forms.CheckboxSelectMultiple, **options)
    if field.list is not None:
        return OneOf(choices=[("", _("请选择")), *choices], widget=forms.Select(attrs={"class": "short"}), **options)
    return Cell(widget=_widget(field), **options)


def _widget(field: Field) -> forms.Widget:
    attributes: dict[str, Any] = {"autocomplete": "off"}
    if field.type is FieldType.DATE:
        return forms.DateInput(format="%Y-%m-%d", attrs={**attributes, "type": "date", "class": "short"})
    if field.type in NUMBERS:
        return forms.TextInput(attrs={**attributes, "inputmode": NUMBERS[field.type], "class": "short"})
    if field.type in CODES:
        return forms.TextInput(attrs={**attributes, "spellcheck": "false", "autocapitalize": "characters"})
    if field.length > LONG_TEXT:
        return forms.Textarea(attrs={**attributes, "rows": ROWS})
    return forms.TextInput(attrs=attributes)


def _help(item: Item, field: Field) -> str:
    """Return the item's hint without what it says about cells, when the field is needed, and an example."""
    parts = [] if field.means is Means.SEVERITY else [typed_hint(field)]
    if field.required is Need.WHEN and field.when is not None:
        parts.append(_when(item, field.when))
    if field.means is Means.VALID_UNTIL:
        parts.append(_("长期有效的填{day}").format(day=LONG_TERM_DATE))
    if field.example and field.list is None and field.type is not FieldType.DATE:
        parts.append(_("例如{example}").format(example=field.example))
    if field.means is Means.SEVERITY:
        parts.append(_("由作出决定的单位认定；“算一算”给出建议和理由"))
    return "；".join(part for part in parts if part)


def _when(item: Item, when: Condition) -> str:
    other = item.field(when.field)
    labels = "、".join(label_of(other, code) for code in when.values)
    return _("“{other}”是{labels}时必须填写").format(other=other.name, labels=labels)
