"""Forms of kinds of lists and of measures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.catalog.forms.parts import Choices, SeenForm, SeveralField, choices_of, offer
from chengxin.catalog.rules.item import Basis, SubjectKind
from chengxin.catalog.rules.kind_publishing import EVERYWHERE
from chengxin.catalog.rules.kind_words import (
    ENTRY_FIELD_LABELS,
    FORCE_LABELS,
    LEVEL_LABELS,
    LIST_TYPE_LABELS,
    MEASURE_KIND_LABELS,
    ORDERED_BY_LABELS,
)
from chengxin.catalog.rules.labels import SUBJECT_KIND_LABELS
from chengxin.catalog.rules.list_kinds import BasisLevel, EntryField, ListKind, ListTerm, ListType, Standards
from chengxin.catalog.rules.measures import Force, Measure, MeasureKind, MeasureTerm, OrderedBy
from chengxin.ui.fields import DateField

MEASURE_ORDER = (
    "key",
    "name",
    "kind",
    "content",
    "basis_instrument",
    "basis_article",
    "in_force_from",
    "last_day",
    "ordered_by",
    "force",
    "matter",
    "words",
    "months",
    "term_instrument",
    "term_article",
    "subjects",
    "list_kinds",
    "items",
)
"""What it is and rests on first, who applies it last."""
STANDARD_PARTS = ("title", "number", "issuer", "issued_on")
LINES = {"rows": 4}
LONGEST = 4_000
MOST_MONTHS = 240


class KeptFilter(forms.Form):
    """What to look for among kinds or measures; everything may be empty."""

    q = forms.CharField(label=_("名称或代号"), required=False, max_length=100)
    sort = forms.ChoiceField(label=_("种类"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)

    def __init__(self, *args: Any, measures: bool, **kwargs: Any) -> None:
        """Offer the sorts of kinds, or of measures."""
        super().__init__(*args, **kwargs)
        sorts = choices_of(MEASURE_KIND_LABELS if measures else LIST_TYPE_LABELS)
        offer(self, "sort", sorts, blank=gettext("全部"))
        states = [("in-force", gettext("现行")), ("ended", gettext("已停用")), ("draft", gettext("有草稿"))]
        offer(self, "state", states, blank=gettext("全部"))


@dataclass(frozen=True)
class Offers:
    """What the forms offer: units by code, instruments of the law, fields of lists, list kinds and items, by key."""

    units: Choices
    instruments: Mapping[str, str]
    fields: Choices
    region: str
    kinds: Choices
    items: Choices


class BasisFields:
    """Fields of a form that name an article of an instrument of the law: ``<name>_instrument``, ``<name>_article``."""

    def __init__(self, form: forms.Form, instruments: Mapping[str, str]) -> None:
        """Work on this form."""
        self.form, self.instruments = form, instruments

    def add(self, name: str, label: str, *, required: bool = False) -> None:
        """Add the two fields."""
        form = self.form
        form.fields[f"{name}_instrument"] = forms.ChoiceField(
            label=gettext("{what}：法规或者文件").format(what=label), required=required
        )
        offer(
            form,
            f"{name}_instrument",
            self.instruments.items(),
            blank=gettext("请选择") if required else gettext("没有"),
        )
        form.fields[f"{name}_article"] = forms.CharField(
            label=gettext("{what}：条款").format(what=label),
            required=False,
            max_length=100,
            help_text=gettext("例如第二十二条第一款第五项"),
        )

    def told(self, name: str, before: Basis | None = None) -> Basis | None:
        """Return what was typed; the words of an instrument that stays are kept."""
        given = self.form.cleaned_data
        key = given.get(f"{name}_instrument") or ""
        if not key:
            return None
        same = before is not None and before.instrument == key
        text = before.text if before and same else self.instruments[key]
        return Basis(text=text, article=given[f"{name}_article"].strip(), instrument=key)


def basis_initial(name: str, basis: Basis | None) -> dict[str, str]:
    """Return what stands in the two fields of a basis."""
    return {f"{name}_instrument": basis.instrument, f"{name}_article": basis.article} if basis else {}


class KeptForm(SeenForm):
    """What the office says of a kind or of a measure, both. ``key`` only where it makes a new one."""

    key = forms.CharField(
        label=_("代号"), max_length=60, help_text=_("小写英文字母、数字和连字符，例如wages；公布以后不能改")
    )
    name = forms.CharField(label=_("名称"), max_length=200)

    def __init__(self, *args: Any, offers: Offers, makes: bool, **kwargs: Any) -> None:
        """Offer what there is; a new one gets a key."""
        super().__init__(*args, **kwargs)
        self.offers = offers
        self.bases = BasisFields(self, offers.instruments)
        if not makes:
            del self.fields["key"]

    def close(self) -> None:
        """Add the fields that stand last."""
        self.fields["in_force_from"] = DateField(
            label=gettext("依据从哪一天起生效"), help_text=gettext("以前的决定不适用")
        )
        self.fields["last_day"] = DateField(
            label=gettext("最后一天"), required=False, help_text=gettext("还在用的不填")
        )
        self.fields["units"] = forms.MultipleChoiceField(
            label=gettext("本市的单位"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=gettext("一个都不选，就没有单位能办"),
        )
        offer(self, "units", self.offers.units)
        self.fields["remark"] = forms.CharField(
            label=gettext("说明"), required=False, max_length=LONGEST, widget=forms.Textarea(LINES)
        )

    def clean(self) -> dict[str, Any]:
        """Ask for days the right way round."""
        given = super().clean() or {}
        first, last = given.get("in_force_from"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", gettext("最后一天不能早于生效的那一天"))
        return given

    def said(self) -> dict[str, Any]:
        """Return what both say."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "units": tuple(given["units"]),
            "in_force_from": given["in_force_from"],
            "last_day": given["last_day"],
            "remark": given["remark"].strip(),
        }


