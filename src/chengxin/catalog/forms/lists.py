"""Forms of code lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.catalog.forms.parts import SeenForm, SeveralField
from chengxin.catalog.rules import CodeValue
from chengxin.catalog.rules.shapes import LONGEST_NAME
from chengxin.ui.fields import DateField


class ListForm(forms.Form):
    """A new code list."""

    name = forms.CharField(label=_("名称"), max_length=LONGEST_NAME, help_text=_("例如：表彰级别"))
    key = forms.CharField(
        label=_("代号"), max_length=60, help_text=_("以后不能改。小写字母、数字和连字符，例如 honour-level")
    )


class ListNameForm(SeenForm):
    """Another name for a code list."""

    name = forms.CharField(label=_("名称"), max_length=LONGEST_NAME)


class ValueForm(SeenForm):
    """A value of a code list."""

    label = forms.CharField(label=_("名称"), max_length=LONGEST_NAME, help_text=_("模板的下拉列表里就是它"))
    code = forms.CharField(
        label=_("代码"), max_length=40, help_text=_("平台内部和接口用，以后不能改。字母、数字、点和连字符，例如 city")
    )
    aliases = SeveralField(
        label=_("别名"), required=False, max_length=4_000, help_text=_("文件里还认哪些写法，多个用分号隔开")
    )
    since = DateField(label=_("从哪一天作出的决定起可以用"), required=False, help_text=_("一直可以用的不填"))
    until = DateField(label=_("从哪一天作出的决定起不再用"), required=False, help_text=_("还在用的不填"))

    def value(self) -> CodeValue:
        """Return what was typed, as the service takes it."""
        given = self.cleaned_data
        return CodeValue(
            code=given["code"].strip(),
            label=" ".join(given["label"].split()),
            aliases=given["aliases"],
            since=given["since"],
            until=given["until"],
        )
