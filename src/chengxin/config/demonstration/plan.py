"""What happened in the demonstration city, as a list of steps in the order of their moments. No database.

Moments are counted back from the day on which the cast took office, so that a load which was killed makes the same list
again. Each step has a moment of its own, by which it is known whether it was made.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from random import Random
from zoneinfo import ZoneInfo

from chengxin.config.demonstration.matters import Place, matter_rows
from chengxin.config.demonstration.population import Population, day_before, populate, unit_code
from chengxin.config.demonstration.rows import (
    Row,
    Sender,
    licence_row,
    penalty_row,
    person_row,
    registration_row,
    spoiled,
)
from chengxin.config.demonstration.words import Case, Doing, Licence, Offence, Persons, Report, Words
from chengxin.foundation.identifiers import read_unified_code

BEIJING = ZoneInfo("Asia/Shanghai")
OPENING = time(9, 5)
APART = timedelta(minutes=5)
"""Between two steps of one day."""

IN_TIME, LATE = (1, 6), (12, 60)
"""How many days before a file decisions were made: well within seven working days, or too long ago."""

SERIALS = 40
"""A file's document numbers begin where the one before could have ended at most."""

SATURDAY = 5
REGISTRATION, LICENCE, PENALTY = "registration", "licence-organisation", "penalty-organisation"
PERSON_PENALTY = "penalty-person"
ITEMS = {"licence": LICENCE, "penalty": PENALTY, "person": PERSON_PENALTY}
LABELS = {
    REGISTRATION: "登记信息",
    "code-conversion": "存量转换",
    LICENCE: "行政许可",
    PENALTY: "行政处罚",
    PERSON_PENALTY: "行政处罚（自然人）",
}


@dataclass(frozen=True)
class Sending:
    """A unit sends a file; ``by`` is the login, empty for a unit without one. ``case`` names its story."""

    unit: str
    item: str
    by: str
    rows: Callable[[], list[Row]]
    case: str = ""


@dataclass(frozen=True)
class Step:
    """Something that happened at a moment."""

    moment: datetime
    act: Sending | Doing


@dataclass(frozen=True)
class Plan:
    """The steps in order, the organisations they are about, and the invented code of each unit."""

    steps: tuple[Step, ...]
    population: Population
    senders: Mapping[str, Sender]


@dataclass(frozen=True)
class _World:
    """What rows are made from."""

    words: Words
    today: date
    population: Population
    senders: Mapping[str, Sender]

    def on(self, days: int) -> date:
        """Return the working day at or before so many days ago."""
        day = self.today - timedelta(days=days)
        return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def planned(words: Words, units: Mapping[str, str], today: date) -> Plan:
    """Return what happened up to a day; ``units`` are names by code, in the order of the files."""
    senders = {code: Sender(name, unit_code(words.names, number)) for number, (code, name) in enumerate(units.items())}
    world = _World(words, today, populate(words.names, words.told, today), senders)
    dated: list[tuple[date, Sending | Doing]] = [
        *_registrations(world),
        *_reports(world),
        *_matters(world),
        *_cases(world),
        *_persons(world),
        *_doings(world),
    ]
    return Plan(tuple(_timed(dated)), world.population, senders)


def _timed(dated: list[tuple[date, Sending | Doing]]) -> Iterator[Step]:
    """Yield the steps: one after the other on each day, in the order in which they are told."""
    dated.sort(key=lambda one: one[0])
    for day, same in groupby(dated, key=lambda one: one[0]):
        begin = datetime.combine(day, OPENING, tzinfo=BEIJING)
        for number, (_, act) in enumerate(same):
            yield Step(begin + number * APART, act)


def _registrations(world: _World) -> Iterator[tuple[date, Sending]]:
    told, before = world.words.registration, date.min
    ago = [*range(told.since, told.last, -told.every), told.last]
    for day in [world.on(days) for days in ago]:
        rows = _registered(world, before, day)
        if rows:
            yield day, Sending(told.unit, REGISTRATION, "", partial(list, rows))
        before = day


def _registered(world: _World, after: date, until: date) -> list[Row]:
    """Return what was registered from the day after one report to the day of the next.

    What has a faulty code is not reported: real units send nothing wrong.
    """
    body = world.senders[world.words.registration.unit].name
    sound = (one for one in world.population.everybody if read_unified_code(one.code).valid)
    news = (one for one in sound if any(after < day <= until for day in one.events()))
    return [registration_row(one, body, until) for one in news]


