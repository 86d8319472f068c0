from dataclasses import replace
from datetime import date, timedelta

import pytest

from chengxin.audit.models import AuditEntry
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.oversight import queries, services
from chengxin.oversight.models import Evidence, TaskHistory
from chengxin.oversight.rules.board import Doing, EvidenceState, Standing
from chengxin.oversight.rules.plan import Group, Milestone, Named
from chengxin.oversight.services.checking import TaskClosed, TextMissing
from chengxin.oversight.services.evidence import (
    AlreadyReviewed,
    EvidenceWaits,
    NothingAccepted,
    NotYourTask,
    OwnEvidence,
    TaskOpen,
)
from chengxin.oversight.tests.scenes import (
    HELP,
    LEAD,
    MEETING,
    TODAY,
    YEAR,
    City,
    accepted,
    given,
    imported,
    join,
    published,
    row,
    scan,
    succeed,
    task_of,
    unit,
)
from chengxin.vault.adapters.refusals import FileRefused
from chengxin.vault.models import StoredFile
from chengxin.vault.queries import files_for
from chengxin.vault.tests.people import NOW, person

pytestmark = pytest.mark.service
COUNTIES = Named("各县区", group=Group.COUNTIES)


def review(city: City, evidence: Evidence, *, accept: bool, reason: str = "", by: Actor | None = None) -> Evidence:
    return services.review_evidence(
        actor=by or city.clerk.actor,
        now=NOW,
        evidence=evidence.public_id,
        accept=accept,
        reason=reason,
        milestone=None,
    )


def close(city: City, words: str = "") -> None:
    services.close_task(actor=city.clerk.actor, now=NOW, year=YEAR, no=1, words=words)


def test_a_unit_hands_in_a_file_for_its_task(city: City) -> None:
    published(city)
    evidence = given(city.reporter.actor)
    assert (evidence.unit, evidence.state) == (city.statistics, EvidenceState.WAITING)
    assert evidence.file.name == "总结.pdf"
    assert (evidence.file.owner_room, evidence.file.owner_id) == ("oversight", evidence.public_id)
    entry = AuditEntry.objects.filter(action="oversight.evidence-given").latest("id")
    assert entry.facts["sha256"] == evidence.file.sha256
    assert entry.object_label == "2018年第1项，海棠市统计调查局"


def test_other_units_hand_in_nothing_for_it(city: City) -> None:
    published(city)
    for someone in (city.other_reporter, city.county_reporter, city.clerk):
        with pytest.raises(NotYourTask):
            given(someone.actor)
    with pytest.raises(NotPermitted):
        given(city.auditor.actor)
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.filter(purpose="oversight.evidence").exists()


def test_members_of_a_named_group_hand_in_while_they_are_members(city: City) -> None:
    published(city, row(1, (MEETING,)), row(2, (COUNTIES,)))
    assert given(city.reporter.actor).unit == city.statistics
    assert given(city.county_reporter.actor, 2).unit == city.county
    with pytest.raises(NotYourTask):
        given(city.reporter.actor, 2)
    join(Group.COUNTIES, city.finance, since=TODAY + timedelta(days=1))
    with pytest.raises(NotYourTask):
        given(city.other_reporter.actor, 2)
    assert given(city.other_reporter.actor, 2, now=NOW + timedelta(days=1)).unit == city.finance


def test_who_took_over_from_a_unit_hands_in_from_that_day(city: City) -> None:
    heir = unit("heir", "海棠市数据管理局", "市数据局")
    new = person(heir, Role.REPORTER)
    published(city)
    succeed(city.statistics, heir, date(2018, 9, 1))
    with pytest.raises(NotYourTask):
        given(new.actor)
    assert given(new.actor, now=NOW + timedelta(days=90)).unit == heir


def test_what_is_no_task_or_no_file_is_refused(city: City) -> None:
    imported(city)
    with pytest.raises(NotFound):
        given(city.reporter.actor)
    services.publish_plan(actor=city.clerk.actor, now=NOW, year=YEAR, keep_texts=False)
    with pytest.raises(NotFound):
        given(city.reporter.actor, 99)
    with pytest.raises(TextMissing):
        services.give_evidence(actor=city.reporter.actor, now=NOW, year=YEAR, no=1, upload=scan(), words=" ")
    with pytest.raises(FileRefused):
        services.give_evidence(
            actor=city.reporter.actor,
            now=NOW,
            year=YEAR,
            no=1,
            upload=replace(scan(), name="总结.xlsx"),
            words="见附件",
        )
    assert not Evidence.objects.exists()


