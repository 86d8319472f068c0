"""What is due of entries: their days, the choices above the table, the work of the daily job.

The days to answer are counted in working days from a recorded service, so they are worked out here and not by the
database; every other day is asked of it.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from chengxin.foundation.actor import Actor
from chengxin.law.calendars import Calendar
from chengxin.law.current import law_in_force
from chengxin.lists.models import Entry, EntryMove, Paper, Reminder
from chengxin.lists.queries.entries import UNSIGNED, Asked, entries_for
from chengxin.lists.rules.dues import (
    ENDS_WITHIN_DAYS,
    WAIT_WORKING_DAYS,
    Dates,
    Due,
    DueFilter,
    ReminderKind,
    due_of,
    reminder_of,
)
from chengxin.lists.rules.entries import TimeToAnswer
from chengxin.lists.rules.procedure import PaperKind, State
from chengxin.notices.queries import delivered_days
from chengxin.units.queries import day_of

_STARTS = (PaperKind.NOTICE.value, PaperKind.PUBLIC_NOTICE.value)
_WAITING = (State.PROPOSED.value, State.NOTIFIED.value)


def calendar() -> Calendar:
    """Return the calendar by which the city counts working days."""
    return law_in_force(settings.DATA).calendar(settings.CITY.calendar)


def answer_until(entry: Entry, start: date | None) -> date | None:
    """Return the last day to answer, or of the public notice, where it began on ``start``; None: it does not run."""
    if entry.answer_days is None or start is None:
        return None
    time = TimeToAnswer(entry.answer_days, entry.answer_working, entry.answer_basis)
    return time.last_day(start, calendar())


def answer_days(entries: Collection[Entry]) -> dict[int, date]:
    """Return the last day to answer by the entries' numbers, of those whose time runs or ran, in two queries."""
    papers = Paper.objects.filter(entry__in=[one.id for one in entries], kind__in=_STARTS).select_related("notice")
    by_entry = {paper.entry_id: paper for paper in papers}
    served = delivered_days([paper.notice for paper in by_entry.values() if paper.notice is not None])
    found = {}
    for entry in entries:
        paper = by_entry.get(entry.id)
        if paper is None:
            continue
        start = served.get(paper.notice_id) if paper.notice_id is not None else day_of(paper.made_at)
        last = answer_until(entry, start)
        if last is not None:
            found[entry.id] = last
    return found


def dates_of(entries: Collection[Entry]) -> dict[int, Dates]:
    """Return by the entries' numbers what their days follow from."""
    numbers = [one.id for one in entries]
    answers = answer_days([one for one in entries if one.state == State.NOTIFIED.value])
    moves = EntryMove.objects.filter(entry__in=numbers).values_list("entry_id").annotate(Max("at"))
    moved, unsigned = dict(moves), set(Entry.objects.filter(UNSIGNED, id__in=numbers).values_list("id", flat=True))
    return {
        one.id: Dates(
            state=State(one.state),
            moved_on=day_of(moved[one.id]),
            answer_until=answers.get(one.id),
            until=one.until,
            unsigned=one.id in unsigned,
        )
        for one in entries
    }


def dues_of(entries: Collection[Entry], *, today: date) -> dict[int, Due]:
    """Return by the entries' numbers what is due of each."""
    add = calendar().add_working_days
    return {number: due_of(dates, today, working_days=add) for number, dates in dates_of(entries).items()}


def entries_due(actor: Actor, asked: Asked, due: DueFilter | None, *, today: date) -> QuerySet[Entry]:
    """Return the entries in the actor's reach of which this is due; None: all that are asked for."""
    found = entries_for(actor, asked)
    return found if due is None else found.filter(_which(due, found, today))


def due_counts(actor: Actor, asked: Asked, *, today: date) -> dict[DueFilter, int]:
    """Return how many entries ``entries_due`` gives for each choice."""
    return {due: entries_due(actor, asked, due, today=today).count() for due in DueFilter}


def _which(due: DueFilter, found: QuerySet[Entry], today: date) -> Q:
    listed = Q(state=State.PUBLISHED.value)
    match due:
        case DueFilter.UNSIGNED:
            return UNSIGNED
        case DueFilter.EXIT_LATE:
            return listed & Q(until__lt=today)
        case DueFilter.ENDS_SOON:
            return listed & Q(until__range=(today, today + timedelta(days=ENDS_WITHIN_DAYS)))
        case DueFilter.WAITS:
            return Q(id__in=_waiting_too_long(found, today))
    answers = answer_days(list(found.filter(state=State.NOTIFIED.value)))
    over = due is DueFilter.ANSWER_OVER
    return Q(id__in=[number for number, last in answers.items() if (last < today if over else last == today)])


def _waiting_too_long(found: QuerySet[Entry], today: date) -> list[int]:
    waiting = list(found.filter(state__in=_WAITING, proposed_at__date__lt=today - timedelta(days=WAIT_WORKING_DAYS)))
    return [number for number, due in dues_of(waiting, today=today).items() if due.late]


def reminders_due(*, today: date) -> list[str]:
    """Return the entries (public ids) of which their unit is to be reminded today and was not yet."""
    waiting = list(Entry.objects.filter(state__in=_WAITING).order_by("id"))
    wanted = {
        number: reminder for number, dates in dates_of(waiting).items() if (reminder := reminder_on(dates, today))
    }
    sent = set(Reminder.objects.filter(entry__in=list(wanted)).values_list("entry_id", "kind", "due_on"))
    return [one.public_id for one in waiting if one.id in wanted and (one.id, *_key(wanted, one)) not in sent]


def reminder_on(dates: Dates, today: date) -> tuple[ReminderKind, date] | None:
    """Return of what the unit is to be reminded on the day, counted by the city's calendar; see ``reminder_of``."""
    return reminder_of(dates, today, working_days=calendar().add_working_days)


def _key(wanted: Mapping[int, tuple[ReminderKind, date]], entry: Entry) -> tuple[str, date]:
    kind, day = wanted[entry.id]
    return kind.value, day