def _reports(world: _World) -> Iterator[tuple[date, Sending]]:
    for report in world.words.reports:
        days = [world.on(ago) for ago in range(report.since, report.offset - 1, -report.every)]
        for number, day in enumerate(days):
            made = partial(_reported, world, report, day, number)
            yield day, Sending(report.unit, ITEMS[report.item], report.by, made)


def _reported(world: _World, report: Report, day: date, number: int) -> list[Row]:
    chance = Random(f"{world.words.names.seed}/{report.unit}/{report.item}/{number}")  # noqa: S311  nothing to guess
    count = chance.randint(*report.rows)
    make = _licence if report.item == "licence" else _penalty
    first = number * max(SERIALS, report.rows[1]) + 1
    rows = [make(world, report, chance, _decided(report, chance, day), first + place) for place in range(count)]
    return [spoiled(row, chance) if chance.random() < report.faulty_share else row for row in rows]


def _decided(report: Report, chance: Random, day: date) -> date:
    """Return a working day on which a row of the file was decided."""
    reach = LATE if chance.random() < report.late_share else IN_TIME
    days = (day - timedelta(days=ago) for ago in range(reach[0], reach[1] + 1))
    return chance.choice([one for one in days if one.weekday() < SATURDAY])


def _licence(world: _World, report: Report, chance: Random, decided: date, serial: int) -> Row:
    kinds: list[Licence] = [one for one in world.words.licences if one.unit == report.unit]
    kind = chance.choice(kinds)
    about = world.population.some(chance, kind.groups, decided)
    return licence_row(kind, about, world.senders[report.unit], decided, serial)


def _penalty(world: _World, report: Report, chance: Random, decided: date, serial: int) -> Row:
    kinds: list[Offence] = [one for one in world.words.offences if report.unit in one.units]
    kind = chance.choices(kinds, [one.weight for one in kinds])[0]
    about = world.population.some(chance, kind.groups, decided)
    number = world.words.numbers[report.unit].format(year=decided.year, serial=serial)
    return penalty_row(kind, about, world.senders[report.unit], decided, number=number, chance=chance)


def _matters(world: _World) -> Iterator[tuple[date, Sending]]:
    place = Place(world.words.names.seed, world.population, world.senders)
    for matter in world.words.matters:
        days = [world.on(ago) for ago in range(matter.since, matter.offset - 1, -matter.every)]
        for number, day in enumerate(days):
            yield day, Sending(matter.unit, matter.item, matter.by, partial(matter_rows, place, matter, days, number))


def _cases(world: _World) -> Iterator[tuple[date, Sending]]:
    for case in world.words.cases:
        sending = Sending(case.unit, PENALTY, case.by, partial(_told, world, case), case.key)
        yield day_before(case.received, world.today), sending


def _told(world: _World, case: Case) -> list[Row]:
    kind = next(one for one in world.words.offences if one.key == case.offence)
    about = world.population.told[case.organisation]
    decided = day_before(case.decided, world.today)
    number = world.words.numbers[case.unit].format(year=decided.year, serial=case.serial)
    row = penalty_row(kind, about, world.senders[case.unit], decided, number=number, chance=Random(case.key))  # noqa: S311  nothing to guess
    return [{**row, **case.changes}]


def _persons(world: _World) -> Iterator[tuple[date, Sending]]:
    told = world.words.persons
    if told is not None:
        rows = partial(person_rows, told, world.senders[told.unit], world.on(told.decided))
        yield world.on(told.received), Sending(told.unit, PERSON_PENALTY, told.by, rows)


def person_rows(told: Persons, sender: Sender, decided: date, first: int = 0) -> list[Row]:
    """Return the penalties of natural persons, decided on a day; their numbers are counted on from the first."""
    return [
        person_row(
            one, sender, told.division, decided, told.number.format(year=decided.year, serial=first + one.serial)
        )
        for one in told.penalties
    ]


def _doings(world: _World) -> Iterator[tuple[date, Doing]]:
    for doing in world.words.doings:
        day = day_before(doing.on, world.today)
        yield day, replace(doing, on=day)