def test_the_same_file_may_come_twice(city: City) -> None:
    published(city)
    given(city.reporter.actor)
    given(city.reporter.actor)
    assert Evidence.objects.count() == 2


def test_own_evidence_is_withdrawn_before_it_is_reviewed(city: City) -> None:
    published(city, row(1, (LEAD, HELP)))
    evidence = given(city.reporter.actor)
    for someone in (city.other_reporter, city.clerk):
        with pytest.raises(NotFound):
            services.withdraw_evidence(actor=someone.actor, now=NOW, evidence=evidence.public_id)
    colleague = person(city.statistics, Role.CASE_OFFICER)
    row_ = services.withdraw_evidence(actor=colleague.actor, now=NOW, evidence=evidence.public_id)
    assert row_.state == EvidenceState.WITHDRAWN
    with pytest.raises(AlreadyReviewed):
        services.withdraw_evidence(actor=city.reporter.actor, now=NOW, evidence=evidence.public_id)
    with pytest.raises(AlreadyReviewed):
        review(city, evidence, accept=True)


def test_the_office_accepts_or_returns_with_a_reason_once(city: City) -> None:
    published(city)
    first, second = given(city.reporter.actor), given(city.reporter.actor)
    assert [one.id for one in queries.evidence_to_review(city.clerk.actor)] == [first.id, second.id]
    with pytest.raises(TextMissing):
        review(city, first, accept=False)
    row_ = review(city, first, accept=False, reason="缺 盖章页")
    assert (row_.state, row_.reason, row_.reviewed_by) == (EvidenceState.RETURNED, "缺 盖章页", city.clerk.actor.name)
    assert review(city, second, accept=True).state == EvidenceState.ACCEPTED
    with pytest.raises(AlreadyReviewed):
        review(city, second, accept=False, reason="改主意")
    with pytest.raises(AlreadyReviewed):
        services.withdraw_evidence(actor=city.reporter.actor, now=NOW, evidence=second.public_id)


def test_only_the_city_s_office_reviews_and_nobody_the_own(city: City) -> None:
    published(city, row(1, (LEAD, Named("市信用局"), Named("朱槿区信用办"))))
    evidence = given(city.reporter.actor)
    county_office = person(city.county, Role.CREDIT_OFFICE)
    for someone in (city.reporter, city.auditor, county_office):
        with pytest.raises(NotPermitted):
            review(city, evidence, accept=True, by=someone.actor)
    own = given(city.clerk.actor)
    with pytest.raises(OwnEvidence):
        review(city, own, accept=True)
    assert review(city, own, accept=True, by=person(city.office, Role.CREDIT_OFFICE).actor).state == "accepted"


def test_evidence_is_read_by_its_unit_and_by_offices_in_reach(city: City) -> None:
    published(city, row(1, (LEAD, COUNTIES)))
    task = task_of(queries.plan_for(city.clerk.actor, YEAR))
    mine, theirs = given(city.reporter.actor), given(city.county_reporter.actor)
    county_office = person(city.county, Role.CREDIT_OFFICE)

    def seen(actor: Actor) -> set[int]:
        return {one.id for one in queries.evidence_of(actor, task)}

    assert seen(city.reporter.actor) == {mine.id}
    assert seen(city.county_reporter.actor) == seen(county_office.actor) == {theirs.id}
    assert seen(city.clerk.actor) == seen(city.auditor.actor) == {mine.id, theirs.id}
    assert seen(city.other_reporter.actor) == set()
    readable = files_for(city.reporter.actor).filter(purpose="oversight.evidence")
    assert [one.id for one in readable] == [mine.file_id]


