"""The form of one field of a draft."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.catalog.forms.parts import SeenForm, SeveralField, choices_of, offer
from chengxin.catalog.rules import (
    CodeList,
    Condition,
    Disclosure,
    Field,
    FieldType,
    Item,
    Means,
    Need,
    labels,
)
from chengxin.catalog.rules.shapes import LONGEST_NAME, LONGEST_TEXT, MOST_LENGTH


class FieldForm(SeenForm):
    """A field: what it is called, what it holds, when it must be filled, who may see it."""

    name = forms.CharField(label=_("名称"), max_length=LONGEST_NAME, help_text=_("模板的表头就是它"))
    code = forms.CharField(
        label=_("字段代码"), max_length=30, help_text=_("大写字母、数字和下划线，例如 CF_WSH。有官方代码的用官方代码")
    )
    type = forms.TypedChoiceField(label=_("类型"), coerce=FieldType, choices=choices_of(labels.TYPE_LABELS))
    code_list = forms.ChoiceField(label=_("代码集"), required=False, help_text=_("只有单选和多选要选代码集"))
    length = forms.IntegerField(
        label=_("最多几个字符"),
        min_value=1,
        max_value=MOST_LENGTH,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    required = forms.TypedChoiceField(label=_("填写要求"), coerce=Need, choices=choices_of(labels.NEED_LABELS))
    when_field = forms.ChoiceField(label=_("条件看哪个字段"), required=False, help_text=_("按条件必填时才选"))
    when_values = SeveralField(
        label=_("那个字段是哪些值时必填"),
        required=False,
        max_length=2_000,
        help_text=_("写值的名称或代码，多个用分号隔开；那个字段是多选的，有其中一个就必填"),
    )
    means = forms.ChoiceField(
        label=_("含义"), required=False, help_text=_("平台按含义认字段，例如哪个是决定日期。一种含义只能有一个字段")
    )
    disclosure = forms.TypedChoiceField(
        label=_("公开属性"), coerce=Disclosure, choices=choices_of(labels.DISCLOSURE_LABELS)
    )
    aliases = SeveralField(
        label=_("别名"),
        required=False,
        max_length=4_000,
        help_text=_("表头还认哪些写法，多个用分号隔开"),
    )
    hint = forms.CharField(label=_("填写提示"), max_length=LONGEST_TEXT, required=False)
    example = forms.CharField(label=_("示例"), max_length=LONGEST_TEXT, required=False)
    ours = forms.BooleanField(label=_("本市自定的字段，官方格式里没有"), required=False)

    def __init__(self, *args: Any, item: Item, lists: Mapping[str, CodeList], **kwargs: Any) -> None:
        """Offer the platform's code lists and, for the condition, the draft's fields that have one."""
        super().__init__(*args, **kwargs)
        self._lists = lists
        self._choosing = {field.code: field for field in item.fields if field.list is not None}
        offer(self, "code_list", ((key, entry.name) for key, entry in lists.items()), blank=gettext("没有"))
        offered = ((code, field.name) for code, field in self._choosing.items())
        offer(self, "when_field", offered, blank=gettext("没有条件"))
        offer(self, "means", choices_of(labels.MEANS_LABELS), blank=gettext("没有特别的含义"))

    def clean(self) -> dict[str, Any]:
        """Read the condition's values by their labels, and say where parts do not fit together."""
        given = super().clean() or self.cleaned_data
        chooses = given.get("type") in {FieldType.CHOICE, FieldType.CHOICES}
        if chooses and not given.get("code_list"):
            self.add_error("code_list", gettext("单选和多选要选一个代码集"))
        if not chooses and given.get("code_list"):
            self.add_error("code_list", gettext("只有单选和多选用代码集，请改类型，或者不选代码集"))
        self._clean_condition(given)
        return given

    def _clean_condition(self, given: dict[str, Any]) -> None:
        other = self._choosing.get(given.get("when_field", ""))
        values = given.get("when_values", ())
        if given.get("required") is not Need.WHEN:
            if other or values:
                self.add_error("required", gettext("写了条件，填写要求请选“按条件必填”；没有条件的，请清空条件"))
            return
        if other is None or other.list is None:
            self.add_error("when_field", gettext("按条件必填的，请选条件看哪个字段"))
            return
        codes = {text: one.code for one in other.list.values for text in (one.label, one.code)}
        unknown = [value for value in values if value not in codes]
        if unknown:
            words = gettext("“{value}”不在代码集“{list}”里")
            self.add_error("when_values", words.format(value=unknown[0], list=other.list.name))
        elif not values:
            self.add_error("when_values", gettext("请写是哪些值时必填"))
        given["when_values"] = tuple(codes.get(value, value) for value in values)

    def value(self) -> Field:
        """Return what was typed, as the service takes it."""
        given = self.cleaned_data
        return Field(
            code=given["code"].strip(),
            name=" ".join(given["name"].split()),
            type=given["type"],
            length=given["length"],
            required=given["required"],
            when=self._condition(),
            list=self._lists[given["code_list"]] if given["code_list"] else None,
            means=Means(given["means"]) if given["means"] else None,
            disclosure=given["disclosure"],
            aliases=given["aliases"],
            hint=given["hint"],
            example=given["example"],
            ours=given["ours"],
        )

    def _condition(self) -> Condition | None:
        given = self.cleaned_data
        if given["required"] is not Need.WHEN:
            return None
        other = self._choosing[given["when_field"]]
        return Condition(other.code, given["when_values"], contains=other.type is FieldType.CHOICES)


def typed(field: Field, item: Item) -> dict[str, Any]:
    """Return a field as the form shows it; the values of its condition by their labels."""
    when = field.when
    other = next((one for one in item.fields if when and one.code == when.field), None)
    names = {value.code: value.label for value in other.list.values} if other and other.list else {}
    return {
        **vars(field),
        "code_list": field.list.key if field.list else "",
        "means": field.means.value if field.means else "",
        "when_field": when.field if when else "",
        "when_values": tuple(names.get(value, value) for value in when.values) if when else (),
    }
