"""Forms of items: their facts, what they rest on, their key, who reports them, from when they are in force."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from chengxin.catalog.forms.papers import ASKED, paper_field
from chengxin.catalog.forms.parts import Choices, SeenForm, choices_of, offer
from chengxin.catalog.rules import Basis, Cycle, Disclosure, Family, Origin, SubjectKind, labels
from chengxin.catalog.rules.shapes import LONGEST_NAME, LONGEST_TEXT, MOST_MONTHS
from chengxin.catalog.services import GivenPaper, ItemFacts, PaperFacts
from chengxin.law.catalogues import Step
from chengxin.ui.fields import DateField
from chengxin.vault.services import Upload

STATES = {
    "in-force": gettext_noop("生效中"),
    "not-collected": gettext_noop("尚未归集"),
    "to-come": gettext_noop("将要生效"),
    "over": gettext_noop("已经停止"),
    "never": gettext_noop("没有生效过"),
    "draft": gettext_noop("有草稿"),
}


class ItemFilter(forms.Form):
    """What to look for in the catalogue; everything may be empty."""

    q = forms.CharField(label=_("名称或代号"), required=False, max_length=100)
    family = forms.ChoiceField(label=_("类别"), required=False)
    disclosure = forms.ChoiceField(label=_("公开属性"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the choices with words for any."""
        super().__init__(*args, **kwargs)
        offer(self, "family", choices_of(labels.FAMILY_LABELS), blank=gettext("全部"))
        offer(self, "disclosure", choices_of(labels.DISCLOSURE_LABELS), blank=gettext("全部"))
        offer(self, "state", ((state, gettext(words)) for state, words in STATES.items()), blank=gettext("全部"))


class ItemForm(forms.Form):
    """A new item."""

    name = forms.CharField(label=_("名称"), max_length=LONGEST_NAME, help_text=_("和目录文件里的名称一致"))
    key = forms.CharField(
        label=_("代号"),
        max_length=60,
        help_text=_("报送和接口里用它，以后不能改。小写字母、数字和连字符，例如 honour-organisation"),
    )
    family = forms.TypedChoiceField(label=_("类别"), coerce=Family, choices=choices_of(labels.FAMILY_LABELS))


