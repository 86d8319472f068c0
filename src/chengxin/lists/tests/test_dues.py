"""What is due and when: the days as a table, the choices above the table, reminders once each."""

from datetime import date, timedelta

import pytest

from chengxin.foundation.actor import system_actor
from chengxin.foundation.refusals import NotPermitted
from chengxin.law.book import load
from chengxin.lists import queries, services
from chengxin.lists.models import Entry, Reminder
from chengxin.lists.queries import EVERYTHING
from chengxin.lists.rules.dues import Dates, Due, DueFilter, DueKind, ReminderKind, due_of, reminder_of
from chengxin.lists.rules.procedure import State
from chengxin.lists.tests.scenes import (
    AFTER,
    DAY,
    JOB,
    TODAY,
    Scene,
    fresh,
    notified,
    proposed,
    published,
    served,
    settle,
)
from chengxin.notices.models import Notice
from chengxin.notices.queries import inbox_for
from chengxin.register.tests.scenes import LATER, NOW
from chengxin.units.queries import day_of

FRIDAY, MONDAY = date(2026, 6, 26), date(2026, 6, 29)
REMINDING = system_actor("lists.remind")

ADD = load(None).calendar("national").add_working_days


@pytest.mark.parametrize(
    ("dates", "today", "due"),
    [
        (Dates(State.PROPOSED, FRIDAY), date(2026, 7, 3), Due(DueKind.REVIEW, date(2026, 7, 3))),
        (Dates(State.PROPOSED, FRIDAY), date(2026, 7, 4), Due(DueKind.REVIEW, date(2026, 7, 3), late=True)),
        (Dates(State.RETURNED, FRIDAY), MONDAY, Due(DueKind.AMENDMENT)),
        (Dates(State.APPROVED, FRIDAY), MONDAY, Due(DueKind.NOTICE)),
        (Dates(State.NOTIFIED, FRIDAY), MONDAY, Due(DueKind.SERVICE)),
        (Dates(State.NOTIFIED, FRIDAY, answer_until=MONDAY), MONDAY, Due(DueKind.ANSWER, MONDAY)),
        (Dates(State.NOTIFIED, FRIDAY, answer_until=FRIDAY), MONDAY, Due(DueKind.DECISION, date(2026, 7, 3))),
        (
            Dates(State.NOTIFIED, FRIDAY, answer_until=FRIDAY),
            date(2026, 7, 6),
            Due(DueKind.DECISION, date(2026, 7, 3), late=True),
        ),
        (Dates(State.DECIDED, FRIDAY, until=MONDAY), MONDAY, Due(DueKind.PUBLICATION)),
        (Dates(State.PUBLISHED, FRIDAY, until=MONDAY), MONDAY, Due(DueKind.END, MONDAY)),
        (Dates(State.PUBLISHED, FRIDAY, until=FRIDAY), MONDAY, Due(DueKind.END, FRIDAY, late=True)),
        (Dates(State.EXITED, FRIDAY, unsigned=True), MONDAY, Due(DueKind.SIGNATURE)),
        (Dates(State.EXITED, FRIDAY), MONDAY, Due(DueKind.NOTHING)),
        (Dates(State.STOPPED, FRIDAY), MONDAY, Due(DueKind.NOTHING)),
    ],
)
def test_what_is_due_follows_from_the_days(dates: Dates, today: date, due: Due) -> None:
    assert due_of(dates, today, working_days=ADD) == due


@pytest.mark.parametrize(
    ("dates", "today", "reminder"),
    [
        (Dates(State.NOTIFIED, FRIDAY, answer_until=MONDAY), FRIDAY - DAY, None),
        (Dates(State.NOTIFIED, FRIDAY, answer_until=MONDAY), FRIDAY, (ReminderKind.ANSWER_SOON, MONDAY)),
        (Dates(State.NOTIFIED, FRIDAY, answer_until=MONDAY), MONDAY, (ReminderKind.ANSWER_SOON, MONDAY)),
        (Dates(State.NOTIFIED, FRIDAY, answer_until=MONDAY), MONDAY + DAY, (ReminderKind.ANSWER_OVER, MONDAY)),
        (
            Dates(State.NOTIFIED, FRIDAY, answer_until=MONDAY),
            date(2026, 7, 7),
            (ReminderKind.DECISION_WAITS, date(2026, 7, 6)),
        ),
        (Dates(State.PROPOSED, FRIDAY), date(2026, 7, 3), None),
        (Dates(State.PROPOSED, FRIDAY), date(2026, 7, 4), (ReminderKind.REVIEW_WAITS, date(2026, 7, 3))),
        (Dates(State.PUBLISHED, FRIDAY, until=FRIDAY), MONDAY, None),
    ],
)
def test_of_what_a_unit_is_reminded(dates: Dates, today: date, reminder: tuple[ReminderKind, date] | None) -> None:
    assert reminder_of(dates, today, working_days=ADD) == reminder


