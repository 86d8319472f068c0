"""A joint action from its entry to its end, on the database."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from chengxin.audit.models import AuditEntry
from chengxin.foundation.actor import Actor, public_actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.refusals import NotFound, NotPermitted, Refusal
from chengxin.foundation.roles import Role
from chengxin.measures import queries, services
from chengxin.measures.models import Application, JointAction, Task, TaskMove
from chengxin.measures.rules.states import ActionState, Ground, TaskState
from chengxin.measures.services import Applied
from chengxin.measures.services.answering import AmountNotPossible, BeforeListing, PastEntry, WithdrawnAlready
from chengxin.measures.services.ending import BeforeEntry, ExpectedTooEarly
from chengxin.measures.services.entries import EntryNotListing, EntryNotStanding
from chengxin.measures.services.moves import DayInFuture, MoveNotPossible, WordsMissing
from chengxin.measures.services.opening import (
    ActionEnded,
    ActionExists,
    AlreadyAsked,
    DaysNotPossible,
    MeasureNotInForce,
    MeasureNotTriggered,
    MeasureOrderedElsewhere,
    NobodyAsked,
    OfficeMissing,
)
from chengxin.measures.tests.scenes import (
    APPLIED,
    JOB,
    TODAY,
    Scene,
    entry,
    officer,
    scene,
    send,
    vanish,
)
from chengxin.notices.models import Notice
from chengxin.register.models import Record
from chengxin.register.tests.people import kept_record
from chengxin.register.tests.scenes import NOW, Fact, bureau, organisation, shown

pytestmark = pytest.mark.service


def states(joint: Scene) -> list[str]:
    return list(Task.objects.filter(action=joint.action).order_by("id").values_list("state", flat=True))


def apply(joint: Scene, task: Task, applied: Applied = APPLIED, number: int = 0) -> Application:
    actor = joint.officer(number)
    if task.state == TaskState.WAITING:
        services.accept_task(actor=actor, now=NOW, task=task.public_id)
    task.refresh_from_db()
    return services.apply_measure(actor=actor, now=NOW, task=task.public_id, applied=applied)


def end(joint: Scene, reason: str = "已支付全部工资，移出名单") -> JointAction:
    return services.end_action(actor=joint.office, now=NOW, action=joint.action.public_id, reason=reason)


def test_opening_keeps_the_entry_and_applies_nothing(joint: Scene) -> None:
    row = joint.action
    assert (row.subject, row.kind, row.state) == (joint.firm, "wages", ActionState.INITIATED)
    assert "《保障农民工工资支付条例》" in row.basis
    assert row.until is not None
    assert (Task.objects.count(), Application.objects.count()) == (0, 0)
    with pytest.raises(ActionExists):
        services.open_action(actor=joint.office, now=NOW, entry=row.entry)


def test_only_an_entry_that_stands_opens_one_and_never_a_person(joint: Scene) -> None:
    penalty, other = organisation(), organisation()
    shown(joint.listing, Fact(penalty))
    gone = entry(joint.listing, other)
    vanish(gone.public_id)
    for record, refusal in (
        (Record.objects.get(subject=penalty).public_id, EntryNotListing),
        (gone.public_id, EntryNotStanding),
        (kept_record(joint.listing), NotFound),
        (new_opaque_id(), NotFound),
    ):
        with pytest.raises(refusal):
            services.open_action(actor=joint.office, now=NOW, entry=record)
    assert JointAction.objects.count() == 1


def test_the_job_opens_once_and_needs_an_office(joint: Scene) -> None:
    record = entry(joint.listing, organisation())
    with pytest.raises(OfficeMissing):
        services.open_joint_action(actor=JOB, now=NOW, entry=record.public_id)
    assert services.open_joint_action(actor=joint.office, now=NOW, entry=record.public_id)
    assert not services.open_joint_action(actor=JOB, now=NOW, entry=record.public_id)
    assert JointAction.objects.filter(entry=record.public_id).count() == 1


def test_each_unit_is_asked_told_and_given_a_day(joint: Scene) -> None:
    tasks = send(joint, days=10)
    joint.action.refresh_from_db()
    assert joint.action.state == ActionState.UNDER_WAY
    assert {task.due_on for task in tasks} == {date(2026, 7, 14)}
    assert Notice.objects.filter(template="measures.task", unit__in=joint.units).count() == len(joint.units)
    with pytest.raises(AlreadyAsked):
        send(joint, joint.units[0])


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"measure": "procurement-qualification"}, MeasureNotTriggered),
        ({"measure": "high-consumption"}, MeasureOrderedElsewhere),
        ({"measure": "court-exit-ban"}, MeasureOrderedElsewhere),
        ({"measure": "not-published"}, MeasureNotInForce),
        ({"days": 0}, DaysNotPossible),
        ({"days": 61}, DaysNotPossible),
        ({"basis": " "}, WordsMissing),
    ],
)
def test_what_the_catalogue_does_not_tie_to_the_entry_is_not_asked(
    joint: Scene, given: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        send(joint, **given)  # type: ignore[arg-type]  # named by each case
    assert not Task.objects.exists()


def test_somebody_must_be_asked(joint: Scene) -> None:
    with pytest.raises(NobodyAsked):
        services.send_tasks(
            actor=joint.office,
            now=NOW,
            action=joint.action.public_id,
            sending=services.Sending(measure="wages-public-money", units=(), days=5, basis="安排"),
        )


def test_a_measure_is_a_person_s_decision_and_there_may_be_many(joint: Scene) -> None:
    (task, *_others) = send(joint)
    made = apply(joint, task, replace(APPLIED, amount=Decimal("120000.50"), until=TODAY + timedelta(days=30)))
    apply(joint, task, replace(APPLIED, matter="评优评先"))
    assert states(joint) == ["applied", "waiting", "waiting"]
    assert made.amount == Decimal("120000.50")
    assert AuditEntry.objects.filter(action="measures.measure-applied").count() == Application.objects.count()


def test_who_only_types_accepts_and_does_not_decide(joint: Scene) -> None:
    (task, *_others) = send(joint)
    typist = joint.officer(0, Role.REPORTER)
    services.accept_task(actor=typist, now=NOW, task=task.public_id)
    with pytest.raises(NotPermitted):
        services.apply_measure(actor=typist, now=NOW, task=task.public_id, applied=APPLIED)
    with pytest.raises(NotPermitted):
        services.decline_task(actor=typist, now=NOW, task=task.public_id, ground=Ground.NO_MATTER, words="")
    with pytest.raises(NotPermitted):
        services.apply_measure(actor=joint.office, now=NOW, task=task.public_id, applied=APPLIED)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"on": TODAY + timedelta(days=1)}, DayInFuture),
        ({"on": date(2026, 6, 15)}, BeforeListing),
        ({"until": date(2095, 1, 1)}, PastEntry),
        ({"until": date(2026, 6, 1)}, PastEntry),
        ({"amount": Decimal(-1)}, AmountNotPossible),
        ({"matter": " "}, WordsMissing),
        ({"content": ""}, WordsMissing),
        ({"decided_by": ""}, WordsMissing),
        ({"effect": "长" * 501}, WordsMissing),
    ],
)
def test_what_can_not_be_so_is_not_applied(joint: Scene, changes: dict[str, object], refusal: type[Refusal]) -> None:
    (task, *_others) = send(joint)
    with pytest.raises(refusal):
        apply(joint, task, replace(APPLIED, **changes))  # type: ignore[arg-type]  # named by each case
    assert not Application.objects.exists()


def test_a_measure_whose_article_was_not_in_force_on_the_day_is_not_applied(joint: Scene) -> None:
    """An entry may be older than the article: what was done under it before was done without it."""
    JointAction.objects.filter(id=joint.action.id).update(kind="work-safety", listed_on=date(2021, 1, 4))
    (task, *_others) = send(joint, measure="safety-joint-action")
    with pytest.raises(MeasureNotInForce):
        apply(joint, task, replace(APPLIED, on=date(2021, 8, 31)))
    assert apply(joint, task, replace(APPLIED, on=date(2021, 9, 1))).task_id == task.id


def test_an_entry_under_an_older_rule_asks_for_no_measure_of_the_newer_list(db: None) -> None:
    assert db is None
    early = scene(decided_on=date(2018, 5, 2))
    assert early.action.kind == "wages-black-2017"
    with pytest.raises(MeasureNotTriggered):
        send(early)


def test_nothing_is_applied_before_it_is_accepted(joint: Scene) -> None:
    (task, *_others) = send(joint)
    with pytest.raises(MoveNotPossible):
        services.apply_measure(actor=joint.officer(), now=NOW, task=task.public_id, applied=APPLIED)


def test_a_unit_declines_with_a_lawful_reason(joint: Scene) -> None:
    (_first, task, *_others) = send(joint)
    decider = joint.officer(1)
    with pytest.raises(WordsMissing):
        services.decline_task(actor=decider, now=NOW, task=task.public_id, ground=Ground.OTHER, words=" ")
    services.decline_task(actor=decider, now=NOW, task=task.public_id, ground=Ground.NO_MATTER, words="")
    assert states(joint)[1] == "declined"
    assert TaskMove.objects.get(move="declined").ground == "no-matter"
    with pytest.raises(MoveNotPossible):
        services.accept_task(actor=decider, now=NOW, task=task.public_id)


def test_a_mistaken_application_is_withdrawn_and_stays_to_be_read(joint: Scene) -> None:
    (task, *_others) = send(joint)
    made, decider = apply(joint, task), joint.officer()
    with pytest.raises(NotFound):
        services.withdraw_application(actor=joint.officer(1), now=NOW, application=made.public_id, reason="填错了主体")
    services.withdraw_application(actor=decider, now=NOW, application=made.public_id, reason="填错了主体")
    assert states(joint)[0] == "accepted"
    assert Application.objects.count() == 1
    apply(joint, task)
    with pytest.raises(WithdrawnAlready):
        services.withdraw_application(actor=decider, now=NOW, application=made.public_id, reason="再撤一次")


def test_the_end_reaches_every_place_that_the_entry_reached(joint: Scene) -> None:
    tasks = send(joint)
    apply(joint, tasks[0])
    services.decline_task(
        actor=joint.officer(1), now=NOW, task=tasks[1].public_id, ground=Ground.NO_MATTER, words="没有在办事项"
    )
    end(joint)
    assert states(joint) == ["stopping"] * len(tasks)
    assert set(Notice.objects.filter(template="measures.stop").values_list("unit_id", flat=True)) == {
        unit.id for unit in joint.units
    }
    with pytest.raises(ActionEnded):
        end(joint)
    with pytest.raises(ActionEnded):
        send(joint, bureau())
    with pytest.raises(MoveNotPossible):
        services.apply_measure(actor=joint.officer(), now=NOW, task=tasks[0].public_id, applied=APPLIED)


def still(actor: Actor, task: Task, expected_on: date) -> Task:
    return services.report_still_applied(
        actor=actor, now=NOW, task=task.public_id, words="系统下周才能解除标记", expected_on=expected_on
    )


def test_a_stop_is_confirmed_or_the_unit_says_why_not_yet(joint: Scene) -> None:
    (task, *_others) = send(joint)
    actor = joint.officer(0, Role.REPORTER)
    with pytest.raises(MoveNotPossible):
        services.confirm_stop(actor=actor, now=NOW, task=task.public_id, on=TODAY, words="")
    end(joint)
    with pytest.raises(WordsMissing):
        services.report_still_applied(actor=actor, now=NOW, task=task.public_id, words="", expected_on=TODAY)
    with pytest.raises(ExpectedTooEarly):
        still(actor, task, TODAY - timedelta(days=1))
    row = still(actor, task, TODAY + timedelta(days=7))
    assert (row.state, row.stop_expected_on) == ("stopping", TODAY + timedelta(days=7))
    with pytest.raises(DayInFuture):
        services.confirm_stop(actor=actor, now=NOW, task=task.public_id, on=TODAY + timedelta(days=1), words="")
    with pytest.raises(BeforeEntry):
        services.confirm_stop(actor=actor, now=NOW, task=task.public_id, on=date(2020, 1, 1), words="")
    done = services.confirm_stop(actor=actor, now=NOW, task=task.public_id, on=TODAY, words="没有采取过措施")
    assert (done.state, done.stopped_on) == ("stopped", TODAY)


def test_an_entry_that_left_the_register_ends_its_action_by_itself(joint: Scene) -> None:
    send(joint)
    assert services.follow_entries(actor=JOB, now=NOW) == 0
    vanish(joint.action.entry)
    assert services.follow_entries(actor=JOB, now=NOW) == 1
    assert services.follow_entries(actor=JOB, now=NOW) == 0
    assert states(joint) == ["stopping"] * 3
    joint.action.refresh_from_db()
    assert "撤回" in joint.action.end_reason


def test_the_job_of_the_exit_is_safe_to_run_twice(joint: Scene) -> None:
    send(joint)
    ended = [
        services.end_joint_action(actor=JOB, now=NOW, entry=one)
        for one in (joint.action.entry, joint.action.entry, new_opaque_id())
    ]
    assert ended == [True, False, False]
    assert Notice.objects.filter(template="measures.stop").count() == len(joint.units)


def test_a_unit_is_reminded_once_before_and_once_after_the_day(joint: Scene) -> None:
    send(joint, joint.units[0], days=10)
    due = Task.objects.get().due_on
    counts = []
    for days in (-8, -3, -2, 0, 1, 2):
        moment = NOW + (due - TODAY) + timedelta(days=days)
        counts.append(services.remind_all(actor=JOB, now=moment))
    assert counts == [0, 1, 0, 0, 1, 0]


def test_a_stop_that_was_promised_is_reminded_of_once_its_day_has_passed(joint: Scene) -> None:
    (task, *_others) = send(joint)
    end(joint)
    assert services.remind_all(actor=JOB, now=NOW + timedelta(days=90)) == 0, "nothing was promised"
    counts = []
    for promised in (5, 9):
        still(joint.officer(0, Role.REPORTER), task, TODAY + timedelta(days=promised))
        counts += [services.remind_all(actor=JOB, now=NOW + timedelta(days=promised + days)) for days in (0, 1, 2)]
    assert counts == [0, 1, 0, 0, 1, 0], "once for each day that was promised"
    assert "预计停止的日期" in Notice.objects.filter(template="measures.reminder").latest("id").body
    assert [one.expected_on for one in task.moves.filter(move="still-applied").order_by("id")] == [
        TODAY + timedelta(days=5),
        TODAY + timedelta(days=9),
    ]


def test_the_office_reminds_by_hand_with_words(joint: Scene) -> None:
    (task, *_others) = send(joint)
    services.remind_task(actor=joint.office, now=NOW, task=task.public_id, words="请尽快反馈")
    assert Notice.objects.filter(template="measures.reminder", unit=joint.units[0]).count() == 1
    apply(joint, task)
    with pytest.raises(MoveNotPossible):
        services.remind_task(actor=joint.office, now=NOW, task=task.public_id, words="请尽快反馈")


def test_who_sees_what(joint: Scene) -> None:
    tasks = send(joint)
    assert queries.tasks_for(joint.office).count() == len(tasks)
    assert queries.tasks_for(officer(joint.listing, Role.REPORTER)).count() == len(tasks), "who listed sees the answers"
    assert list(queries.tasks_for(joint.officer(1))) == [tasks[1]]
    assert queries.action_for(joint.officer(1), joint.action.public_id) == joint.action
    strangers: tuple[Actor, ...] = (officer(bureau(), Role.CASE_OFFICER), public_actor(""))
    for stranger in strangers:
        with pytest.raises(NotFound):
            queries.task_for(stranger, tasks[0].public_id)
        with pytest.raises(NotFound):
            queries.action_for(stranger, joint.action.public_id)
    with pytest.raises(NotFound):
        services.accept_task(actor=officer(joint.listing, Role.REPORTER), now=NOW, task=tasks[0].public_id)


def test_a_look_is_on_record(joint: Scene) -> None:
    services.look_at_action(actor=joint.office, now=NOW, action=joint.action.public_id)
    seen = AuditEntry.objects.get(action="measures.action-seen")
    assert (seen.object_id, seen.purpose) == (joint.action.public_id, "办理联合奖惩")
