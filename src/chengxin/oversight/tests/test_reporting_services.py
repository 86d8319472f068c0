"""Counting, closed months, rates, reminders, policies."""

from datetime import date, datetime, timedelta

import pytest

from chengxin.audit.models import AuditEntry
from chengxin.foundation.refusals import NotPermitted
from chengxin.foundation.roles import Role
from chengxin.intake.rules import State
from chengxin.intake.services import save_draft, start_draft, withdraw_submission
from chengxin.notices.models import Notice
from chengxin.oversight import queries, services
from chengxin.oversight.models import DecisionTally, MonthClosing, NumberTally, RateSnapshot, Reminder
from chengxin.oversight.queries import Asked, Cell, SeriesLine
from chengxin.oversight.rules.months import month_of, moved
from chengxin.oversight.rules.rates import CompliantOf, Counts, DueBy, Formula, TimelyOf
from chengxin.oversight.rules.reporting import ReminderKind
from chengxin.oversight.rules.sequences import GapKind, Series
from chengxin.oversight.services import PolicyText
from chengxin.oversight.services.arranging import BadPolicy, PastPolicy
from chengxin.oversight.services.checking import TextMissing
from chengxin.oversight.services.closing import ClosedAlready
from chengxin.oversight.services.declaring import NoGap
from chengxin.oversight.tests.reporting import (
    AFTER,
    COUNTY,
    DAY,
    ITEM,
    JOB,
    LATE,
    NOW,
    TODAY,
    YEAR,
    Scene,
    declared,
    office,
    received,
    settle,
)
from chengxin.oversight.tests.scenes import unit as new_unit
from chengxin.vault.tests.people import person

pytestmark = pytest.mark.service
WORD = "示市监处罚"
SERIES = Series(WORD, YEAR)
RECEIVED = month_of(TODAY)


@pytest.fixture
def scene(db: None) -> Scene:  # noqa: ARG001  the units stand in the database
    return settle()


def series(scene: Scene, year: int = YEAR) -> SeriesLine:
    (found,) = queries.series_for(scene.reporter, year, scene.unit.id)
    return found


def gaps(scene: Scene) -> list[tuple[int, int, GapKind | None]]:
    return [(gap.first, gap.last, gap.kind) for gap in series(scene).gaps]


def answer(scene: Scene, first: int, last: int, kind: GapKind, words: str = "") -> None:
    services.answer_gap(actor=scene.reporter, now=NOW, series=SERIES, first=first, last=last, kind=kind, words=words)


def test_a_gap_is_asked_and_closes_when_its_record_arrives(scene: Scene) -> None:
    received(scene.unit, 11, 12, 15)
    assert gaps(scene) == [(13, 14, None)]
    assert series(scene).before == 10
    answer(scene, 13, 14, GapKind.FORGOTTEN)
    assert gaps(scene) == [(13, 14, GapKind.FORGOTTEN)]
    received(scene.unit, 13)
    assert gaps(scene) == [(14, 14, GapKind.FORGOTTEN)]
    received(scene.unit, 14)
    assert gaps(scene) == []
    assert AuditEntry.objects.filter(action="oversight.gap-answered").count() == 1


def test_a_file_that_is_withdrawn_leaves_its_gap(scene: Scene) -> None:
    received(scene.unit, 1, 3)
    row = received(scene.unit, 2)
    assert gaps(scene) == []
    withdraw_submission(actor=scene.reporter, now=NOW, submission=row.public_id)
    assert gaps(scene) == [(2, 2, None)]


def test_an_answer_that_says_where_needs_words(scene: Scene) -> None:
    received(scene.unit, 1, 4)
    with pytest.raises(TextMissing):
        answer(scene, 2, 3, GapKind.ELSEWHERE)
    answer(scene, 2, 3, GapKind.ELSEWHERE, "市场监管总局系统")
    assert series(scene).unanswered == ()
    with pytest.raises(NoGap):
        answer(scene, 5, 9, GapKind.VOID)