class ListKindForm(KeptForm):
    """A kind of list."""

    type = forms.ChoiceField(label=_("种类"), choices=choices_of(LIST_TYPE_LABELS))
    field = forms.ChoiceField(label=_("领域"), help_text=_("当天法规库里没有这个领域的依据，就不能公布"))
    region = forms.ChoiceField(label=_("在哪里适用"))
    listing_bodies = SeveralField(
        label=_("列入机关"),
        max_length=1_000,
        help_text=_("机关的种类，用分号隔开，例如县级以上人力资源社会保障行政部门"),
    )
    decided_elsewhere = forms.BooleanField(label=_("由外部机关决定，本市平台只登记和公布"), required=False)
    basis_level = forms.ChoiceField(label=_("依据层级"), choices=choices_of(LEVEL_LABELS))
    months = forms.IntegerField(
        label=_("期限（月）"), required=False, min_value=1, max_value=MOST_MONTHS, help_text=_("由列入决定写明的不填")
    )
    most_months = forms.IntegerField(label=_("最长（月）"), required=False, min_value=1, max_value=MOST_MONTHS)
    exit_rule = forms.CharField(label=_("退出规则"), max_length=LONGEST, widget=forms.Textarea(LINES))
    public_fields = forms.MultipleChoiceField(
        label=_("公开的内容"), widget=forms.CheckboxSelectMultiple, choices=choices_of(ENTRY_FIELD_LABELS)
    )
    title = forms.CharField(label=_("认定标准：名称"), required=False, max_length=200)
    number = forms.CharField(label=_("认定标准：文号"), required=False, max_length=100)
    issuer = forms.CharField(label=_("认定标准：发布机关"), required=False, max_length=200)
    issued_on = DateField(label=_("认定标准：发布日期"), required=False)
    text = forms.CharField(label=_("认定标准：内容"), required=False, max_length=20_000, widget=forms.Textarea(LINES))

    def __init__(self, *args: Any, before: ListKind | None = None, **kwargs: Any) -> None:
        """Ask for one basis more than there is."""
        super().__init__(*args, **kwargs)
        self.before = before
        offer(self, "field", self.offers.fields)
        regions = [(EVERYWHERE, gettext("全国")), (self.offers.region, gettext("只在本地"))]
        here = before.region if before else EVERYWHERE
        offer(self, "region", regions if here in dict(regions) else [*regions, (here, here)])
        self.rows = max(2, len(before.basis) + 1) if before else 2
        for number in range(self.rows):
            self.bases.add(f"basis{number}", gettext("依据{n}").format(n=number + 1), required=number == 0)
        self.bases.add("term", gettext("期限的依据"), required=True)
        self.bases.add("persons", gettext("公开自然人的依据"))
        self.close()
        bases = [f"basis{number}_{part}" for number in range(self.rows) for part in ("instrument", "article")]
        self.order_fields(["key", "name", "type", "field", "region", "listing_bodies", "decided_elsewhere", *bases])

    def clean(self) -> dict[str, Any]:
        """Ask for all of the standards or for nothing of them, and for a maximum that is one."""
        given = super().clean() or {}
        parts = [given.get(name) for name in STANDARD_PARTS]
        if any((*parts, given.get("text"))) and not all(parts):
            self.add_error("title", gettext("认定标准要写全名称、文号、发布机关和发布日期，没有的都不填"))
        if (given.get("months") or 0) > (given.get("most_months") or MOST_MONTHS):
            self.add_error("most_months", gettext("最长不能短于期限"))
        return given

    def made(self, key: str) -> ListKind:
        """Return the kind as it was typed."""
        given, before = self.cleaned_data, self.before
        old = before.basis if before else ()
        found = [self.bases.told(f"basis{n}", old[n] if n < len(old) else None) for n in range(self.rows)]
        return ListKind(
            **self.said(),
            key=key,
            type=ListType(given["type"]),
            field=given["field"],
            region=given["region"],
            listing_bodies=given["listing_bodies"],
            decided_elsewhere=given["decided_elsewhere"],
            basis=tuple(one for one in found if one),
            basis_level=BasisLevel(given["basis_level"]),
            standards=Standards(**{name: given[name] for name in (*STANDARD_PARTS, "text")})
            if given["title"]
            else None,
            term=ListTerm(
                given["months"],
                given["most_months"],
                self.bases.told("term", before.term.basis if before else None) or Basis(""),
            ),
            exit_rule=given["exit_rule"],
            public_fields=frozenset(EntryField(one) for one in given["public_fields"]),
            persons=self.bases.told("persons", before.persons if before else None),
        )


