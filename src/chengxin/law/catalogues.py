"""What the law asks of a catalogue of credit information on a day in a place. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from chengxin.law.rows import EditionStep, ExcludedKind, SupplementBasis

ANY = "*"


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of an edition's procedure: ``needs`` are keys of what is on record of it, ``basis`` what demands it."""

    step: str
    title: str
    needs: tuple[str, ...]
    basis: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Excluded:
    """A kind that no catalogue may hold, ``words`` by which it is known, and why."""

    title: str
    words: tuple[str, ...]
    unless_grave: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class CatalogueRules:
    """What holds for catalogues on a day in a place.

    ``supplement_levels`` are the ranks of instrument that carry a local supplement, empty where no rule says so;
    ``levels`` gives the rank of each instrument the law knows.
    """

    steps: tuple[Step, ...]
    excluded: tuple[Excluded, ...]
    supplement_levels: tuple[str, ...]
    supplement_reason: str
    levels: Mapping[str, str]


AnyRow = TypeVar("AnyRow", EditionStep, ExcludedKind, SupplementBasis)


def holding(rows: Iterable[AnyRow], on: date, region: str) -> list[AnyRow]:
    """Return the rows that hold on a day in a place: the region's own and those for everywhere."""
    return [row for row in rows if row.region in {ANY, region} and row.period.holds(on)]


def reason_of(row: EditionStep | ExcludedKind | SupplementBasis, citations: Mapping[str, str]) -> str:
    """Return a row's sentence with what it rests on."""
    basis = basis_of(row, citations)
    return f"{row.explanation}（{basis}）" if basis else row.explanation


def basis_of(row: EditionStep | ExcludedKind | SupplementBasis, citations: Mapping[str, str]) -> str:
    """Return the citation and article a row rests on, empty where it names no instrument."""
    return f"{citations[row.instrument]}{row.article}" if row.instrument else ""


def own_before_general(rows: Iterable[ExcludedKind]) -> list[ExcludedKind]:
    """Return one row a kind: the region's own where there is one."""
    found: dict[str, ExcludedKind] = {}
    for row in rows:
        if row.title not in found or row.region != ANY:
            found[row.title] = row
    return list(found.values())
