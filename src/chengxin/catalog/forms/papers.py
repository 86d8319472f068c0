"""The fields in which a paper of the catalogue's procedure is described."""

from django import forms
from django.utils.translation import gettext as _

from chengxin.ui.fields import DateField

LONGEST_RESULT = 2_000
ASKED = {
    "number": ("number",),
    "date": ("dated_on",),
    "file": ("file",),
    "period": ("begins_on", "ends_on"),
    "result": ("result",),
}
"""The fields of a paper, by what a step needs."""


def paper_field(step: str, name: str) -> forms.Field:
    """Return the field for one fact of a step, labelled with the step's title."""
    if name == "file":
        return forms.FileField(
            label=_("{step}：文件").format(step=step), help_text=_("PDF、OFD、图片或Word，20兆字节以内")
        )
    if name == "number":
        return forms.CharField(label=_("{step}：文号").format(step=step), max_length=100)
    if name == "result":
        label, lines = _("{step}：结果").format(step=step), forms.Textarea({"rows": 2})
        return forms.CharField(label=label, max_length=LONGEST_RESULT, widget=lines)
    words = {
        "dated_on": _("{step}：日期"),
        "begins_on": _("{step}：从哪一天起"),
        "ends_on": _("{step}：到哪一天为止"),
    }
    return DateField(label=words[name].format(step=step))
