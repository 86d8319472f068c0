"""The catalogue of measures as values: incentives and restrictions, each with its article and who may order it.

A measure is applied by a person's decision about one matter. What is not published here is not applied.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chengxin.catalog.rules.item import Basis, SubjectKind


class MeasureKind(StrEnum):
    """激励 or 惩戒."""

    INCENTIVE = "incentive"
    RESTRICTION = "restriction"


class OrderedBy(StrEnum):
    """Who orders a measure: others only show what a court or a listing body ordered."""

    COURT = "court"
    LISTING_BODY = "listing-body"
    IMPLEMENTING_UNIT = "implementing-unit"


class Force(StrEnum):
    """Whether the unit must apply it (应当) or may (可以)."""

    MANDATORY = "mandatory"
    DISCRETIONARY = "discretionary"


@dataclass(frozen=True)
class MeasureTerm:
    """How long it lasts: ``months`` at most, None as long as the entry stands; ``basis`` says where that is written."""

    months: int | None
    words: str
    basis: Basis


@dataclass(frozen=True)
class Measure:
    """A measure of the catalogue in one version.

    ``basis`` is one article of one edition of a text, in force from ``in_force_from`` to ``last_day``;
    ``implementing`` are names of kinds of authorities, ``units`` the codes of the city's units that apply it;
    ``list_kinds`` and ``items`` are the keys of what
    triggers it; ``matter`` is where it is applied (a kind of approval, purchase, award …).
    """

    key: str
    name: str
    kind: MeasureKind
    content: str
    implementing: tuple[str, ...]
    basis: Basis
    force: Force
    ordered_by: OrderedBy
    matter: str
    term: MeasureTerm
    list_kinds: tuple[str, ...]
    items: tuple[str, ...]
    subjects: tuple[SubjectKind, ...]
    in_force_from: date
    last_day: date | None = None
    units: tuple[str, ...] = ()
    remark: str = ""

    def is_in_force(self, on: date) -> bool:
        """Whether its article is in force on the day."""
        return self.in_force_from <= on and (self.last_day is None or on <= self.last_day)
