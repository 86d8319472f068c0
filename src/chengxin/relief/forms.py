"""Forms of cases: parse and shape what people type, nothing else."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.relief.models import CaseRecord
from chengxin.relief.queries import Asked
from chengxin.relief.rules.procedure import (
    OBJECTION_RESULTS,
    PROCEDURE_LABELS,
    REPAIR_RESULTS,
    RESULT_HELP,
    RESULT_LABELS,
    STATE_LABELS,
    Result,
)
from chengxin.relief.services import Application, Decision, Finding
from chengxin.relief.services.checking import LONGEST_FOUND
from chengxin.ui.fields import DateField
from chengxin.vault.services import Upload

Choices = Iterable[tuple[str, str]]
EXPIRED = _("页面已经过期，请重新打开再办")
LINES = {"rows": 4}
SHORT = {"class": "short", "inputmode": "numeric"}
LONGEST = 2000


class Only(StrEnum):
    """The choices above the table."""

    LATE = "late"
    STUCK = "stuck"


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Offer these choices in a field of the form."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


def result_choices(results: Iterable[Result] = OBJECTION_RESULTS) -> list[tuple[str, str]]:
    """Return the results with what each does."""
    return [(one.value, f"{gettext(RESULT_LABELS[one])}（{gettext(RESULT_HELP[one])}）") for one in results]


class CasesFilter(forms.Form):
    """Which cases to show; everything may be left open."""

    procedure = forms.ChoiceField(label=_("事项"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    unit = forms.ChoiceField(label=_("来源单位"), required=False)
    only = forms.ChoiceField(
        choices=[("", ""), *((one.value, one.value) for one in Only)], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        """Offer units (id and name)."""
        super().__init__(*args, **kwargs)
        every = ("", gettext("全部"))
        kinds = ((one.value, gettext(label)) for one, label in PROCEDURE_LABELS.items())
        offer(self, "procedure", [every, *kinds])
        offer(self, "state", [every, *((one.value, gettext(label)) for one, label in STATE_LABELS.items())])
        offer(self, "unit", [every, *units])

    def asked(self) -> Asked:
        """What is asked for: of what can not be read nothing."""
        if not self.is_bound or not self.is_valid():
            return Asked()
        given = self.cleaned_data
        return Asked(given["procedure"], given["state"], int(given["unit"]) if given["unit"] else None)

    def only_those(self) -> Only | None:
        """Return which cases alone are asked for; None: all."""
        given = self.cleaned_data["only"] if self.is_bound and self.is_valid() else ""
        return Only(given) if given else None


class WhoForm(forms.Form):
    """Whose objection it is."""

    code = forms.CharField(label=_("申请人的统一社会信用代码"), max_length=40, help_text=_("18位"))


def _scan(label: Any) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        allow_empty_file=True,
        help_text=_("PDF、PNG或JPEG，20兆字节以内"),
    )


def _upload(form: forms.Form) -> Upload | None:
    file = form.cleaned_data["file"]
    return Upload.sent(file) if file else None


class FileForm(forms.Form):
    """The application: which records, what is wrong, when it came."""

    records = forms.MultipleChoiceField(label=_("记录"), widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label=_("哪里不对，应当是什么"),
        max_length=LONGEST,
        widget=forms.Textarea(LINES),
        help_text=_("写事实；不写自然人的证件号码"),
    )
    filed_on = DateField(label=_("收到申请的日期"))
    file = _scan(_("申请书和证据的扫描件"))

    def __init__(self, *args: Any, records: Choices, **kwargs: Any) -> None:
        """Offer the records of the subject."""
        super().__init__(*args, **kwargs)
        offer(self, "records", records)

    def application(self, subject: str) -> Application:
        """What was typed, for a subject (public id)."""
        given = self.cleaned_data
        return Application(subject, tuple(given["records"]), given["words"], given["filed_on"])

    @property
    def scan(self) -> Upload | None:
        """The scan, if one was chosen."""
        return _upload(self)


class RepairForm(FileForm):
    """The application for repair: which records, how it was put right, when it came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask what a repair asks."""
        super().__init__(*args, **kwargs)
        self.fields["words"].label = gettext("怎样改正和履行了义务")
        self.fields["words"].help_text = gettext("写事实；不写自然人的证件号码")
        self.fields["file"].label = gettext("申请书和证明材料的扫描件")


class MoveForm(forms.Form):
    """A move on a case: which state was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": EXPIRED, "invalid": EXPIRED})


