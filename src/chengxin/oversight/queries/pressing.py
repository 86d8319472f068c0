"""What a unit should see to before a limit passes: declarations, questions, drafts, returned rows. Never of persons."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q

from chengxin.catalog.queries import items_in_force
from chengxin.catalog.rules import Means
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.roles import Role
from chengxin.foundation.scoping import within
from chengxin.intake.models import Draft, Submission
from chengxin.intake.queries.drafts import CAME_TO_NOTHING
from chengxin.intake.rules import State
from chengxin.law.calendars import Calendar
from chengxin.law.current import law_in_force
from chengxin.law.refusals import NoRule
from chengxin.oversight.models import Reminder
from chengxin.oversight.queries.completeness import Line, lines_for
from chengxin.oversight.queries.policies import policies
from chengxin.oversight.queries.sequences import series_for
from chengxin.oversight.rules.months import month_of, written
from chengxin.oversight.rules.reporting import ReminderKind, open_month
from chengxin.oversight.rules.reporting_doings import DECLARE, SEE_REPORTING, TALLY
from chengxin.units.models import Appointment, Unit
from chengxin.units.queries import day_of, in_force
from chengxin.units.rules import Level

CLOCK = "double-publicity"
MENDED_WITHIN = timedelta(days=30)
"""Rows that came back longer ago are not asked for any more, as on the first page of the desk."""


@dataclass(frozen=True)
class Pressing:
    """One thing a unit is to see to. ``about`` tells it from others of its kind, ``count`` says how many of what.

    ``number`` is the public id of the draft or submission it is about, empty where it is about a month or a year.
    """

    unit: int
    kind: ReminderKind
    about: str
    count: int
    due_on: date | None
    number: str = ""


def pressing_for(actor: Actor, now: datetime) -> list[Pressing]:
    """Return what the unit the actor acts for should see to, the most urgent first."""
    if actor.unit is None or not actor.may(DECLARE):
        return []
    found = _pressing(actor, day_of(now), now, permission=DECLARE, unit=actor.unit)
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max, one.kind))


def to_remind(actor: Actor, now: datetime) -> dict[int, list[Pressing]]:
    """Return what the units of the city were not reminded of yet, by unit; nothing for who reminds nobody."""
    if not actor.may(TALLY):
        return {}
    told = set(Reminder.objects.values_list("unit_id", "kind", "about"))
    found: dict[int, list[Pressing]] = defaultdict(list)
    for one in _pressing(actor, day_of(now), now, permission=TALLY, unit=None):
        if (one.unit, one.kind.value, one.about) not in told:
            found[one.unit].append(one)
    return dict(found)


def sending_office(actor: Actor, on: date) -> Unit | None:
    """Return the unit in whose name the platform reminds: the city's credit office; nothing for who reminds nobody."""
    seats = Appointment.objects.filter(in_force(on), in_force(on, "unit__"), role=Role.CREDIT_OFFICE)
    seat = seats.filter(unit__level=Level.CITY).select_related("unit").order_by("id").first()
    return seat.unit if seat is not None and actor.may(TALLY) else None


def _pressing(
    actor: Actor, today: date, now: datetime, *, permission: Permission, unit: int | None
) -> Iterator[Pressing]:
    month = open_month(today)
    policy = policies(actor).of(month)
    calendar = law_in_force(settings.DATA).calendar(settings.CITY.calendar)
    lines = lines_for(actor, month, unit) if actor.may(SEE_REPORTING) else []
    if _is_near(calendar, today, policy.due_on(month), policy.remind_days):
        yield from _declarations(lines, month)
    yield from _differences(lines, month, today)
    yield from _drafts(actor, calendar, today, policy.remind_days, permission=permission, unit=unit)
    yield from _returned(actor, calendar, now, policy.remind_days, permission=permission, unit=unit)
    yield from _gaps(actor, today, unit)


def _is_near(calendar: Calendar, today: date, due_on: date, days: int) -> bool:
    return today >= due_on or calendar.working_days_between(today, due_on) <= days


def _declarations(lines: list[Line], month: date) -> Iterator[Pressing]:
    missing: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.declaration is None:
            missing[line.obligation.unit.id].append(line)
    for unit, those in missing.items():
        yield Pressing(unit, ReminderKind.DECLARATION, written(month), len(those), those[0].due_on)


def _differences(lines: list[Line], month: date, today: date) -> Iterator[Pressing]:
    """Yield what differs once the month's last day has passed: until then records may still be under way."""
    open_ones: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.asks and today > line.due_on:
            open_ones[line.obligation.unit.id].append(line)
    for unit, those in open_ones.items():
        yield Pressing(unit, ReminderKind.DIFFERENCE, written(month), len(those), None)


def _drafts(
    actor: Actor, calendar: Calendar, today: date, days: int, *, permission: Permission, unit: int | None
) -> Iterator[Pressing]:
    is_open = Q(submission__isnull=True) | CAME_TO_NOTHING
    reach = within(actor.scope(permission), unit="unit_id", district="unit__district")
    found = Draft.objects.filter(reach, is_open).order_by("id")
    columns = _decision_columns(actor, today)
    for row in found.filter(unit=unit) if unit is not None else found:
        decided = _day(row.values.get(columns.get(row.item, ""), ""))
        due_on = _due(decided) if decided else None
        if due_on is not None and _is_near(calendar, today, due_on, days):
            about = f"{row.public_id} {due_on}"
            yield Pressing(row.unit_id, ReminderKind.DRAFT, about, 1, due_on, row.public_id)


def _returned(
    actor: Actor, calendar: Calendar, now: datetime, days: int, *, permission: Permission, unit: int | None
) -> Iterator[Pressing]:
    """Yield submissions with returned rows nobody mended.

    Of a row that came back the day of decision is not kept; it was the day of receipt at the latest, and from that
    day the limit is counted.
    """
    reach = within(actor.scope(permission), unit="unit_id", district="unit__district")
    found = Submission.objects.filter(
        reach, state=State.DONE, returned__gt=0, followers__isnull=True, ended_at__gte=now - MENDED_WITHIN
    ).order_by("id")
    today = day_of(now)
    for row in found.filter(unit=unit) if unit is not None else found:
        due_on = _due(row.received_on)
        if due_on is not None and _is_near(calendar, today, due_on, days):
            yield Pressing(row.unit_id, ReminderKind.RETURNED, row.public_id, row.returned, due_on, row.public_id)


def _gaps(actor: Actor, today: date, unit: int | None) -> Iterator[Pressing]:
    """Yield the units with numbers nobody has said anything of, once a month."""
    counted: dict[int, int] = defaultdict(int)
    for line in series_for(actor, today.year, unit) if actor.may(SEE_REPORTING) else []:
        counted[line.unit.id] += sum(gap.size for gap in line.unanswered)
    for number, count in counted.items():
        if count:
            yield Pressing(number, ReminderKind.GAPS, f"{today.year} {written(month_of(today))}", count, None)


def _decision_columns(actor: Actor, today: date) -> dict[str, str]:
    items = items_in_force(actor, on=today, permission=SEE_REPORTING)
    fields = {key: item.meaning(Means.DECIDED_ON) for key, item in items.items()}
    return {key: field.code for key, field in fields.items() if field is not None}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip().replace("/", "-"))
    except ValueError:
        return None


def _due(decided: date) -> date | None:
    try:
        return law_in_force(settings.DATA).due(CLOCK, decided, calendar=settings.CITY.calendar).due_on
    except NoRule:
        return None
