"""Kinds of lists and measures as the public reads them: lines, one measure, the table of periods. No database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengxin.catalog.rules import basis_words
from chengxin.catalog.rules.kind_words import (
    ENTRY_FIELD_LABELS,
    FORCE_LABELS,
    LEVEL_LABELS,
    LIST_TYPE_LABELS,
    MEASURE_KIND_LABELS,
    ORDERED_BY_LABELS,
    term_words,
)
from chengxin.catalog.rules.list_kinds import EntryField, ListKind
from chengxin.catalog.rules.measures import Measure
from chengxin.portal.narrowing import Chosen, NarrowingForm, address_of, less

FILTERS = ("kind", "listed", "matter")


@dataclass(frozen=True)
class KindLine:
    """A kind of list. ``until`` is its last day where that is known; ``shown`` are the parts of an entry shown.

    ``term_basis`` is empty where the period stands in the basis itself.
    """

    name: str
    sort: str
    bodies: str
    basis: str
    level: str
    standards: str
    term: str
    term_basis: str
    exit_rule: str
    shown: str
    since: date
    until: date | None
    elsewhere: bool


@dataclass(frozen=True)
class KindsPage:
    """The kinds of lists in force, and those that ended."""

    lines: tuple[KindLine, ...]
    ended: tuple[KindLine, ...]


@dataclass(frozen=True)
class MeasureLine:
    """A measure in a table."""

    name: str
    address: str
    kind: str
    bodies: str
    matter: str
    basis: str
    ordered_by: str
    term: str


@dataclass(frozen=True)
class MeasureEntry:
    """One measure; ``lists`` are the names of the lists, ``items`` those of the records it may follow from."""

    line: MeasureLine
    content: str
    force: str
    term_basis: str
    since: date
    until: date | None
    lists: tuple[str, ...]
    items: tuple[str, ...]
    remark: str


@dataclass(frozen=True)
class Period:
    """How long something lasts, and where that is written."""

    name: str
    words: str
    basis: str


@dataclass(frozen=True)
class PeriodsPage:
    """The periods of lists and of measures."""

    lists: tuple[Period, ...]
    measures: tuple[Period, ...]


class MeasuresForm(NarrowingForm):
    """What the table of measures may be narrowed to."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), required=False)
    listed = forms.ChoiceField(label=gettext_lazy("适用的名单"), required=False)
    matter = forms.ChoiceField(label=gettext_lazy("适用的事项"), required=False)

    def __init__(self, *args: Any, kinds: Iterable[ListKind], matters: Iterable[str], **kwargs: Any) -> None:
        """Offer the lists and matters there are."""
        super().__init__(*args, **kwargs)
        self.offer("kind", [("", _("全部类别")), *((kind.value, label) for kind, label in MEASURE_KIND_LABELS.items())])
        self.offer("listed", [("", _("全部名单")), *((kind.key, kind.name) for kind in kinds)])
        self.offer("matter", [("", _("全部事项")), *((matter, matter) for matter in matters)])

    def takes(self, measure: Measure) -> bool:
        """Say whether a measure is among those asked for; all are where nothing was understood."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return (
            said.get("kind", "") in ("", measure.kind.value)
            and (not said.get("listed") or said["listed"] in measure.list_kinds)
            and said.get("matter", "") in ("", measure.matter)
        )


@dataclass(frozen=True)
class MeasuresPage:
    """The measures that were asked for."""

    form: MeasuresForm
    chosen: tuple[Chosen, ...]
    lines: tuple[MeasureLine, ...]


def kind_line(kind: ListKind, until: date | None) -> KindLine:
    """Return the line of a kind; ``until`` is the last day of the kind or of what the law permits."""
    standards = kind.standards
    return KindLine(
        name=kind.name,
        sort=LIST_TYPE_LABELS[kind.type],
        bodies="、".join(kind.listing_bodies),
        basis="；".join(map(basis_words, kind.basis)),
        level=LEVEL_LABELS[kind.basis_level],
        standards=f"{standards.issuer}《{standards.title}》（{standards.number}）" if standards else "",
        term=term_words(kind.term),
        term_basis="" if kind.term.basis in kind.basis else basis_words(kind.term.basis),
        exit_rule=kind.exit_rule,
        shown="、".join(ENTRY_FIELD_LABELS[one] for one in EntryField if one in kind.public_fields),
        since=kind.in_force_from,
        until=until,
        elsewhere=kind.decided_elsewhere,
    )


def measure_line(measure: Measure) -> MeasureLine:
    """Return the line of a measure."""
    return MeasureLine(
        name=measure.name,
        address=reverse("portal:measure", args=[measure.key]),
        kind=MEASURE_KIND_LABELS[measure.kind],
        bodies="、".join(measure.implementing),
        matter=measure.matter,
        basis=basis_words(measure.basis),
        ordered_by=ORDERED_BY_LABELS[measure.ordered_by],
        term=measure.term.words,
    )


def measure_entry(measure: Measure, kinds: Mapping[str, str], items: Mapping[str, str]) -> MeasureEntry:
    """Return a measure as its page shows it; ``kinds`` and ``items`` are names by key."""
    return MeasureEntry(
        line=measure_line(measure),
        content=measure.content,
        force=FORCE_LABELS[measure.force],
        term_basis=basis_words(measure.term.basis),
        since=measure.in_force_from,
        until=measure.last_day,
        lists=tuple(kinds[key] for key in measure.list_kinds if key in kinds),
        items=tuple(items[key] for key in measure.items if key in items),
        remark=measure.remark,
    )


def periods(kinds: Iterable[ListKind], measures: Iterable[Measure]) -> PeriodsPage:
    """Return how long listings and measures last."""
    return PeriodsPage(
        lists=tuple(Period(kind.name, term_words(kind.term), basis_words(kind.term.basis)) for kind in kinds),
        measures=tuple(Period(one.name, one.term.words, basis_words(one.term.basis)) for one in measures),
    )


def chosen_of(form: MeasuresForm, address: str) -> tuple[Chosen, ...]:
    """Return the filters that are on, each with the address without it."""
    return form.chosen(FILTERS, lambda name: address_of(less(form.asked(FILTERS), name), address))
