"""Reminders: each day a job tells units of days to answer that end and of what waits too long, once each."""

from datetime import date, datetime

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.law.periods import chinese
from chengxin.lists.models import Entry, Reminder
from chengxin.lists.queries import dates_of, entry_for, reminder_on, reminders_due
from chengxin.lists.rules import doings
from chengxin.lists.rules.dues import WAIT_RULE, WAIT_WORKING_DAYS, ReminderKind
from chengxin.lists.rules.procedure import Track
from chengxin.lists.services.moving import note
from chengxin.notices.services import About, Recipient, Wish, send_notice
from chengxin.units.queries import day_of

TITLES = {
    ReminderKind.ANSWER_SOON: "{period}快到了",
    ReminderKind.ANSWER_OVER: "{period}已过，可以作决定",
    ReminderKind.REVIEW_WAITS: "拟列入等待审核",
    ReminderKind.DECISION_WAITS: "拟列入等待决定",
}
WORDS = {
    ReminderKind.ANSWER_SOON: "{period}到{day}为止。",
    ReminderKind.ANSWER_OVER: "{period}的最后一天{day}已过；陈述申辩、异议都答复以后可以作决定，不列入的请终止。",
    ReminderKind.REVIEW_WAITS: "等待审核已经超过{wait}个工作日（到{day}为止）。",
    ReminderKind.DECISION_WAITS: "{period}过后等待决定已经超过{wait}个工作日（到{day}为止）；不列入的请终止。",
}
PERIODS = {Track.ADVERSE: "陈述申辩期限", Track.HONEST: "拟列入公示期"}
ANSWERS = frozenset({ReminderKind.ANSWER_SOON, ReminderKind.ANSWER_OVER})


def remind_all(*, actor: Actor, now: datetime) -> int:
    """Remind units of every entry of which they are to be reminded today, one use case each; return how many.

    Raises:
        NotPermitted: the actor is not the job.
    """
    actor.require(doings.REMIND)
    return sum(remind(actor=actor, now=now, entry=one) for one in reminders_due(today=day_of(now)))


@use_case
def remind(*, actor: Actor, now: datetime, entry: str) -> bool:
    """Remind the unit of an entry if something of it is due today that it was not told; say whether. Safe to run twice.

    Raises:
        NotPermitted: the actor is not the job.
        NotFound: there is none.
    """
    actor.require(doings.REMIND)
    row = entry_for(actor, entry, lock=True)
    wanted = reminder_on(dates_of([row])[row.id], day_of(now))
    if wanted is None or Reminder.objects.filter(entry=row, kind=wanted[0].value, due_on=wanted[1]).exists():
        note(actor, now, row, doings.REMINDED, sent=False)
        return False
    kind, day = wanted
    _send(actor, now, row, kind, day)
    note(actor, now, row, doings.REMINDED, sent=True, kind=kind.value, due_on=day.isoformat())
    return True


def _send(actor: Actor, now: datetime, row: Entry, kind: ReminderKind, day: date) -> None:
    said = {"period": PERIODS[Track(row.track)], "day": chinese(day), "wait": WAIT_WORKING_DAYS}
    notice = send_notice(
        actor=actor,
        now=now,
        template=doings.REMINDER,
        values={
            "title": TITLES[kind].format(**said),
            "party": row.subject_name,
            "kind": row.kind_name,
            "words": WORDS[kind].format(**said),
        },
        recipient=Recipient(unit=row.unit_id),
        sender_unit=row.unit_id,
        about=About("lists", "entry", row.public_id),
        wish=Wish(due_on=day, due_rule=row.answer_basis if kind in ANSWERS else WAIT_RULE),
    )
    Reminder.objects.create(entry=row, kind=kind.value, due_on=day, notice=notice, at=now)