class FactsForm(SeenForm):
    """What an item says of itself."""

    name = forms.CharField(label=_("名称"), max_length=LONGEST_NAME)
    family = forms.TypedChoiceField(label=_("类别"), coerce=Family, choices=choices_of(labels.FAMILY_LABELS))
    adverse = forms.BooleanField(label=_("是不利信息"), required=False)
    origin = forms.TypedChoiceField(label=_("来源"), coerce=Origin, choices=choices_of(labels.ORIGIN_LABELS))
    subject_kinds = forms.TypedMultipleChoiceField(
        label=_("关于谁"),
        coerce=SubjectKind,
        choices=choices_of(labels.SUBJECT_KIND_LABELS),
        widget=forms.CheckboxSelectMultiple,
    )
    disclosure = forms.TypedChoiceField(
        label=_("公开属性"),
        coerce=Disclosure,
        choices=choices_of(labels.DISCLOSURE_LABELS),
        help_text=_("公开公示的记录任何人可以查看；关于自然人的不能公开公示"),
    )
    publicity_item = forms.ChoiceField(
        label=_("公示期限"),
        choices=choices_of(labels.PUBLICITY_LABELS),
        help_text=_("不利信息公开的，到期要撤下"),
    )
    cycle = forms.TypedChoiceField(label=_("更新周期"), coerce=Cycle, choices=choices_of(labels.CYCLE_LABELS))
    retention_months = forms.IntegerField(
        label=_("保存期限（月）"),
        min_value=0,
        max_value=MOST_MONTHS,
        help_text=_("填0表示不限"),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    valid_until = DateField(label=_("从哪一天起停止报送"), required=False, help_text=_("长期报送的不填"))
    grave_ground = forms.CharField(
        label=_("只收哪些严重或恶意情节"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("欠缴物业费、养犬一类，法律只允许收情节严重或恶意的，写明是什么情节；其他目录项不填"),
    )

    waiting = forms.BooleanField(
        label=_("尚未归集"),
        required=False,
        help_text=_("先列入目录，暂不收报送；去掉以后，生效的版本才有模板，才能报送"),
    )

    def facts(self) -> ItemFacts:
        """Return what was typed, as the service takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"seen", "waiting"}}
        given["collected"] = not self.cleaned_data["waiting"]
        return ItemFacts(**{**given, "subject_kinds": frozenset(given["subject_kinds"])})


class BasisForm(SeenForm):
    """What an item rests on. ``instruments`` are those the law knows: key and citation."""

    instrument = forms.ChoiceField(
        label=_("法规库里的文件"), required=False, help_text=_("库里有的从这里选；没有的，在下面写")
    )
    text = forms.CharField(
        label=_("文件名称和文号"),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("文件名称用书名号，例如《第一市社会信用条例》；选了库里的文件可以不填"),
    )
    article = forms.CharField(label=_("条款"), max_length=LONGEST_TEXT, required=False, help_text=_("例如：第十八条"))

    def __init__(self, *args: Any, instruments: Choices, **kwargs: Any) -> None:
        """Offer the instruments."""
        super().__init__(*args, **kwargs)
        self._citations = dict(instruments)
        offer(self, "instrument", instruments, blank=gettext("不在库里"))

    def clean(self) -> dict[str, Any]:
        """Take the citation of the instrument where nothing else is typed."""
        given = super().clean() or self.cleaned_data
        chosen = self._citations.get(given.get("instrument", ""), "")
        given["text"] = given.get("text") or chosen
        if not given["text"]:
            self.add_error("text", gettext("请选一个文件，或者写文件名称和文号"))
        return given

    def basis(self) -> Basis:
        """Return what was typed, as the service takes it."""
        given = self.cleaned_data
        return Basis(text=given["text"], article=given["article"], instrument=given["instrument"])


class KeyForm(SeenForm):
    """Which fields together are one record."""

    codes = forms.MultipleChoiceField(
        label=_("哪几个字段合起来确定一条记录"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, fields: Choices, **kwargs: Any) -> None:
        """Offer the draft's fields."""
        super().__init__(*args, **kwargs)
        offer(self, "codes", fields)


class ProvidersForm(SeenForm):
    """Which units report."""

    units = forms.MultipleChoiceField(
        label=_("哪些单位报送"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("一个都不选，就是所有单位都可以报送"),
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        """Offer the units, by code."""
        super().__init__(*args, **kwargs)
        offer(self, "units", units)


class InForceForm(SeenForm):
    """From when a draft is in force. ``after`` is the number of the version it was compared with."""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    on = DateField(label=_("从哪一天起生效"), help_text=_("不能早于今天"))

    def __init__(self, *args: Any, steps: Iterable[Step], **kwargs: Any) -> None:
        """Ask for the papers of the steps; none are given where the change needs none."""
        super().__init__(*args, **kwargs)
        self.steps = tuple(steps)
        for step in self.steps:
            for name in (name for need in step.needs for name in ASKED[need]):
                self.fields[f"{step.step}-{name}"] = paper_field(step.title, name)

    def asked(self) -> dict[str, Any]:
        """Return what was typed, as the service takes it."""
        own = {name: self.cleaned_data[name] for name in ("seen", "after", "on")}
        return own | {"papers": {step.step: self._paper(step.step) for step in self.steps}}

    def _paper(self, step: str) -> GivenPaper:
        given = {
            name: self.cleaned_data[f"{step}-{name}"]
            for name in PaperFacts.__dataclass_fields__
            if f"{step}-{name}" in self.cleaned_data
        }
        file = self.cleaned_data.get(f"{step}-file")
        upload = Upload.sent(file) if file else None
        return GivenPaper(PaperFacts(**given), upload)


class UploadForm(SeenForm):
    """A definition that comes from a file."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_("从平台导出后改好的xlsx，或Table Schema（json），或toml，最大2兆字节"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.json,.toml"}),
        error_messages={"empty": _("文件是空的，请确认保存后再导入")},
    )


class VersionsForm(forms.Form):
    """Two versions to compare."""

    older = forms.TypedChoiceField(label=_("从哪一版"), coerce=int)
    newer = forms.TypedChoiceField(label=_("到哪一版"), coerce=int)

    def __init__(self, *args: Any, versions: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the versions."""
        super().__init__(*args, **kwargs)
        offered = list(versions)
        offer(self, "older", offered)
        offer(self, "newer", offered)