class WordsForm(MoveForm):
    """A move that takes words."""

    words = forms.CharField(label=_("理由"), max_length=LONGEST, widget=forms.Textarea(LINES))

    def __init__(self, *args: Any, label: str, required: bool = True, **kwargs: Any) -> None:
        """Call the words what they are here."""
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label
        self.fields["words"].required = required


class PapersForm(WordsForm):
    """Papers that came."""

    file = _scan(_("补正材料的扫描件"))

    @property
    def scan(self) -> Upload | None:
        """The scan, if one was chosen."""
        return _upload(self)


class HandOverForm(WordsForm):
    """Papers that were looked at, and how they were handed over."""

    field_order = ("seen", "materials", "words")
    materials = forms.MultipleChoiceField(
        label=_("已经核对的材料"), widget=forms.CheckboxSelectMultiple, help_text=_("齐全才能转交")
    )

    def __init__(self, *args: Any, materials: Iterable[str], **kwargs: Any) -> None:
        """Offer the papers that the rule asks for."""
        super().__init__(*args, **kwargs)
        papers = list(materials)
        offer(self, "materials", [(one, one) for one in papers])
        if not papers:
            del self.fields["materials"]


class ExtendForm(MoveForm):
    """An extension with the article that allows it."""

    working_days = forms.IntegerField(label=_("延长的工作日数"), widget=forms.NumberInput(SHORT))
    basis = forms.CharField(
        label=_("允许延长的文件和条款"),
        max_length=300,
        help_text=_("本地规定没有见到延长的条款：没有依据的不能延长"),
    )


class FindForm(MoveForm):
    """What was found of one record."""

    record = forms.TypedChoiceField(label=_("记录"), coerce=int)
    result = forms.TypedChoiceField(label=_("核查结果"), coerce=Result, widget=forms.RadioSelect)
    words = forms.CharField(label=_("查明的事实和依据"), max_length=LONGEST_FOUND, widget=forms.Textarea(LINES))

    def __init__(self, *args: Any, records: Choices, **kwargs: Any) -> None:
        """Offer the records that the unit gave."""
        super().__init__(*args, **kwargs)
        offer(self, "record", records)
        offer(self, "result", result_choices())

    @property
    def finding(self) -> Finding:
        """What was typed."""
        given = self.cleaned_data
        return Finding(given["record"], given["result"], given["words"])


class ResultsForm(MoveForm):
    """A result for each record."""

    offered: Iterable[Result] = OBJECTION_RESULTS

    def __init__(self, *args: Any, records: Iterable[CaseRecord], **kwargs: Any) -> None:
        """Ask for the result of each record."""
        super().__init__(*args, **kwargs)
        self._numbers = {}
        for one in records:
            name = f"result_{one.id}"
            self._numbers[name] = one.id
            self.fields[name] = forms.TypedChoiceField(
                label=one.document_number or one.item_name,
                coerce=Result,
                choices=result_choices(self.offered),
                widget=forms.RadioSelect,
                initial=one.result,
            )
        self.order_fields(["seen", *self._numbers])

    @property
    def results(self) -> dict[int, Result]:
        """The results by the records' numbers in the case."""
        return {number: self.cleaned_data[name] for name, number in self._numbers.items()}


class ReviewForm(ResultsForm):
    """The answer to a review."""

    words = forms.CharField(label=_("给申请人的说明"), max_length=LONGEST, widget=forms.Textarea(LINES))


class DecideForm(ResultsForm):
    """What was decided about a repair."""

    offered = REPAIR_RESULTS
    number = forms.CharField(label=_("修复决定的文书号"), max_length=100)
    body = forms.CharField(label=_("作出决定的单位"), max_length=100)
    decided_on = DateField(label=_("决定的日期"))

    @property
    def decision(self) -> Decision:
        """The paper."""
        given = self.cleaned_data
        return Decision(given["number"], given["body"], given["decided_on"])
