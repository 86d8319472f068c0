"""All rows together: looked up by table and key, with older rows ended where a newer one replaces them."""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from chengxin.law.periods import ONE_DAY
from chengxin.law.reading import Problem, Sourced, identity, read_toml
from chengxin.law.rows import DatedRow, Division, Holiday, Notice, Row, Term

DIVISIONS = "divisions.csv"
NATIONAL_DAYS = Path("calendars", "national.csv")
COLUMNS = {"off": "off", "shifted-off": "shifted_off", "work": "work", "ordinary": "ordinary"}

AnyRow = TypeVar("AnyRow", bound=Row)


class DamagedData(Exception):  # noqa: N818  it names what is wrong, the suffix would only repeat that
    """The packaged law data themselves are wrong: an installation fault, never a user's."""


def packaged_folder() -> Path:
    """Return the folder of the packaged law data: inside the installed package, else ``data/law`` of the checkout."""
    installed = Path(__file__).parent / "data"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[3] / "data" / "law"


class Collection:
    """The rows of all files. Build it with ``gather``; nothing changes it afterwards."""

    def __init__(self, sourced: Iterable[Sourced], folder: Path) -> None:
        """Index the rows; ``folder`` is where the divisions lie, which are read only when asked for."""
        self._rows: dict[type[Row], dict[str, Row]] = {}
        self._files: dict[tuple[str, str], str] = {}
        self._folder = folder
        self.duplicates: list[Problem] = []
        for entry in sourced:
            self._put(entry)

    def _put(self, entry: Sourced) -> None:
        row, name = entry.row, identity(entry.row)
        table = self._rows.setdefault(type(row), {})
        if name in table:
            first = self._files[row.table, name]
            self.duplicates.append(Problem(entry.file, row.table, row.key, "key", f"已经有同名的一行（{first}）"))
            return
        table[name] = row
        self._files[row.table, name] = entry.file

    def written(self, table: type[AnyRow]) -> list[AnyRow]:
        """Return the rows of a table as they stand in the files, in file order."""
        return list(self._rows.get(table, {}).values())  # type: ignore[arg-type]  # filled by the row's own type

    def find(self, table: type[AnyRow], name: str) -> AnyRow | None:
        """Return one row by its identity, or None."""
        return self._rows.get(table, {}).get(name)  # type: ignore[return-value]  # filled by the row's own type

    def file_of(self, row: Row) -> str:
        """Return the name of the file a row came from."""
        return self._files.get((row.table, identity(row)), "")

    def in_force(self, table: type[AnyRow]) -> list[AnyRow]:
        """Return the rows of a table with ``replaces`` applied: a replaced row ends on the eve of its successor."""
        rows = self.written(table)
        ends = _ends(rows)
        return [_ended(row, ends.get(row.key)) for row in rows]

    def terms(self, fact: str) -> list[Term]:
        """Return the values a fact may have, in file order."""
        return self._terms_by_fact.get(fact, [])

    @cached_property
    def _terms_by_fact(self) -> dict[str, list[Term]]:
        grouped: dict[str, list[Term]] = {}
        for term in self.written(Term):
            grouped.setdefault(term.fact, []).append(term)
        return grouped

    @cached_property
    def divisions(self) -> tuple[Division, ...]:
        """Every division: the packaged list and what rule files add."""
        return (*_packaged_divisions(self._folder / DIVISIONS), *self.written(Division))


def _ends(rows: Iterable[Row]) -> dict[str, date]:
    ends: dict[str, date] = {}
    for row in rows:
        if isinstance(row, DatedRow) and row.in_force_from:
            for key in row.replaces:
                eve = row.in_force_from - ONE_DAY
                ends[key] = min(eve, ends.get(key, eve))
    return ends


def _ended(row: AnyRow, eve: date | None) -> AnyRow:
    if eve is None or not isinstance(row, DatedRow):
        return row
    last = row.last_day_in_force
    return row if last and last <= eve else replace(row, last_day_in_force=eve)


def gather(overlays: Iterable[tuple[str, bytes]], folder: Path) -> tuple[Collection, list[Problem], str]:
    """Return the collection of packaged files and overlays, problems of reading, and the hash over all of them.

    Args:
        overlays: name and bytes of each added rule file, in the order in which they were added.
        folder: the packaged data, see ``packaged_folder``.
    """
    digest = hashlib.sha256()
    sourced: list[Sourced] = []
    problems: list[Problem] = []
    for name, content in (*_packaged(folder), *overlays):
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
        if name.endswith(".csv"):
            continue
        rows, wrong = read_toml(content, name)
        sourced.extend(rows)
        problems.extend(wrong)
    collection = Collection(_with_national_days(sourced, folder), folder)
    return collection, problems + collection.duplicates, digest.hexdigest()


def _packaged(folder: Path) -> Iterator[tuple[str, bytes]]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix in {".toml", ".csv"})
    if not paths:
        raise DamagedData(f"没有找到法规数据：{folder}")
    for path in paths:
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def _with_national_days(sourced: Iterable[Sourced], folder: Path) -> Iterator[Sourced]:
    holidays = _national_days(folder / NATIONAL_DAYS)
    for entry in sourced:
        row = entry.row
        if isinstance(row, Notice) and row.key in holidays:
            yield Sourced(replace(row, holiday=row.holiday + holidays[row.key]), entry.file)
        else:
            yield entry


def _national_days(path: Path) -> dict[str, tuple[Holiday, ...]]:
    days: dict[str, dict[str, dict[str, list[date]]]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            holiday = days.setdefault(line["notice"], {}).setdefault(line["holiday"], {})
            holiday.setdefault(COLUMNS[line["kind"]], []).append(date.fromisoformat(line["date"]))
    return {notice: tuple(_holiday(name, kinds) for name, kinds in named.items()) for notice, named in days.items()}


def _holiday(name: str, kinds: dict[str, list[date]]) -> Holiday:
    return Holiday(
        name=name,
        off=tuple(kinds.get("off", ())),
        shifted_off=tuple(kinds.get("shifted_off", ())),
        work=tuple(kinds.get("work", ())),
        ordinary=tuple(kinds.get("ordinary", ())),
    )


def _packaged_divisions(path: Path) -> Iterator[Division]:
    with path.open(encoding="utf-8", newline="") as lines:
        for number, line in enumerate(csv.DictReader(lines), start=1):
            first, last = line["in_force_from"], line["last_day_in_force"]
            yield Division(
                key=f"{line['system']}-{number}",
                system=line["system"],
                code=line["code"],
                name=line["name"],
                parent=line["parent"],
                in_force_from=date.fromisoformat(first) if first else None,
                last_day_in_force=date.fromisoformat(last) if last else None,
                mark=line["mark"],
            )
