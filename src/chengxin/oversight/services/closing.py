"""Writes the figures of a month down after its cut-off day, and reminds units before limits pass."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from django.db import IntegrityError, transaction

from chengxin.audit.services import record, use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict
from chengxin.foundation.roles import Role
from chengxin.law.periods import chinese
from chengxin.notices.services import About, Recipient, Wish, send_notice
from chengxin.oversight.models import MonthClosing, RateSnapshot, Reminder
from chengxin.oversight.queries.completeness import lines_for, received_in
from chengxin.oversight.queries.policies import policies
from chengxin.oversight.queries.pressing import Pressing, sending_office, to_remind
from chengxin.oversight.queries.rates import Asked, figures_for
from chengxin.oversight.rules import reporting_doings as doings
from chengxin.oversight.rules.months import in_words, moved, read_month, written
from chengxin.oversight.rules.rates import Counts
from chengxin.oversight.rules.reporting import REMINDER_LABELS, ReminderKind, open_month
from chengxin.units.queries import day_of

BACK = 3
"""So many months are closed late if the job did not run; earlier ones stay open for good."""


class ClosedAlready(Conflict):
    """The figures of the month stand."""

    code = "oversight.closed-already"
    says = "{month}的数已经存过"


def close_months(*, actor: Actor, now: datetime) -> int:
    """Write down the figures of months whose cut-off day has passed and return how many. Safe to run twice.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(doings.TALLY)
    today, known = day_of(now), policies(actor)
    recent = [moved(open_month(today), -back) for back in range(BACK)]
    closed = set(MonthClosing.objects.filter(month__in=recent).values_list("month", flat=True))
    due = [month for month in recent if month not in closed and today > known.of(month).due_on(month)]
    for month in sorted(due):
        close_month(actor=actor, now=now, month=month)
    return len(due)


@use_case
def close_month(*, actor: Actor, now: datetime, month: date) -> MonthClosing:
    """Write down what had come in of each unit and item in a month.

    Raises:
        NotPermitted: the actor may not.
        ClosedAlready: it was written down.
    """
    actor.require(doings.TALLY)
    try:
        with transaction.atomic():
            closing = MonthClosing.objects.create(month=month, policy=policies(actor).of(month).row, at=now)
    except IntegrityError:
        raise ClosedAlready(month=written(month)) from None
    figures = figures_for(actor, Asked(month, month))
    now_counts = {(cell.unit, cell.item): counts for cell, counts in figures.now.items()}
    lines = {line.obligation.key: line for line in lines_for(actor, month)}
    keys = sorted({*now_counts, *lines})
    received = received_in(month, {unit for unit, _item in keys})
    RateSnapshot.objects.bulk_create(
        RateSnapshot(
            closing=closing,
            unit_id=unit,
            item=item,
            declared=_declared(lines.get((unit, item))),
            received=received.get((unit, item), 0),
            **vars(now_counts.get((unit, item), Counts())),
        )
        for unit, item in keys
    )
    record(
        actor=actor,
        now=now,
        action=doings.MONTH_CLOSED,
        object_kind="reporting-month",
        object_id=written(month),
        object_label=f"{written(month)}报送情况",
        facts={"lines": len(keys)},
    )
    return closing


def _declared(line: object) -> int | None:
    declaration = getattr(line, "declaration", None)
    return declaration.count if declaration is not None else None


PLACES: Mapping[ReminderKind, str] = MappingProxyType(
    {
        ReminderKind.DECLARATION: "月报",
        ReminderKind.DIFFERENCE: "月报",
        ReminderKind.DRAFT: "逐条填报",
        ReminderKind.RETURNED: "报送记录",
        ReminderKind.GAPS: "文书号",
    }
)


def remind_all(*, actor: Actor, now: datetime) -> int:
    """Remind every unit of what it was not reminded of yet and return how many notices went out. Safe to run twice.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(doings.TALLY)
    waiting = to_remind(actor, now)
    return sum(remind_unit(actor=actor, now=now, unit=unit, things=things) for unit, things in waiting.items())


@use_case
def remind_unit(*, actor: Actor, now: datetime, unit: int, things: Iterable[Pressing]) -> int:
    """Send a unit's reporters one notice a thing, never a second of the same; return how many went out.

    Without a credit office in the city nobody could be asked, and nothing is sent.

    Raises:
        NotPermitted: the actor may not.
    """
    actor.require(doings.TALLY)
    office = sending_office(actor, day_of(now))
    sent = 0
    for thing in things:
        if office is None or not _first_time(unit, thing, now):
            continue
        sent += 1
        send_notice(
            actor=actor,
            now=now,
            template=doings.REMINDER,
            values={"title": title_of(thing), "words": _words(thing), "where": PLACES[thing.kind]},
            recipient=Recipient(unit=unit, role=Role.REPORTER),
            sender_unit=office.id,
            about=About("oversight", thing.kind.value, thing.about[:80]),
            wish=Wish(due_on=thing.due_on, due_rule=REMINDER_LABELS[thing.kind] if thing.due_on else ""),
        )
    record(
        actor=actor,
        now=now,
        action=doings.REMINDED,
        object_kind="unit",
        object_id=str(unit),
        facts={"notices": sent},
    )
    return sent


def _first_time(unit: int, thing: Pressing, now: datetime) -> bool:
    """Write down that the unit is reminded; False where somebody else was faster."""
    made = Reminder.objects.bulk_create(
        [Reminder(unit_id=unit, kind=thing.kind, about=thing.about, at=now)], ignore_conflicts=True
    )
    return Reminder.objects.filter(unit=unit, kind=thing.kind, about=thing.about, at=now).exists() and bool(made)


def title_of(thing: Pressing) -> str:
    """Return what a unit is to do, for a heading."""
    month = read_month(thing.about)
    about = in_words(month) if month else ""
    words = {
        ReminderKind.DECLARATION: f"填报{about}月报：还有{thing.count}项",
        ReminderKind.DIFFERENCE: f"说明{about}月报与收到数的差：{thing.count}项",
        ReminderKind.DRAFT: "报送草稿：7个工作日的期限快到了",
        ReminderKind.RETURNED: f"改正退回的{thing.count}行：7个工作日的期限快到了",
        ReminderKind.GAPS: f"说明没有收到的文书号：{thing.count}个",
    }
    return words[thing.kind]


def _words(thing: Pressing) -> str:
    day = f"，期限是{chinese(thing.due_on)}" if thing.due_on else ""
    words = {
        ReminderKind.DECLARATION: f"本单位还有{thing.count}项没有填报{day}。没有作出决定的填0（零报告）。",
        ReminderKind.DIFFERENCE: f"有{thing.count}项填报的数与平台收到的数不一致，请说明原因，或者补报。",
        ReminderKind.DRAFT: f"有一条填好没有报送的记录，按决定日期计算{day or '，期限未定'}。",
        ReminderKind.RETURNED: (
            f"有{thing.count}行被退回，还没有改正重报。按决定日期不晚于报送当天计算{day}；决定得更早的，期限更早。"
        ),
        ReminderKind.GAPS: f"收到的文书号中间缺{thing.count}个号，请逐段说明：别处报送、作废、关于自然人，或者补报。",
    }
    return words[thing.kind]