def test_accepted_evidence_may_show_a_milestone_met(city: City) -> None:
    plan = published(city, row(1, milestones=(Milestone("公布名单", date(2018, 5, 31)),)))
    board = queries.board_for(city.clerk.actor, plan, TODAY)
    assert board[0].standing is Standing.LATE
    milestone = task_of(plan).milestones.get()
    evidence = given(city.reporter.actor)
    with pytest.raises(NotFound):
        accepted(city, evidence, milestone=10**9)
    accepted(city, evidence, milestone=milestone.id)
    milestone.refresh_from_db()
    assert (milestone.met_at, milestone.met_by) == (NOW, city.clerk.actor.name)
    assert queries.board_for(city.clerk.actor, plan, TODAY)[0].standing is Standing.GOOD
    assert TaskHistory.objects.get(number=2).doing == Doing.MET
    with pytest.raises(NotFound):
        accepted(city, given(city.reporter.actor), milestone=milestone.id)


def test_a_task_is_closed_on_accepted_evidence_and_opened_with_a_reason(city: City) -> None:
    plan = published(city)
    with pytest.raises(NothingAccepted):
        close(city)
    evidence = given(city.reporter.actor)
    with pytest.raises(EvidenceWaits):
        close(city)
    accepted(city, evidence)
    close(city, "方案印发")
    task = task_of(plan)
    assert (task.closed_at, task.closed_by, task.closing_words) == (NOW, city.clerk.actor.name, "方案印发")
    assert queries.board_for(city.reporter.actor, plan, date(2019, 5, 1))[0].standing is Standing.DONE
    with pytest.raises(TaskClosed):
        close(city)
    with pytest.raises(TaskClosed):
        given(city.reporter.actor)
    with pytest.raises(TextMissing):
        services.reopen_task(actor=city.clerk.actor, now=NOW, year=YEAR, no=1, reason="")
    services.reopen_task(actor=city.clerk.actor, now=NOW, year=YEAR, no=1, reason="还缺一个县")
    assert task_of(plan).closed_at is None
    with pytest.raises(TaskOpen):
        services.reopen_task(actor=city.clerk.actor, now=NOW, year=YEAR, no=1, reason="再开")
    assert [one.doing for one in TaskHistory.objects.order_by("number")] == [
        Doing.PUBLISHED,
        Doing.CLOSED,
        Doing.REOPENED,
    ]


def test_only_the_city_s_office_closes(city: City) -> None:
    published(city)
    accepted(city, given(city.reporter.actor))
    for someone in (city.reporter, city.auditor, person(city.county, Role.CREDIT_OFFICE)):
        with pytest.raises(NotPermitted):
            services.close_task(actor=someone.actor, now=NOW, year=YEAR, no=1, words="")


def test_what_waits_for_a_unit_is_late_or_near_and_its_own(city: City) -> None:
    published(
        city,
        row(1, due_on=date(2018, 6, 1)),
        row(2, due_on=date(2018, 7, 10)),
        row(3),
        row(4, (HELP,), due_on=date(2018, 6, 1)),
        row(5, due_on=date(2018, 6, 20)),
    )
    given(city.reporter.actor, 5)
    assert [one.no for one in queries.tasks_waiting(city.reporter.actor, TODAY)] == [1, 2]
    assert [one.no for one in queries.tasks_waiting(city.other_reporter.actor, TODAY)] == [4]
    assert queries.tasks_waiting(city.auditor.actor, TODAY) == ()
    assert queries.tasks_waiting(city.reporter.actor, date(2019, 1, 5)) == ()


def test_returned_evidence_waits_until_it_is_made_good(city: City) -> None:
    published(city, row(1, (LEAD, HELP)), row(2))

    def waiting(actor: Actor, year: int = YEAR) -> list[int]:
        return [one.task.no for one in queries.returned_evidence(actor, year)]

    review(city, given(city.reporter.actor), accept=False, reason="缺盖章页")
    review(city, given(city.reporter.actor, 2), accept=True)
    assert waiting(city.reporter.actor) == [1]
    assert waiting(city.other_reporter.actor) == waiting(city.clerk.actor) == waiting(city.reporter.actor, 2019) == []
    later = given(city.reporter.actor, now=NOW + timedelta(hours=1))
    assert waiting(city.reporter.actor) == []
    services.withdraw_evidence(actor=city.reporter.actor, now=NOW, evidence=later.public_id)
    assert waiting(city.reporter.actor) == [1]
