"""Codes of places in several coding systems, each with the days on which it was in use."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from chengxin.law.periods import ONE_DAY, Period, chinese
from chengxin.law.rows import Division, DivisionList

DEEPEST = 10


@dataclass(frozen=True, kw_only=True)
class Place:
    """A division on a day. ``provisional``: the day lies beyond what its list is known to cover, or it is inferred."""

    system: str
    code: str
    name: str
    parent: str
    mark: str
    provisional: bool
    reason: str


class Gazetteer:
    """Divisions looked up by code and day."""

    def __init__(self, divisions: Iterable[Division], lists: Iterable[DivisionList]) -> None:
        """Index the divisions by code, systems in the order of the data."""
        self._by_code: dict[str, list[Division]] = {}
        for division in divisions:
            self._by_code.setdefault(division.code, []).append(division)
        self._lists = tuple(lists)

    def find(self, code: str, on: date, system: str | None = None) -> Place | None:
        """Return the place a code names on a day, in one coding system or the first that has it; None: in none."""
        division = next(self._named(code, on, system), None)
        return self._place(division, on) if division else None

    def history(self, code: str) -> tuple[Division, ...]:
        """Return every use of a code, in all systems and times."""
        return tuple(self._by_code.get(code, ()))

    def is_in(self, code: str, ancestor: str, on: date) -> bool:
        """Tell whether the place of a code lies in (or is) the place of another, on a day."""
        return ancestor in self.ancestry(code, on)

    def ancestry(self, code: str, on: date) -> tuple[str, ...]:
        """Return the code, its parent and so on up to the province; empty where the code names nothing that day."""
        chain: list[str] = []
        while code and code not in chain and len(chain) < DEEPEST:
            division = next(self._named(code, on, None), None)
            if division is None:
                break
            chain.append(code)
            code = division.parent
        return tuple(chain)

    def children(self, code: str, on: date, system: str | None = None) -> tuple[Place, ...]:
        """Return the places directly below a code on a day, by code."""
        found = [
            self._place(division, on)
            for divisions in self._by_code.values()
            for division in divisions
            if division.parent == code and _period(division).holds(on) and system in {None, division.system}
        ]
        return tuple(sorted(found, key=lambda place: place.code))

    def _named(self, code: str, on: date, system: str | None) -> Iterator[Division]:
        for division in self._by_code.get(code, ()):
            if _period(division).holds(on) and system in {None, division.system}:
                yield division

    def _place(self, division: Division, on: date) -> Place:
        known = self._list_of(division)
        beyond = known is not None and on > known.known_until
        inferred = division.mark in {"inferred", "measured", "memory"}
        title = known.title if known else division.system
        note = f"；名单只收录到{chinese(known.known_until)}" if known and beyond else ""
        return Place(
            system=division.system,
            code=division.code,
            name=division.name,
            parent=division.parent,
            mark=division.mark,
            provisional=beyond or inferred,
            reason=f"{title}，{_period(division).words()}{note}{'；' + division.remark if division.remark else ''}",
        )

    def _list_of(self, division: Division) -> DivisionList | None:
        fitting = [
            entry for entry in self._lists if entry.system == division.system and division.code.startswith(entry.prefix)
        ]
        return max(fitting, key=lambda entry: len(entry.prefix), default=None)


def _period(division: Division) -> Period:
    last = division.last_day_in_force
    return Period(division.in_force_from, last + ONE_DAY if last else None)
