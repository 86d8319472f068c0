"""What the search page shows: hits with the match marked, facets, and which kind of nothing was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.portal.groups import LICENCES, PENALTIES, Group
from chengxin.register.public import NOTHING, Summary
from chengxin.subjects.public import Facets, OrganisationHit
from chengxin.subjects.rules import KIND_LABELS
from chengxin.ui.pieces import Pager

HAS = (LICENCES, PENALTIES)


@dataclass(frozen=True)
class Marked:
    """A name in three pieces, the middle one being what was searched for; all of it in ``before`` if none was."""

    before: str
    match: str = ""
    after: str = ""


@dataclass(frozen=True)
class Sum:
    """How many records of a group are public: ``number`` as words, as 100+ where nobody counted on."""

    label: str
    number: str


@dataclass(frozen=True)
class Hit:
    """An organisation found. ``former`` is the earlier name that matched, empty if the present one did."""

    address: str
    code: str
    name: Marked
    former: Marked | None
    kind: str
    district: str
    status: str
    sums: tuple[Sum, ...]
    newest_on: date | None


@dataclass(frozen=True)
class Choice:
    """One value of a facet. ``number`` is None where it was not counted."""

    name: str
    value: str
    label: str
    chosen: bool
    number: int | None


@dataclass(frozen=True)
class Facet:
    """One way to narrow the results."""

    legend: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Counted:
    """How many there are: in words, with the numbers of the facets; ``note`` says why some were not counted."""

    words: str
    facets: tuple[Facet, ...]
    note: str


@dataclass(frozen=True)
class Near:
    """A shorter question that finds something, and the first of it."""

    wanted: str
    address: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Nothing:
    """Which kind of nothing: the register is ``bare``, a code is faulty, a name may be a person's, or none is so.

    ``unusual`` are characters that registrations hardly use.
    """

    bare: bool
    faults: tuple[str, ...]
    personal: bool
    unusual: str
    near: tuple[Near, ...]


@dataclass(frozen=True)
class SearchPage:
    """The answer to a search. ``fault`` says why it could not be asked, ``remark`` why a filter was not applied."""

    wanted: str
    fault: str
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    narrowed: bool
    remark: str
    counted: Counted | None
    counting: str
    pager: Pager
    nothing: Nothing | None


UNASKED = SearchPage("", "", (), (), narrowed=False, remark="", counted=None, counting="", pager=Pager(), nothing=None)


def hit_of(
    hit: OrganisationHit, districts: Mapping[str, str], groups: Sequence[Group], summary: Summary = NOTHING
) -> Hit:
    """Return a hit as it is shown; ``summary`` is what is public about it."""
    return Hit(
        address=reverse("portal:subject", args=[hit.code or hit.public_id]),
        code=hit.code,
        name=_marked(hit.name, None if hit.former_name else hit.shown),
        former=_marked(hit.former_name, hit.shown) if hit.former_name else None,
        kind=hit.kind_label,
        district=districts.get(hit.district, hit.district),
        status=hit.status_label,
        sums=tuple(filter(None, (_sum(group, summary) for group in groups))),
        newest_on=summary.newest_on,
    )


def _marked(name: str, shown: tuple[int, int] | None) -> Marked:
    if shown is None:
        return Marked(name)
    start, end = shown
    return Marked(name[:start], name[start:end], name[end:])


def _sum(group: Group, summary: Summary) -> Sum | None:
    tallies = [summary.tallies[key] for key in group.items if key in summary.tallies]
    if not tallies:
        return None
    number = sum(tally.number for tally in tallies)
    return Sum(group.label, str(number) if all(tally.exact for tally in tallies) else f"{number}+")


def facets_of(
    asked: Mapping[str, Sequence[str]],
    districts: Mapping[str, str],
    groups: Sequence[Group],
    found: Facets | None = None,
    having: Mapping[str, int] | None = None,
) -> tuple[Facet, ...]:
    """Return the ways to narrow a search: with numbers where ``found`` and ``having`` (by group) know them."""
    kinds = found.kinds if found else None
    places = found.districts if found else None
    named = {group.key: group.label for group in groups}
    return (
        _facet(_("类别"), "kind", {kind.value: label for kind, label in KIND_LABELS.items()}, asked, kinds),
        _facet(_("区域"), "district", districts, asked, places),
        _facet(_("公示记录"), "has", {key: _("有{label}").format(label=named[key]) for key in HAS}, asked, having),
    )


def _facet(
    legend: str,
    name: str,
    labels: Mapping[str, str],
    asked: Mapping[str, Sequence[str]],
    numbers: Mapping[str, int] | None,
) -> Facet:
    return Facet(
        legend,
        tuple(
            Choice(
                name=name,
                value=value,
                label=label,
                chosen=value in asked.get(name, ()),
                number=numbers.get(value, 0) if numbers is not None else None,
            )
            for value, label in labels.items()
        ),
    )


def address_of(wanted: str, asked: Mapping[str, Sequence[str]], **more: str) -> str:
    """Return the address of a search with its filters."""
    query = [("q", wanted), *((name, value) for name, values in asked.items() for value in values), *more.items()]
    return f"{reverse('portal:search')}?{urlencode(query)}"
