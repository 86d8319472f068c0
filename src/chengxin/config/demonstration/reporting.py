"""Loads what units of the demonstration declared in the last months, what invented ones said, and a letter.

A unit whose name is real declares what arrived, in time. Differences, missing declarations and answers are of invented
units, which ``reporting.toml`` beside the city's files names.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from chengxin.foundation.actor import Actor, ActorKind, Grant, system_actor
from chengxin.foundation.roles import Role
from chengxin.oversight import queries, services
from chengxin.oversight.models import Declaration, Letter
from chengxin.oversight.queries import Line
from chengxin.oversight.rules.months import moved
from chengxin.oversight.rules.reporting import DifferenceKind, open_month
from chengxin.oversight.rules.sequences import Gap, GapKind
from chengxin.oversight.services import LetterText, Stated
from chengxin.units.models import Unit, User
from chengxin.units.queries import day_of, seats_of, staff_actor

FILE = "reporting.toml"
BEIJING = ZoneInfo("Asia/Shanghai")
MONTHS = 3
INVENTED = "演示"
"""Stands in the name of every invented unit."""
COUNTER = system_actor("demo")
DECLARED_ON, ANSWERED_ON, ISSUED_ON = timedelta(days=7), timedelta(days=8), timedelta(days=9)
"""So long after the month's end."""


@dataclass(frozen=True)
class Odd:
    """What an invented unit declared otherwise than it arrived, ``back`` months ago; without ``more`` it is silent."""

    unit: str
    back: int
    more: int | None = None
    kind: str = ""
    words: str = ""


@dataclass(frozen=True)
class Told:
    """What an invented unit said of its largest gap of the year that nobody has explained."""

    unit: str
    kind: str
    words: str = ""


@dataclass(frozen=True)
class Words:
    """What the file says: ``office`` is the login that writes the letter, ``replies`` are words by unit."""

    odd: tuple[Odd, ...]
    gaps: tuple[Told, ...]
    office: str
    units: tuple[str, ...]
    title: str
    body: str
    replies: dict[str, str] = field(default_factory=dict)


def load_reporting(*, now: datetime, folder: Path) -> int:
    """Count what was loaded, and load declarations, answers and a letter unless there are some; return how many.

    Raises:
        TypeError: the file has a key that there is not.
    """
    services.tally_all(actor=COUNTER, now=now)
    words = _read(folder)
    with transaction.atomic():
        if words is None or Declaration.objects.exists() or not User.objects.filter(is_demonstration=True).exists():
            return 0
        made = _declare_all(words, now)
        _explain_gaps(words, now)
        _write_letter(words, now)
    services.close_months(actor=COUNTER, now=now)
    return made


def keep_declaring(*, now: datetime) -> int:
    """Declare what arrived for units with real names, on the last day of the term; return how many units declared.

    The demonstration goes on when nobody looks: no real unit may come to stand there as one that told nothing. An
    invented unit, and whoever is signed in before that day, declares by itself.
    """
    month, today = open_month(day_of(now)), day_of(now)
    open_lines: dict[int, list[Line]] = {}
    with transaction.atomic():
        for line in queries.lines_for(COUNTER, month):
            if line.declaration is None and line.due_on <= today and INVENTED not in line.obligation.unit.name:
                open_lines.setdefault(line.obligation.unit.id, []).append(line)
        for lines in open_lines.values():
            stated = {line.obligation.item: Stated(line.received, 0) for line in lines}
            clerk = _clerk(lines[0].obligation.unit)
            services.declare(actor=clerk, now=_moment_due(lines[0], now), month=month, stated=stated, reason="")
    return len(open_lines)


def _moment_due(line: Line, now: datetime) -> datetime:
    """Return a morning of the last day of the term, not later than now."""
    return min(datetime.combine(line.due_on, time(9), tzinfo=BEIJING), now)


def _read(folder: Path) -> Words | None:
    file = folder / FILE
    if not file.is_file():
        return None
    told: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return Words(
        odd=tuple(Odd(**row) for row in told["odd"]),
        gaps=tuple(Told(**row) for row in told["gap"]),
        **{**told["letter"], "units": tuple(told["letter"]["units"])},
    )


def _moment(month: date, after: timedelta, now: datetime) -> datetime:
    """Return a morning so long after the month's end, not later than now."""
    return min(datetime.combine(moved(month, 1) + after, time(9), tzinfo=BEIJING), now)


def _clerk(unit: Unit) -> Actor:
    """Return who declares for a unit that has nobody in the cast."""
    return Actor(
        kind=ActorKind.STAFF,
        id="demo",
        name="数据交换（演示）",
        unit=unit.id,
        unit_name=unit.name,
        grants=(Grant(Role.REPORTER, unit=unit.id),),
    )


def _declare_all(words: Words, now: datetime) -> int:
    made = 0
    for back in reversed(range(MONTHS)):
        month = moved(open_month(day_of(now)), -back)
        lines: dict[int, list[Line]] = {}
        for line in queries.lines_for(COUNTER, month):
            lines.setdefault(line.obligation.unit.id, []).append(line)
        for those in lines.values():
            made += _declare(words, month, back, those, now)
    return made


def _declare(words: Words, month: date, back: int, lines: list[Line], now: datetime) -> int:
    unit = lines[0].obligation.unit
    odd = next((one for one in words.odd if (one.unit, one.back) == (unit.code, back)), None)
    if odd is not None and odd.more is None:
        return 0
    more = odd.more if odd is not None and odd.more is not None else 0
    stated = {
        line.obligation.item: Stated(line.received + (more if place == 0 else 0), 0) for place, line in enumerate(lines)
    }
    clerk = _clerk(unit)
    services.declare(actor=clerk, now=_moment(month, DECLARED_ON, now), month=month, stated=stated, reason="")
    if odd is not None and odd.kind:
        services.answer_difference(
            actor=clerk,
            now=_moment(month, ANSWERED_ON, now),
            month=month,
            item=lines[0].obligation.item,
            kind=DifferenceKind(odd.kind),
            words=odd.words,
        )
    return 1


def _explain_gaps(words: Words, now: datetime) -> None:
    year = day_of(now).year
    for told in words.gaps:
        unit = Unit.objects.get(code=told.unit)
        found = queries.series_for(COUNTER, year, unit.id)
        gaps = [(gap.size, line.series, gap) for line in found for gap in line.unanswered]
        if not gaps:
            continue
        _size, series, gap = max(gaps, key=_largest)
        services.answer_gap(
            actor=_clerk(unit),
            now=now,
            series=series,
            first=gap.first,
            last=gap.last,
            kind=GapKind(told.kind),
            words=told.words,
        )


def _largest(found: tuple[int, object, Gap]) -> tuple[int, int]:
    return found[0], -found[2].first


def _write_letter(words: Words, now: datetime) -> None:
    month = moved(open_month(day_of(now)), -1)
    user = User.objects.get(username=words.office)
    office = staff_actor(user, seats_of(user, day_of(now))[0], origin="")
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=words.units)}
    text = LetterText(month, words.title, words.body, frozenset(unit.id for unit in units.values()))
    letter: Letter = services.begin_letter(actor=office, now=_moment(month, ISSUED_ON, now), text=text)
    services.issue_letter(actor=office, now=_moment(month, ISSUED_ON, now), letter=letter.public_id)
    for code, reply in words.replies.items():
        services.reply_to_letter(actor=_clerk(units[code]), now=now, letter=letter.public_id, words=reply)