def test_numbers_before_the_first_are_asked_where_the_year_before_was_reported(scene: Scene) -> None:
    received(scene.unit, 3)
    row = NumberTally.objects.get()
    assert gaps(scene) == []
    NumberTally.objects.create(submission=row.submission, unit=scene.unit, word=WORD, year=YEAR - 1, ranges=[[1, 40]])
    assert gaps(scene) == [(1, 2, None)]
    assert series(scene).before == 0


def test_sequences_stay_within_the_reach(scene: Scene) -> None:
    received(scene.unit, 1)
    received(scene.county, 2)
    assert len(queries.series_for(office(), YEAR)) == 2
    assert [one.unit for one in queries.series_for(office(district=COUNTY), YEAR)] == [scene.county]
    assert queries.series_for(scene.reporter, YEAR, scene.county.id) == []
    assert queries.gap_answers_of(scene.reporter, YEAR, scene.county.id) == []


def test_counting_twice_counts_once_and_only_the_job_counts(scene: Scene) -> None:
    received(scene.unit, 1, 2)
    assert services.tally_all(actor=JOB, now=NOW) == 0
    assert DecisionTally.objects.get().decisions == 2
    with pytest.raises(NotPermitted):
        services.tally_all(actor=office(), now=NOW)


def counts(scene: Scene) -> Counts:
    found = queries.figures_for(scene.reporter, Asked(RECEIVED, RECEIVED))
    return found.counted(Cell(RECEIVED, scene.unit.id, ITEM))


def test_late_decisions_are_counted_by_the_day_they_were_received(scene: Scene) -> None:
    received(scene.unit, 1, 2)
    received(scene.unit, 3, decided=TODAY - timedelta(days=40))
    assert counts(scene) == Counts(rows=3, accepted=3, decisions=3, timed=3, late=1, late_national=1)


def test_what_came_twice_is_a_row_and_no_decision(scene: Scene) -> None:
    received(scene.unit, 1)
    received(scene.unit, 1, 2)
    assert counts(scene) == Counts(rows=3, accepted=2, unchanged=1, decisions=2, timed=2)


def test_figures_stay_within_the_reach(scene: Scene) -> None:
    received(scene.unit, 1)
    asked = Asked(RECEIVED, RECEIVED)
    assert queries.figures_for(scene.county_reporter, asked).cells() == []
    assert list(queries.submissions_behind(scene.county_reporter, asked)) == []
    assert len(queries.submissions_behind(office(), asked)) == 1
    narrowed = Asked(RECEIVED, RECEIVED, unit=scene.county.id)
    assert queries.figures_for(office(), narrowed).cells() == []


def test_a_month_is_closed_after_its_cutoff_and_later_changes_stand_beside_it(scene: Scene) -> None:
    row = received(scene.unit, 1, 2)
    declared(scene, 2)
    assert services.close_months(actor=JOB, now=AFTER) == 2  # the months before: their cut-off days are past
    after = LATE + 31 * DAY
    services.close_months(actor=JOB, now=after)
    (kept,) = RateSnapshot.objects.filter(closing__month=RECEIVED, unit=scene.unit)
    assert (kept.rows, kept.decisions) == (2, 2)
    found = queries.figures_for(scene.reporter, Asked(RECEIVED, RECEIVED))
    cell = Cell(RECEIVED, scene.unit.id, ITEM)
    assert not found.changed(cell)
    type(row).objects.filter(id=row.id).update(state=State.WITHDRAWN)
    found = queries.figures_for(scene.reporter, Asked(RECEIVED, RECEIVED))
    assert found.changed(cell)
    assert found.counted(cell).rows == 2
    with pytest.raises(ClosedAlready):
        services.close_month(actor=JOB, now=after, month=RECEIVED)
    assert MonthClosing.objects.filter(month=RECEIVED).count() == 1


