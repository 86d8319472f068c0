"""Narrowing the list of submissions."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chengxin.intake import rules
from chengxin.intake.models import AT_WORK, Submission
from chengxin.intake.rules import State

WAITING, RETURNED, ENDED = "waiting", "returned", "ended"
STATES = (
    ("", _("全部")),
    (WAITING, _("在办和待确认")),
    (RETURNED, _("有退回的行")),
    (ENDED, _("已办结")),
)


class SubmissionFilter(forms.Form):
    """By state, by a part of the file's name, by the header alias they were read with."""

    state = forms.ChoiceField(label=_("状态"), choices=STATES, required=False)
    name = forms.CharField(label=_("文件名"), max_length=60, required=False)
    alias = forms.CharField(max_length=26, required=False, widget=forms.HiddenInput)

    @property
    def is_used(self) -> bool:
        """Whether anything is narrowed."""
        return self.is_bound and self.is_valid() and any(self.cleaned_data.values())

    def narrow(self, found: QuerySet[Submission]) -> QuerySet[Submission]:
        """Return the submissions that fit; all where the form is not used or can not be read."""
        if not self.is_used:
            return found
        if self.cleaned_data["name"]:
            found = found.filter(file__name__icontains=self.cleaned_data["name"])
        if self.cleaned_data["alias"]:
            found = found.filter(aliases__contains=[self.cleaned_data["alias"]])
        match self.cleaned_data["state"]:
            case "waiting":
                return found.filter(state__in=AT_WORK)
            case "returned":
                return found.filter(state=State.DONE, returned__gt=0)
            case "ended":
                return found.exclude(state__in=[*AT_WORK, rules.State.FAILED])
            case _:
                return found
