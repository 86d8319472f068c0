"""The upload of a file."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.catalog.rules import Item


class UploadForm(forms.Form):
    """Which item, and the file."""

    item = forms.ChoiceField(label=_("目录项"))
    file = forms.FileField(
        label=_("文件"),
        help_text=_(
            "xlsx、xls、et、csv、txt、json、旧式xml，最大200兆字节。表头可以是中文名称，也可以是字段代码；旧表样也能认。"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.csv,.txt,.tsv,.json,.xml"}),
        error_messages={"required": _("请选择要报送的文件"), "empty": _("文件是空的，请检查后重新选择")},
        max_length=160,
    )

    def __init__(self, *args: Any, items: Mapping[str, Item], **kwargs: Any) -> None:
        """Offer the items that the unit reports."""
        super().__init__(*args, **kwargs)
        choice = self.fields["item"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(key, item.name) for key, item in items.items()]
