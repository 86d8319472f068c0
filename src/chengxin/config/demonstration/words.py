"""What the demonstration's records are made of, read from the city's files (toml). No database.

``organisations.toml`` has the words of names, ``licences.toml`` and ``offences.toml`` the kinds of decision,
``reports.toml`` who sends what how often, ``cases.toml`` the stories, ``matters.toml`` what there is beside licences
and penalties. Without them a city has a cast and no records. ``persons.toml`` has penalties of invented natural
persons; a city may do without.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

MATTERS = "matters.toml"
FILES = ("organisations.toml", "licences.toml", "offences.toml", "reports.toml", "cases.toml")
PERSONS = "persons.toml"

Day = date | int
"""A day, or how many days before the day of loading it was."""


@dataclass(frozen=True)
class District:
    """A division in which organisations stand: ``place`` begins their names, ``towns`` may follow it."""

    code: str
    place: str
    towns: list[str]
    weight: int


@dataclass(frozen=True)
class Trade:
    """Words of names of one trade; ``group`` is what licences and offences ask for."""

    group: str
    scope: str
    words: list[str]


@dataclass(frozen=True)
class Kind:
    """A kind of organisation: the first two characters of its codes, its label, how its names are built."""

    prefix: str
    label: str
    pattern: str
    share: int
    ends: list[str]
    trades: tuple[Trade, ...]


@dataclass(frozen=True)
class Names:
    """What organisations are invented from; ``years`` is the age of the oldest, ``block`` begins their codes."""

    seed: str
    count: int
    division: str
    block: str
    years: int
    closed_share: float
    brand_first: list[str]
    brand_last: list[str]
    surnames: list[str]
    given: list[str]
    streets: list[str]
    districts: tuple[District, ...]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Licence:
    """A kind of licence; ``years`` is how long it holds, 0 for ever."""

    unit: str
    groups: list[str]
    document: str
    number: str
    category: str
    certificate: str
    certificate_number: str
    content: str
    years: int


@dataclass(frozen=True)
class Offence:
    """A kind of penalty; ``fines`` and ``taken`` are amounts in yuan, from and to, empty for none."""

    key: str
    units: list[str]
    groups: list[str]
    offence: str
    facts: str
    basis: str
    kinds: str
    content: str
    fines: list[int]
    taken: list[int]
    severity: str
    field: str
    weight: int


@dataclass(frozen=True)
class Registration:
    """Which unit reports registrations: the first report so many days ago, then one in so many days, and the last."""

    unit: str
    since: int
    every: int
    last: int


@dataclass(frozen=True)
class Report:
    """A unit's files of ``item`` (licence, penalty): from ``since`` to ``offset`` days ago, one in ``every`` days.

    ``by`` is a login; empty for a unit without one. ``rows`` is how many rows a file has, from and to.
    """

    unit: str
    item: str
    since: int
    every: int
    offset: int
    rows: list[int]
    by: str = ""
    late_share: float = 0.0
    faulty_share: float = 0.0


@dataclass(frozen=True)
class Told:
    """An organisation of a story. ``suffix`` ends the first eight characters of its organisation code.

    ``wrong_check`` gives its unified code a last character that does not fit; ``former`` is its name until ``renamed``.
    """

    key: str
    prefix: str
    kind: str
    suffix: str
    name: str
    district: str
    place: str
    registered: Day
    representative: str
    scope: str
    former: str = ""
    renamed: Day | None = None
    status: str = "存续"
    closed: Day | None = None
    wrong_check: bool = False


@dataclass(frozen=True)
class Case:
    """A penalty of a story, sent alone: ``changes`` are cells by column that differ from what the offence says."""

    key: str
    organisation: str
    unit: str
    offence: str
    decided: Day
    received: Day
    serial: int
    by: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Doing:
    """What somebody did on a day about the penalty or the organisation of a story.

    ``what``: revoke, repair, dispute, correct, withdraw, confirm-severities, confirm-code. ``unit`` is the seat.
    """

    what: str
    on: Day
    by: str
    unit: str
    case: str = ""
    organisation: str = ""
    document: str = ""
    sentence: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Matter:
    """A unit's files of an item: from ``since`` to ``offset`` days ago, one in ``every`` days, of ``rows`` from and to.

    ``cells`` are texts by column in which {name} {code} {unit} {unit_code} {decided} {year} {last_year} {earlier}
    {term} {serial} {people} {amount} are filled in; ``kinds`` are cells that go together, one of them a row. ``end``:
    cells of a row that is sent again two files later, for a share of ``ended``, with {removed}. ``by`` is a login,
    ``about`` the one organisation of a story.
    """

    unit: str
    item: str
    groups: list[str]
    since: int
    every: int
    offset: int
    rows: list[int]
    cells: Mapping[str, str]
    kinds: list[Mapping[str, str]] = field(default_factory=lambda: [{}])
    end: Mapping[str, str] = field(default_factory=dict)
    ended: float = 0.0
    faulty_share: float = 0.0
    by: str = ""
    about: str = ""


@dataclass(frozen=True)
class PersonPenalty:
    """A penalty of an invented natural person; ``born`` and ``sequence`` make the ID number."""

    name: str
    born: date
    sequence: int
    serial: int
    offence: str
    facts: str
    basis: str
    kinds: str
    content: str
    fine: str = ""


@dataclass(frozen=True)
class Persons:
    """Penalties of natural persons in one file of a unit: decided so many days ago, received so many days ago.

    ``division`` begins the ID numbers; no list of divisions has it.
    """

    unit: str
    by: str
    number: str
    division: str
    decided: int
    received: int
    penalties: tuple[PersonPenalty, ...]


@dataclass(frozen=True)
class Words:
    """Everything the files say about records."""

    names: Names
    licences: tuple[Licence, ...]
    offences: tuple[Offence, ...]
    registration: Registration
    reports: tuple[Report, ...]
    numbers: Mapping[str, str]
    told: tuple[Told, ...]
    cases: tuple[Case, ...]
    doings: tuple[Doing, ...]
    matters: tuple[Matter, ...]
    persons: Persons | None


def read_words(folder: Path) -> Words | None:
    """Return what the files in the folder say, None where there is none of them.

    Raises:
        FileNotFoundError: some of them are there and one is missing.
        TypeError: a table has a key that there is not, or lacks one.
    """
    if not any((folder / name).is_file() for name in FILES):
        return None
    names, licences, offences, reports, cases = (_toml(folder / name) for name in FILES)
    return Words(
        names=_names(names),
        licences=tuple(Licence(**row) for row in licences["licence"]),
        offences=tuple(Offence(**row) for row in offences["offence"]),
        registration=Registration(**reports["registration"]),
        reports=tuple(Report(**row) for row in reports["report"]),
        numbers=reports["penalty_numbers"],
        told=tuple(Told(**row) for row in cases.get("organisation", ())),
        cases=tuple(Case(**row) for row in cases.get("case", ())),
        doings=tuple(Doing(**row) for row in cases.get("doing", ())),
        matters=_matters(folder / MATTERS),
        persons=_persons(folder / PERSONS),
    )


def _matters(file: Path) -> tuple[Matter, ...]:
    return tuple(Matter(**row) for row in _toml(file).get("matter", ())) if file.is_file() else ()


def _persons(file: Path) -> Persons | None:
    if not file.is_file():
        return None
    data = _toml(file)
    penalties = tuple(PersonPenalty(**row) for row in data.pop("penalty"))
    return Persons(**data, penalties=penalties)


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _names(data: dict[str, Any]) -> Names:
    districts = tuple(District(**row) for row in data.pop("district"))
    kinds = tuple(
        Kind(**{**row, "trades": tuple(Trade(**trade) for trade in row["trades"])}) for row in data.pop("kind")
    )
    return Names(**data, districts=districts, kinds=kinds)
