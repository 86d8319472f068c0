"""The public list of codes: what is asked, what stands in a line, and its addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengxin.codes.public import EventCount, EventFilters, EventView
from chengxin.codes.rules.kinds import EVENT_LABELS, EventKind
from chengxin.portal.narrowing import Chosen, NarrowingForm, address_of, less
from chengxin.ui.fields import DateField
from chengxin.ui.pieces import Pager, Tab

FILTERS = ("q", "from", "to", "unit", "district")
KINDS = (EventKind.ASSIGNED, EventKind.CONVERTED, EventKind.REVOKED)


class CodesForm(NarrowingForm):
    """What the list may be narrowed to."""

    unit = forms.ChoiceField(label=gettext_lazy("报送单位"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("主体所在区域"), required=False)

    def __init__(self, *args: Any, units: Sequence[str], districts: Mapping[str, str], **kwargs: Any) -> None:
        """Offer the units and districts there are; the days have names that Python keeps for itself."""
        super().__init__(*args, **kwargs)
        self.fields["q"] = forms.CharField(label=gettext_lazy("代码或名称"), required=False, max_length=100)
        self.fields["from"] = DateField(label=gettext_lazy("公示日期从"), required=False)
        self.fields["to"] = DateField(label=gettext_lazy("到"), required=False)
        self.offer("unit", [("", gettext_lazy("全部单位")), *((unit, unit) for unit in units)])
        self.offer("district", [("", gettext_lazy("全部区域")), *districts.items()])
        self.order_fields(FILTERS)

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
    """Return the kind and the filters as the address carries them."""
    return ({"kind": kind} if kind else {}) | form.asked(FILTERS)


def chosen_of(form: CodesForm, kind: str) -> tuple[Chosen, ...]:
    """Return the filters that are on."""
    every = asked(form, kind)
    return form.chosen(FILTERS, lambda name: address_of(less(every, name)))
