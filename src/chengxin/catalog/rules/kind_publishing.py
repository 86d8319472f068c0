"""When a kind of list or a measure may be published: what it must rest on. The law's own answer is asked besides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from chengxin.catalog.rules.item import Basis
from chengxin.catalog.rules.list_kinds import BasisLevel, ListKind
from chengxin.catalog.rules.measures import Measure

NEW_ERA = date(2020, 12, 7)
"""The first day of 国办发〔2020〕49号."""

EVERYWHERE = "*"
SUFFICIENT = frozenset(
    {
        BasisLevel.LAW,
        BasisLevel.ADMINISTRATIVE_REGULATION,
        BasisLevel.CENTRAL_POLICY,
        BasisLevel.DEPARTMENT_RULE,
    }
)
"""Ranks an adverse list of the new era may have; a department's rule only where standards are national (49号)."""


@dataclass(frozen=True)
class Days:
    """The days on which an instrument of the law is in force; ``None`` bounds nothing."""

    first: date | None
    last: date | None

    def hold(self, on: date) -> bool:
        """Return whether a day is among them."""
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


Instruments = Mapping[str, Days]


def stands(basis: Basis, instruments: Instruments, on: date) -> bool:
    """Return whether a basis is an instrument of the law that is in force on a day."""
    days = instruments.get(basis.instrument)
    return days is not None and days.hold(on)


def any_stands(bases: Iterable[Basis], instruments: Instruments, on: date) -> bool:
    """Return whether one of several bases is in force on a day."""
    return any(stands(one, instruments, on) for one in bases)


def level_suffices(kind: ListKind, on: date) -> bool:
    """Return whether the rank of the basis is what 49号 asks of an adverse list; a local one needs a 地方性法规.

    What is decided elsewhere is only shown here: the city lists nobody.
    """
    if not kind.is_adverse or on < NEW_ERA or kind.decided_elsewhere:
        return True
    if kind.region != EVERYWHERE:
        return kind.basis_level is BasisLevel.LOCAL_REGULATION
    return kind.basis_level in SUFFICIENT


def measures_standing(measures: Iterable[Measure], instruments: Instruments, on: date) -> tuple[Measure, ...]:
    """Return the measures whose article is in force on the day."""
    return tuple(one for one in measures if one.is_in_force(on) and stands(one.basis, instruments, on))