def on(day: date) -> int:
    return services.remind_all(actor=REMINDING, now=NOW + (day - TODAY))


def told(row: Entry) -> list[tuple[str, date]]:
    return list(Reminder.objects.filter(entry=row).order_by("id").values_list("kind", "due_on"))


@pytest.mark.service
def test_the_days_to_answer_are_told_once_before_and_once_after_their_end(scene: Scene) -> None:
    row = served(scene, notified(scene), "notice")
    (last,) = [one.answer_until for one in queries.dates_of([row]).values()]
    assert last is not None
    assert on(TODAY) == 0
    assert [on(last - DAY), on(last - DAY), on(last)] == [1, 0, 0]
    assert [on(last + DAY), on(last + DAY)] == [1, 0]
    assert told(row) == [("answer-soon", last), ("answer-over", last)]
    first, second = Notice.objects.filter(template="lists.reminder").order_by("id")
    assert (first.unit_id, first.due_on, first.due_rule) == (scene.unit.id, last, row.answer_basis)
    assert "陈述申辩期限快到了" in first.subject
    assert "已过，可以作决定" in second.subject
    for officer in (scene.clerk, scene.head, scene.server):
        assert inbox_for(officer).filter(id=first.id).exists()
    assert not inbox_for(settle().head).filter(id=first.id).exists()


@pytest.mark.service
def test_a_notice_that_is_not_served_has_no_days_to_be_reminded_of(scene: Scene) -> None:
    notified(scene)
    assert on(TODAY + 60 * DAY) == 0


@pytest.mark.service
def test_what_waits_too_long_is_told_once(scene: Scene) -> None:
    row = proposed(scene)
    due = queries.dues_of([row], today=TODAY)[row.id].on
    assert due is not None
    assert [on(due), on(due + DAY), on(due + 2 * DAY)] == [0, 1, 0]
    assert told(row) == [("review-waits", due)]
    row = services.review(actor=scene.head, now=NOW, entry=row.public_id, seen=1, approve=False, words="缺文书")
    assert on(due + 30 * DAY) == 0


@pytest.mark.service
def test_a_decision_that_waits_is_told_once(scene: Scene) -> None:
    row = served(scene, notified(scene), "notice")
    assert [on(TODAY + 40 * DAY), on(TODAY + 41 * DAY)] == [1, 0]
    assert [kind for kind, _day in told(row)] == ["decision-waits"]


@pytest.mark.service
def test_nobody_but_the_job_reminds(scene: Scene) -> None:
    with pytest.raises(NotPermitted):
        services.remind_all(actor=scene.head, now=NOW)


def shown(scene: Scene, due: DueFilter, today: date) -> list[str]:
    found = queries.entries_due(scene.head, EVERYTHING, due, today=today)
    assert queries.due_counts(scene.head, EVERYTHING, today=today)[due] == found.count()
    return [one.public_id for one in found]


@pytest.mark.service
def test_the_choices_show_what_is_due_on_the_day(scene: Scene) -> None:
    row = served(scene, notified(scene), "notice")
    last = queries.dates_of([row])[row.id].answer_until
    assert last is not None
    mine = [row.public_id]
    assert [shown(scene, DueFilter.ANSWER_TODAY, last + days * DAY) for days in (-1, 0, 1)] == [[], mine, []]
    assert [shown(scene, DueFilter.ANSWER_OVER, last + days * DAY) for days in (0, 1)] == [[], mine]
    assert [shown(scene, DueFilter.WAITS, last + days * DAY) for days in (1, 30)] == [[], mine]
    assert not queries.entries_due(settle().head, EVERYTHING, DueFilter.ANSWER_TODAY, today=last).exists()


@pytest.mark.service
def test_the_choices_show_what_ends_and_what_is_not_signed(scene: Scene) -> None:
    row = published(scene)
    mine, soon = [row.public_id], timedelta(days=30)
    ends = [LATER - soon - DAY, LATER - soon, LATER, LATER + DAY]
    assert [shown(scene, DueFilter.ENDS_SOON, today) for today in ends] == [[], mine, mine, []]
    assert [shown(scene, DueFilter.EXIT_LATE, today) for today in ends] == [[], [], [], mine]
    over = AFTER.replace(year=LATER.year + 1)
    services.end_listings(actor=JOB, now=over)
    assert shown(scene, DueFilter.EXIT_LATE, day_of(over)) == []
    assert shown(scene, DueFilter.UNSIGNED, day_of(over)) == mine
    assert [one.public_id for one in queries.entries_waiting(scene.head)] == mine
    assert not queries.entries_waiting(scene.clerk).exists()
    row = fresh(row)
    services.sign_removal(
        actor=scene.head,
        now=over,
        entry=row.public_id,
        seen=row.seen,
        signature=services.Signature("局长 示例", day_of(over)),
    )
    assert shown(scene, DueFilter.UNSIGNED, day_of(over)) == []
    assert not queries.entries_waiting(scene.head).exists()
