"""Records of the demonstration beside licences and penalties: listings, evaluations, inspections. No database.

``matters.toml`` says which unit sends which item how often, and what stands in the columns; a city may have none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Means
from chengxin.config.demonstration.population import Organisation, Population
from chengxin.config.demonstration.rows import Row, Sender
from chengxin.config.demonstration.words import Matter

IN_TIME = (1, 6)
SATURDAY = 5
EARLIER = (20, 90)
"""So many days before the decision something else had happened: a case was opened, an inspection held."""

AGAIN = 2
"""A row is sent again, with its end, so many files later."""


@dataclass(frozen=True)
class Place:
    """What the rows of a city's matters are made from."""

    seed: str
    population: Population
    senders: Mapping[str, Sender]

    def about(self, matter: Matter, chance: Random, on: date) -> Organisation:
        """Return whom a row is about: the organisation of the story, or one that stood on the day."""
        if matter.about:
            return self.population.told[matter.about]
        return self.population.some(chance, matter.groups, on)


def matter_rows(place: Place, matter: Matter, days: list[date], number: int) -> list[Row]:
    """Return the rows of a unit's file: new ones, and those of an earlier file that have ended since.

    ``days`` are the days of all its files; ``number`` counts them from 0.
    """
    rows = list(_new(place, matter, days[number], number))
    if matter.end and number >= AGAIN:
        before = _new(place, matter, days[number - AGAIN], number - AGAIN)
        chance = Random(f"{place.seed}/{matter.unit}/{matter.item}/{number}/end")  # noqa: S311  nothing to guess
        removed = f"{_workday(days[number] - timedelta(days=2)):%Y/%m/%d}"
        end = {code: text.format(removed=removed) for code, text in matter.end.items()}
        rows += [{**row, **end} for row in before if chance.random() < matter.ended]
    return rows


def _new(place: Place, matter: Matter, day: date, number: int) -> Iterator[Row]:
    """Yield the rows that a file has for the first time, no organisation twice; the same file gives the same ones."""
    chance = Random(f"{place.seed}/{matter.unit}/{matter.item}/{number}")  # noqa: S311  nothing to guess
    first, taken = number * matter.rows[1] + 1, set[str]()
    for serial in range(first, first + chance.randint(*matter.rows)):
        decided = _workday(day - timedelta(days=chance.randint(*IN_TIME)))
        about = place.about(matter, chance, decided)
        if about.is_trader or about.code in taken:
            continue
        taken.add(about.code)
        row = _row(matter, chance, about, decided, _words(place.senders[matter.unit], serial))
        yield _spoiled(matter, row) if chance.random() < matter.faulty_share else row


def _words(sender: Sender, serial: int) -> dict[str, object]:
    return {"unit": sender.name, "unit_code": sender.code, "serial": serial}


def _row(matter: Matter, chance: Random, about: Organisation, decided: date, words: Mapping[str, object]) -> Row:
    filled = {
        **words,
        "name": about.name_on(decided),
        "code": about.code,
        "decided": f"{decided:%Y/%m/%d}",
        "year": decided.year,
        "last_year": decided.year - 1,
        "earlier": f"{decided - timedelta(days=chance.randint(*EARLIER)):%Y/%m/%d}",
        "term": f"{date(decided.year + 3, decided.month, min(decided.day, 28)):%Y/%m/%d}",
        "people": chance.randint(3, 60),
        "amount": chance.randint(3, 90),
    }
    cells = {**matter.cells, **chance.choice(matter.kinds)}
    return {code: text.format(**filled) for code, text in cells.items()}


def _spoiled(matter: Matter, row: Row) -> Row:
    """Return the row without what the decision rests on: no adverse fact without law."""
    basis = standard_items()[matter.item].meaning(Means.BASIS)
    return {**row, basis.code: ""} if basis else row


def _workday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))
