"""The public list of codes: what is asked, what stands in a line, and its addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengxin.codes.public import EventCount, EventFilters, EventView
from chengxin.codes.rules.kinds import EVENT_LABELS, EventKind
from chengxin.portal.tables import Chosen
from chengxin.ui.fields import DateField
from chengxin.ui.pieces import Pager, Tab

FILTERS = ("q", "from", "to", "unit", "district")
KINDS = (EventKind.ASSIGNED, EventKind.CONVERTED, EventKind.REVOKED)


class CodesForm(forms.Form):
    """What the list may be narrowed to."""

    unit = forms.ChoiceField(label=gettext_lazy("报送单位"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("主体所在区域"), required=False)

    def __init__(self, *args: Any, units: Sequence[str], districts: Mapping[str, str], **kwargs: Any) -> None:
        """Offer the units and districts there are; the days have names that Python keeps for itself."""
        super().__init__(*args, **kwargs)
        self.fields["q"] = forms.CharField(label=gettext_lazy("代码或名称"), required=False, max_length=100)
        self.fields["from"] = DateField(label=gettext_lazy("公示日期从"), required=False)
        self.fields["to"] = DateField(label=gettext_lazy("到"), required=False)
        self._offer("unit", [("", gettext_lazy("全部单位")), *((unit, unit) for unit in units)])
        self._offer("district", [("", gettext_lazy("全部区域")), *districts.items()])
        self.order_fields(FILTERS)

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # both are choice fields

    def clean(self) -> dict[str, Any]:
        """Refuse a time that ends before it begins."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("from") and said.get("to") and said["to"] < said["from"]:
            self.add_error("to", _("“到”的日期早于“从”的日期，请把两个日期对调"))
        return said

    def filters(self, kind: str) -> EventFilters:
        """Return what was asked; everything where nothing was, or nothing that can be understood."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return EventFilters(
            kind=kind,
            told_from=said.get("from"),
            told_to=said.get("to"),
            district=said.get("district", ""),
            unit=said.get("unit", ""),
            text=said.get("q", ""),
        )


@dataclass(frozen=True)
class CodesPage:
    """The list, last told first."""

    tabs: tuple[Tab, ...]
    form: CodesForm
    chosen: tuple[Chosen, ...]
    lines: tuple[EventView, ...]
    count: EventCount | None
    pager: Pager
    first: str
    csv: str


def kind_asked(text: str) -> str:
    """Return the kind that is asked for, empty for all."""
    return text if text in {kind.value for kind in KINDS} else ""


def tabs_of(form: CodesForm, kind: str) -> tuple[Tab, ...]:
    """Return a tab for each kind of event."""
    every = Tab(_("全部"), address_of(asked(form, "")), current=not kind)
    others = (Tab(_(EVENT_LABELS[one]), address_of(asked(form, one.value)), current=kind == one.value) for one in KINDS)
    return (every, *others)


def asked(form: CodesForm, kind: str) -> dict[str, str]:
    """Return the filters as the address carries them."""
    said = {name: form.data[name] for name in FILTERS if form.data.get(name)}
    return ({"kind": kind} if kind else {}) | said


def chosen_of(form: CodesForm, kind: str) -> tuple[Chosen, ...]:
    """Return the filters that are on."""
    every = asked(form, kind)
    return tuple(
        Chosen(
            words=f"{form.fields[name].label} {_words(form, name, every[name])}",
            without=address_of({other: kept for other, kept in every.items() if other != name}),
        )
        for name in FILTERS
        if name in every and name not in form.errors
    )


def _words(form: CodesForm, name: str, value: str) -> str:
    return str(dict(getattr(form.fields[name], "choices", ())).get(value, value))


def address_of(query: Mapping[str, str]) -> str:
    """Return the address of a page of the list."""
    return f"?{urlencode(query)}"