class MeasureForm(KeptForm):
    """A measure."""

    kind = forms.ChoiceField(label=_("种类"), choices=choices_of(MEASURE_KIND_LABELS))
    content = forms.CharField(label=_("内容"), max_length=LONGEST, widget=forms.Textarea(LINES))
    implementing = SeveralField(label=_("实施机关"), max_length=1_000, help_text=_("机关的种类，用分号隔开"))
    ordered_by = forms.ChoiceField(label=_("由谁决定"), choices=choices_of(ORDERED_BY_LABELS))
    force = forms.ChoiceField(label=_("应当或者可以"), choices=choices_of(FORCE_LABELS))
    matter = forms.CharField(label=_("事项"), max_length=100)
    months = forms.IntegerField(
        label=_("最长（月）"),
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("到名单信息退出为止的不填"),
    )
    words = forms.CharField(label=_("期限"), max_length=200, help_text=_("照条款写，例如一至三年"))
    list_kinds = forms.MultipleChoiceField(label=_("触发的名单"), required=False, widget=forms.CheckboxSelectMultiple)
    items = forms.MultipleChoiceField(label=_("触发的目录项"), required=False, widget=forms.CheckboxSelectMultiple)
    subjects = forms.MultipleChoiceField(
        label=_("对谁"), widget=forms.CheckboxSelectMultiple, choices=choices_of(SUBJECT_KIND_LABELS)
    )

    def __init__(self, *args: Any, before: Measure | None = None, **kwargs: Any) -> None:
        """Ask for the article, and for that of the period."""
        super().__init__(*args, **kwargs)
        self.before = before
        offer(self, "list_kinds", with_known(self.offers.kinds, before.list_kinds if before else ()))
        offer(self, "items", with_known(self.offers.items, before.items if before else ()))
        self.bases.add("basis", gettext("依据"), required=True)
        self.bases.add("term", gettext("期限的依据"), required=True)
        self.close()
        self.order_fields(MEASURE_ORDER)

    def made(self, key: str) -> Measure:
        """Return the measure as it was typed."""
        given, before = self.cleaned_data, self.before
        return Measure(
            **self.said(),
            key=key,
            kind=MeasureKind(given["kind"]),
            content=given["content"],
            implementing=given["implementing"],
            basis=self.bases.told("basis", before.basis if before else None) or Basis(""),
            force=Force(given["force"]),
            ordered_by=OrderedBy(given["ordered_by"]),
            matter=given["matter"].strip(),
            term=MeasureTerm(
                given["months"],
                given["words"].strip(),
                self.bases.told("term", before.term.basis if before else None) or Basis(""),
            ),
            list_kinds=tuple(given["list_kinds"]),
            items=tuple(given["items"]),
            subjects=tuple(SubjectKind(one) for one in given["subjects"]),
        )


def with_known(choices: Choices, known: Iterable[str]) -> Choices:
    """Return the choices, and what is chosen already and is offered no more, by its key."""
    offered = {key for key, _label in choices}
    return [*choices, *((key, key) for key in known if key not in offered)]


def initial_of(now: ListKind | Measure) -> dict[str, Any]:
    """Return what stands in the form of a kind or of a measure."""
    told: dict[str, Any] = {**vars(now), "units": list(now.units)} | basis_initial("term", now.term.basis)
    if isinstance(now, Measure):
        return told | basis_initial("basis", now.basis) | {"months": now.term.months, "words": now.term.words}
    told |= {"months": now.term.months, "most_months": now.term.most_months}
    told |= vars(now.standards) if now.standards else {}
    told["public_fields"] = [one.value for one in now.public_fields]
    for number, one in enumerate(now.basis):
        told |= basis_initial(f"basis{number}", one)
    return told | basis_initial("persons", now.persons)


class PublishForm(SeenForm):
    """From when a draft is the one that is asked."""

    on = DateField(
        label=_("从哪一天起"),
        help_text=_("不能早于今天。版本是从这一天起适用的全部内容：以后的决定按它办，以前的决定仍按当时的版本"),
    )