def policy(since: date, **changes: object) -> PolicyText:
    usual: dict[str, object] = {
        "from_month": since,
        "cutoff_day": 20,
        "remind_days": 5,
        "compliant_of": CompliantOf.SETTLED,
        "timely_of": TimelyOf.READ,
        "due_by": DueBy.NATIONAL,
        "basis": "联席会议纪要〔2026〕1号",
    }
    return PolicyText(**(usual | changes))  # type: ignore[arg-type]  # the fields of a policy by name


def test_a_policy_holds_from_its_month_on_and_never_before(scene: Scene) -> None:
    this = month_of(TODAY)
    services.set_policy(actor=office(), now=NOW, text=policy(moved(this, 1)))
    services.set_policy(actor=office(), now=NOW, text=policy(moved(this, 1), cutoff_day=22))
    known = queries.policies(scene.reporter)
    assert known.of(this).cutoff_day == 25
    assert known.of(moved(this, 5)).cutoff_day == 22
    assert known.of(moved(this, 1)).formula == Formula(CompliantOf.SETTLED, TimelyOf.READ, DueBy.NATIONAL)
    with pytest.raises(PastPolicy):
        services.set_policy(actor=office(), now=NOW, text=policy(moved(this, -1)))
    with pytest.raises(BadPolicy):
        services.set_policy(actor=office(), now=NOW, text=policy(this, cutoff_day=29))
    with pytest.raises(NotPermitted):
        services.set_policy(actor=office(district=COUNTY), now=NOW, text=policy(this))


def reminded(now: datetime) -> int:
    return services.remind_all(actor=JOB, now=now)


def test_a_unit_is_reminded_of_a_thing_once(scene: Scene) -> None:
    house = new_unit("credit", "海棠市信用建设局", "市信用局")
    person(house, Role.CREDIT_OFFICE)
    received(scene.unit, 1)
    near = LATE - 7 * DAY
    assert reminded(near) == 1
    assert reminded(near + DAY) == 0
    notice = Notice.objects.get()
    assert (notice.unit, notice.role, notice.user) == (scene.unit, Role.REPORTER, None)
    assert "月报" in notice.subject
    assert notice.due_on is not None
    assert Reminder.objects.get().kind == ReminderKind.DECLARATION
    declared(scene, 5, now=near)
    reminded(LATE)
    assert sorted(Reminder.objects.values_list("kind", flat=True)) == ["declaration", "difference"]


def test_early_in_the_month_nobody_is_reminded_of_the_declaration(scene: Scene) -> None:
    received(scene.unit, 1)
    assert [one.kind for one in queries.pressing_for(scene.reporter, AFTER)] == []
    assert [one.kind for one in queries.pressing_for(scene.reporter, LATE)] == [ReminderKind.DECLARATION]
    assert queries.pressing_for(office(scene.unit), LATE) == []


def test_a_draft_presses_when_its_seven_days_end(scene: Scene) -> None:
    draft = start_draft(actor=scene.reporter, now=NOW, unit=scene.unit.id, item=ITEM)
    assert queries.pressing_for(scene.reporter, NOW) == []
    values = {"CF_JDRQ": f"{TODAY - timedelta(days=12):%Y-%m-%d}"}
    save_draft(actor=scene.reporter, now=NOW, draft=draft.public_id, values=values)
    (one,) = queries.pressing_for(scene.reporter, NOW)
    assert (one.kind, one.number) == (ReminderKind.DRAFT, draft.public_id)
    assert queries.pressing_for(scene.county_reporter, NOW) == []


def test_open_gaps_press(scene: Scene) -> None:
    received(scene.unit, 1, 4)
    (one,) = [one for one in queries.pressing_for(scene.reporter, NOW) if one.kind is ReminderKind.GAPS]
    assert one.count == 2
    answer(scene, 2, 3, GapKind.VOID)
    assert [one for one in queries.pressing_for(scene.reporter, NOW) if one.kind is ReminderKind.GAPS] == []
