"""What the desk's pages about subjects show: frozen descriptions, composed by ``dossier``."""

from dataclasses import dataclass
from datetime import date, datetime

from chengxin.ui.pieces import Pager


@dataclass(frozen=True)
class HitLine:
    """An organisation found; ``before``, ``match`` and ``after`` are the name, with what was searched in the middle.

    ``now_called`` is the present name where a former one matched, else empty.
    """

    address: str
    before: str
    match: str
    after: str
    now_called: str
    code: str
    kind: str
    status: str
    place: str


@dataclass(frozen=True)
class Found:
    """The answer to a search. ``fault`` says why it could not be asked, empty when it could; ``asked`` that it was."""

    title: str
    wanted: str
    asked: bool
    fault: str
    lines: tuple[HitLine, ...]
    pager: Pager
    further: bool


@dataclass(frozen=True)
class NameLine:
    """A name and its time in words."""

    name: str
    current: bool
    period: str


@dataclass(frozen=True)
class RecordRow:
    """A record a unit in reach reported: ``state`` in words, ``repair`` the day from which repair may be asked for."""

    address: str
    summary: str
    kind: str
    number: str
    deciding_body: str
    source_unit: str
    decided_on: date | None
    severity: str
    state: str
    disputed: bool
    versions: int


@dataclass(frozen=True)
class PublicRow:
    """A record of another unit as the public sees it; ``until`` in words."""

    summary: str
    kind: str
    number: str
    deciding_body: str
    decided_on: date | None
    until: str
    disputed: bool
    corrected: bool


@dataclass(frozen=True)
class DossierPage:
    """One organisation: registered facts, names, old numbers, records of units in reach, and what others published."""

    public_id: str
    title: str
    code: str
    kind: str
    status: str
    place: str
    registered_on: date | None
    closed_on: date | None
    address: str
    address_hidden: bool
    business_scope: str
    registering_body: str
    facts_on: date | None
    names: tuple[NameLine, ...]
    old_numbers: tuple[tuple[str, str], ...]
    may_see_records: bool
    records: tuple[RecordRow, ...]
    others: tuple[PublicRow, ...]
    pager: Pager


@dataclass(frozen=True)
class LinkEvent:
    """A merger or a split: when, what in words, by whom, why and on what basis."""

    at: datetime
    words: str
    by_name: str
    reason: str
    basis: str


@dataclass(frozen=True)
class Linked:
    """The organisation that this one is merged into (empty: none), where that is changed, and what happened."""

    survivor: str
    survivor_address: str
    merge: str
    split: str
    events: tuple[LinkEvent, ...]
