"""Reminders: each day a job tells units of limits that end or are over, once for each last day."""

from datetime import date, datetime

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.law.periods import chinese
from chengxin.notices.services import About, Recipient, Wish, send_notice
from chengxin.relief.models import Case, CaseReminder
from chengxin.relief.queries import calendar, case_for, courses_of, deadlines, open_cases, records_of
from chengxin.relief.rules import doings
from chengxin.relief.rules.clocks import Deadline, Limit
from chengxin.relief.services.moving import note
from chengxin.units.queries import day_of


def remind_all(*, actor: Actor, now: datetime) -> int:
    """Remind units of every open case of which a limit ends or is over, one use case each; return how many were sent.

    Raises:
        NotPermitted: the actor is not the job.
    """
    actor.require(doings.REMIND)
    cases, today = open_cases(), day_of(now)
    courses = courses_of(cases)
    due = [one for one in cases if any(_is_due(each, today) for each in deadlines(courses[one.id]))]
    return sum(remind(actor=actor, now=now, case=one.public_id) for one in due)


@use_case
def remind(*, actor: Actor, now: datetime, case: str) -> int:
    """Remind the units that have to act of limits of a case that they were not told of; return how many.

    Safe to run twice.

    Raises:
        NotPermitted: the actor is not the job.
        NotFound: there is none.
    """
    actor.require(doings.REMIND)
    row, today = case_for(actor, case, lock=True), day_of(now)
    course = courses_of([row])[row.id]
    sent = 0
    for one in deadlines(course):
        if _is_due(one, today):
            sent += sum(_send(actor, now, row, one, unit) for unit in _units(row, one.limit))
    note(actor, now, row, doings.REMINDED, sent=sent)
    return sent


def _is_due(one: Deadline, today: date) -> bool:
    """Say whether it is the last working day before the end, or later."""
    return one.due_on is not None and calendar().add_working_days(today, 1) >= one.due_on


def _units(case: Case, limit: Limit) -> tuple[int, ...]:
    """Return the units that have to act: those that gave records and found nothing yet, or who handles the case."""
    if limit is not Limit.PROVIDER:
        return (case.unit_id,)
    return tuple(sorted({one.unit_id for one in records_of(case) if not one.result}))


def _send(actor: Actor, now: datetime, case: Case, one: Deadline, unit: int) -> bool:
    assert one.due_on is not None  # noqa: S101  only limits with a last day are sent
    told = {"limit": one.limit.value, "due_on": one.due_on, "unit_id": unit}
    if CaseReminder.objects.filter(case=case, **told).exists():
        return False
    over = one.late(day_of(now))
    notice = send_notice(
        actor=actor,
        now=now,
        template=doings.REMINDER,
        values={
            "title": "期限已过" if over else "期限快到了",
            "number": case.written_number,
            "subject": case.subject_name,
            "words": f"{one.law.title}的最后一天是{chinese(one.due_on)}{'，已经过了' if over else ''}。",
        },
        recipient=Recipient(unit=unit),
        sender_unit=case.unit_id,
        about=About("relief", "case", case.public_id),
        wish=Wish(due_on=one.due_on, due_rule=f"{one.law.instrument}{one.law.article}"),
    )
    CaseReminder.objects.create(case=case, notice=notice, at=now, **told)
    return True
