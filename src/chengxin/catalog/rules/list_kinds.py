"""Kinds of lists as values: what a list rests on, who lists, for how long, how a listing ends, what may be shown.

Lists are made by procedure, by people. Nothing here counts records, and no kind knows a number of failings that leads
onto it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chengxin.catalog.rules.item import Basis


class ListType(StrEnum):
    """The names of ``law.list_basis``: red, black and attention lists to 2020-12-06, the others beside and after."""

    RED = "red"
    BLACK = "black"
    ATTENTION = "attention"
    SERIOUS = "serious-dishonesty"
    HONEST = "honest-subject"


ADVERSE_TYPES = frozenset({ListType.BLACK, ListType.ATTENTION, ListType.SERIOUS})
JOINT_TYPES = frozenset({ListType.BLACK, ListType.SERIOUS, ListType.RED, ListType.HONEST})
"""Types whose entries open a joint action; an attention list never did (1798号文)."""

NO_LISTS = frozenset({"abnormal-operation"})
"""Items of the family listing that are adverse and yet no list of the dishonest (经营异常名录)."""


class BasisLevel(StrEnum):
    """What rank the basis of a list has (国办发〔2020〕49号)."""

    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative-regulation"
    CENTRAL_POLICY = "central-policy"
    LOCAL_REGULATION = "local-regulation"
    DEPARTMENT_RULE = "department-rule"
    NORMATIVE_DOCUMENT = "normative-document"


class EntryField(StrEnum):
    """What an entry says; a kind names which of it may be public."""

    NAME = "name"
    CODE = "code"
    REPRESENTATIVE = "representative"
    REASON = "reason"
    GROUND_NUMBER = "ground-number"
    GROUND_BODY = "ground-body"
    DECISION_NUMBER = "decision-number"
    LISTING_BODY = "listing-body"
    LISTED_ON = "listed-on"
    UNTIL = "until"
    BASIS = "basis"


@dataclass(frozen=True)
class Standards:
    """The document that says who is put on the list (认定标准); ``text`` is what it says, in the city's own words."""

    title: str
    number: str
    issuer: str
    issued_on: date
    text: str = ""


@dataclass(frozen=True)
class ListTerm:
    """How long a listing lasts: ``months`` from the decision, or what the decision itself names where it is None.

    ``most_months`` bounds what a decision may name. ``basis`` says where the period stands; no period is without.
    """

    months: int | None
    most_months: int | None
    basis: Basis


@dataclass(frozen=True)
class ListKind:
    """A kind of list by its key, in one version.

    ``field`` is a word of ``law`` (list-field); ``listing_bodies`` are names of kinds of authorities, ``units`` the
    codes of the city's units that list (nobody lists without); ``decided_elsewhere`` says that a court or an authority
    outside lists, and that its decisions come in as facts.
    ``persons`` is the basis that demands that natural persons on the list are public, None where nothing does.
    ``in_force_from`` and ``last_day`` bound the days of decisions that may list.
    """

    key: str
    name: str
    type: ListType
    field: str
    region: str
    listing_bodies: tuple[str, ...]
    basis: tuple[Basis, ...]
    basis_level: BasisLevel
    standards: Standards | None
    term: ListTerm
    exit_rule: str
    public_fields: frozenset[EntryField]
    in_force_from: date
    last_day: date | None = None
    decided_elsewhere: bool = False
    persons: Basis | None = None
    units: tuple[str, ...] = ()
    remark: str = ""

    @property
    def is_adverse(self) -> bool:
        """Whether being on the list is to somebody's disadvantage."""
        return self.type in ADVERSE_TYPES

    def is_in_force(self, on: date) -> bool:
        """Whether decisions of the day may list; that the law has a basis on the day is asked besides."""
        return self.in_force_from <= on and (self.last_day is None or on <= self.last_day)
