"""The demonstration's files: units, successions, memberships (csv) and staff (toml). No database."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from chengxin.config.environment import Misconfigured

FILES = ("units.csv", "successions.csv", "memberships.csv", "staff.toml")


class DemonstrationMissing(Misconfigured):
    """The files do not stand beside the city's configuration; the text says in Chinese which."""


class PeopleAlready(Misconfigured):
    """The platform has logins of its own: the cast would stand among real people."""


@dataclass(frozen=True)
class UnitRow:
    """A unit to be entered: ``parent`` is a code, empty for none."""

    code: str
    name: str
    short_name: str
    level: str
    district: str
    parent: str
    valid_from: date


@dataclass(frozen=True)
class SuccessionRow:
    """Who takes over what from whom; ``ends`` says that the predecessor is no more."""

    predecessor: str
    successor: str
    valid_from: date
    duties: str
    basis: str
    ends: bool


@dataclass(frozen=True)
class MembershipRow:
    """A unit's time in a group; ``valid_until`` is the first day out."""

    group: str
    unit: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class Sources:
    """Everything the files say. ``staff`` holds founding, groups, people, liaisons, delegations, clients.

    ``providers`` are the codes of the units that report an item, by the item's key, ``kinds`` those that keep a list or
    apply a measure (by their keys) and those that are to plan joint action; a city may leave both out.
    """

    units: tuple[UnitRow, ...]
    successions: tuple[SuccessionRow, ...]
    memberships: tuple[MembershipRow, ...]
    staff: dict[str, Any]
    providers: dict[str, list[str]]
    kinds: dict[str, Any]


def read_sources(folder: Path) -> Sources:
    """Return what the files in the folder say.

    Raises:
        DemonstrationMissing: one of them is not there.
    """
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise DemonstrationMissing(f"{folder} 里没有演示数据文件：{'、'.join(missing)}")
    return Sources(
        units=tuple(_unit(row) for row in _rows(folder / "units.csv")),
        successions=tuple(_succession(row) for row in _rows(folder / "successions.csv")),
        memberships=tuple(_membership(row) for row in _rows(folder / "memberships.csv")),
        staff=tomllib.loads((folder / "staff.toml").read_text(encoding="utf-8")),
        providers=_told(folder / "providers.toml"),
        kinds=_told(folder / "kinds.toml"),
    )


def _told(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def _unit(row: dict[str, str]) -> UnitRow:
    return UnitRow(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        level=row["level"],
        district=row["district"],
        parent=row["parent"],
        valid_from=date.fromisoformat(row["valid_from"]),
    )


def _succession(row: dict[str, str]) -> SuccessionRow:
    return SuccessionRow(
        predecessor=row["predecessor"],
        successor=row["successor"],
        valid_from=date.fromisoformat(row["valid_from"]),
        duties=row["duties"],
        basis=row["basis"],
        ends=row["ends"] == "yes",
    )


def _membership(row: dict[str, str]) -> MembershipRow:
    return MembershipRow(
        group=row["group"],
        unit=row["unit"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
    )
