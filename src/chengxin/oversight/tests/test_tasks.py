from dataclasses import replace

import pytest

from chengxin.audit.models import AuditEntry
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.oversight import queries, services
from chengxin.oversight.models import PlanDoubt, PlanTask, TaskHistory, TaskUnit
from chengxin.oversight.queries.plans import text_of
from chengxin.oversight.rules.board import Doing, PlanState
from chengxin.oversight.rules.plan import Doubt, Group, Milestone
from chengxin.oversight.rules.wording import TaskText
from chengxin.oversight.services.checking import ChangedMeanwhile, TaskClosed, TextMissing, TextTooLong
from chengxin.oversight.services.tasks import FatalDoubt, NothingChanged, NothingMeant
from chengxin.oversight.tests.scenes import (
    HELP,
    LEAD,
    MEETING,
    TEXT,
    UNKNOWN,
    YEAR,
    City,
    accepted,
    given,
    imported,
    published,
    row,
    task_of,
)
from chengxin.units.models import UnitGroup
from chengxin.vault.tests.people import NOW

pytestmark = pytest.mark.service
DRAFT, PUBLISHED = PlanState.DRAFT, PlanState.PUBLISHED


def correct(
    city: City, state: PlanState, *, text: TaskText = TEXT, seen: int = 0, reason: str = "文件写错了", no: int = 1
) -> PlanTask:
    return services.correct_task(
        actor=city.clerk.actor, now=NOW, year=YEAR, no=no, state=state, seen=seen, text=text, reason=reason
    )


def match(
    city: City, text: str, state: PlanState = DRAFT, *, unit: int | None = None, group: int | None = None
) -> None:
    services.match_text(actor=city.clerk.actor, now=NOW, year=YEAR, state=state, text=text, unit=unit, group=group)


def test_a_draft_is_corrected_and_its_doubts_are_settled(city: City) -> None:
    imported(city, row(1), row(2), doubts=(Doubt("bad", "没有要求", no=1, fatal=True), Doubt("odd", "请核对", no=2)))
    task = correct(city, DRAFT, reason="")
    assert text_of(task) == TEXT
    assert [one.unit for one in task.units.order_by("place")] == [city.statistics, city.finance]
    assert task.number == 1
    assert list(PlanDoubt.objects.filter(settled_at__isnull=True).values_list("task_no", flat=True)) == [2]
    assert not TaskHistory.objects.exists()


def test_a_published_task_keeps_what_it_was_with_the_reason(city: City) -> None:
    plan = published(city, row(1, milestones=(Milestone("公布名单"),)))
    correct(city, PUBLISHED)
    first, second = TaskHistory.objects.order_by("number")
    assert (first.doing, first.definition["title"]) == (Doing.PUBLISHED, "第1件事")
    assert (second.doing, second.words, second.definition["title"]) == (Doing.CORRECTED, "文件写错了", "改过的事")
    assert second.by == city.clerk.actor.name
    entry = AuditEntry.objects.filter(action="oversight.task-corrected").latest("id")
    assert entry.facts["changes"]["title"] == ["第1件事", "改过的事"]
    assert entry.facts["changes"]["due_on"] == ["2018-12-31", "2018-11-30"]
    assert entry.facts["reason"] == "文件写错了"
    assert entry.object_id == "2018/1"
    assert queries.history_of(city.reporter.actor, task_of(plan)).count() == 2


def test_of_two_who_correct_at_once_the_second_is_told(city: City) -> None:
    imported(city)
    correct(city, DRAFT)
    with pytest.raises(ChangedMeanwhile):
        correct(city, DRAFT, text=replace(TEXT, title="又改"))
    assert PlanTask.objects.get().title == "改过的事"


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        ({"module": ""}, "错字", "module"),
        ({"heading": " "}, "错字", "heading"),
        ({"title": "  "}, "错字", "title"),
        ({"requirement": "\n"}, "错字", "requirement"),
        ({"units": ()}, "错字", "units"),
        ({}, " ", "reason"),
    ],
)
def test_what_is_missing_is_named(city: City, changes: dict[str, object], reason: str, field: str) -> None:
    published(city)
    with pytest.raises(TextMissing) as refusal:
        correct(city, PUBLISHED, text=replace(TEXT, **changes), reason=reason)  # type: ignore[arg-type]  # fields by name
    assert refusal.value.field == field
    assert PlanTask.objects.get().title == "第1件事"


def test_what_is_too_long_is_refused(city: City) -> None:
    imported(city)
    with pytest.raises(TextTooLong):
        correct(city, DRAFT, text=replace(TEXT, title="长" * 301))


def test_a_published_task_that_stays_as_it_is_gets_no_history(city: City) -> None:
    plan = published(city)
    with pytest.raises(NothingChanged):
        correct(city, PUBLISHED, text=text_of(task_of(plan)))
    assert TaskHistory.objects.count() == 1
    assert task_of(plan).number == 0


def test_a_task_that_is_done_is_opened_before_it_is_corrected(city: City) -> None:
    published(city)
    accepted(city, given(city.reporter.actor))
    services.close_task(actor=city.clerk.actor, now=NOW, year=YEAR, no=1, words="")
    with pytest.raises(TaskClosed):
        correct(city, PUBLISHED, seen=1)


def test_a_milestone_that_stays_remains_met(city: City) -> None:
    plan = published(city, row(1, milestones=(Milestone("公布名单"), Milestone("总结"))))
    accepted(city, given(city.reporter.actor), milestone=task_of(plan).milestones.get(text="公布名单").id)
    task = correct(city, PUBLISHED)
    assert [(one.text, one.met_at is not None) for one in task.milestones.order_by("place")] == [
        ("公布名单", True),
        ("每月25日前报送", False),
    ]


def test_texts_keep_what_they_were_matched_to(city: City) -> None:
    imported(city, row(1, (UNKNOWN,)))
    match(city, "市花木局", unit=city.county.id)
    task = correct(city, DRAFT, text=replace(TEXT, units=(UNKNOWN, HELP)))
    assert [one.unit for one in task.units.order_by("place")] == [city.county, city.finance]


def test_a_text_is_matched_in_all_tasks_that_name_it(city: City) -> None:
    imported(city, row(1, (LEAD, UNKNOWN)), row(2, (UNKNOWN,)))
    match(city, "市花木局", unit=city.county.id)
    assert [one.unit for one in TaskUnit.objects.filter(text="市花木局")] == [city.county, city.county]
    match(city, "市花木局", group=UnitGroup.objects.get(key=Group.ZONES.value).id)
    assert [one.group and one.group.key for one in TaskUnit.objects.filter(text="市花木局")] == ["zones", "zones"]
    entry = AuditEntry.objects.filter(action="oversight.unit-matched").latest("id")
    assert entry.facts["tasks"] == [1, 2]


def test_matching_in_a_published_plan_is_kept_in_the_history(city: City) -> None:
    plan = published(city, row(1, (LEAD, UNKNOWN)), row(2))
    match(city, "市花木局", PUBLISHED, unit=city.county.id)
    last = TaskHistory.objects.get(task=task_of(plan), number=2)
    assert (last.doing, last.words) == (Doing.MATCHED, "市花木局：海棠市朱槿区信用办公室")
    assert last.definition["units"][1]["unit"] == "county-office"
    assert not TaskHistory.objects.filter(task=task_of(plan, 2), number=2).exists()


def test_what_can_not_be_matched_is_refused(city: City) -> None:
    imported(city, row(1, (UNKNOWN,)))
    with pytest.raises(NothingMeant):
        match(city, "市花木局")
    with pytest.raises(NothingMeant):
        match(city, "市花木局", unit=city.county.id, group=1)
    with pytest.raises(NotFound):
        match(city, "市花木局", unit=10**9)
    with pytest.raises(NotFound):
        match(city, "市花木局", group=10**9)
    with pytest.raises(NotFound):
        match(city, "没有这个写法", unit=city.county.id)


def test_a_doubt_that_is_not_fatal_is_settled_once(city: City) -> None:
    imported(city, doubts=(Doubt("odd", "请核对", no=1), Doubt("bad", "没有要求", no=1, fatal=True)))
    odd, bad = PlanDoubt.objects.get(code="odd"), PlanDoubt.objects.get(code="bad")
    settled = services.settle_doubt(actor=city.clerk.actor, now=NOW, doubt=odd.id)
    assert (settled.settled_at, settled.settled_by) == (NOW, city.clerk.actor.name)
    with pytest.raises(NotFound):
        services.settle_doubt(actor=city.clerk.actor, now=NOW, doubt=odd.id)
    with pytest.raises(FatalDoubt):
        services.settle_doubt(actor=city.clerk.actor, now=NOW, doubt=bad.id)


def test_tasks_are_added_at_the_end_and_removed_from_drafts(city: City) -> None:
    plan = imported(city, row(1), row(5))
    task = services.add_task(actor=city.clerk.actor, now=NOW, year=YEAR, state=DRAFT, text=TEXT, reason="")
    assert (task.no, task.heading, text_of(task)) == (6, task_of(plan).heading, TEXT)
    services.remove_task(actor=city.clerk.actor, now=NOW, year=YEAR, no=5, seen=0)
    assert list(PlanTask.objects.order_by("no").values_list("no", flat=True)) == [1, 6]
    entry = AuditEntry.objects.filter(action="oversight.task-removed").latest("id")
    assert entry.facts == {"requirement": "把第5件事办好。", "units": "市统计局"}


def test_a_task_moves_under_another_heading_and_a_new_one_is_put_last(city: City) -> None:
    plan = imported(city, row(1), row(2, heading_no=2, heading="管好平台"))
    correct(city, DRAFT, text=replace(TEXT, heading="管好平台"))
    assert task_of(plan).heading == task_of(plan, 2).heading
    task = correct(city, DRAFT, text=replace(TEXT, module="信用创新", heading="试点"), seen=1)
    assert (task.heading.module.no, task.heading.module.title) == (2, "信用创新")
    assert (task.heading.no, task.heading.title) == (1, "试点")


def test_a_task_added_to_a_published_plan_has_a_reason_and_none_is_removed(city: City) -> None:
    published(city)
    with pytest.raises(TextMissing):
        services.add_task(actor=city.clerk.actor, now=NOW, year=YEAR, state=PUBLISHED, text=TEXT, reason="")
    task = services.add_task(actor=city.clerk.actor, now=NOW, year=YEAR, state=PUBLISHED, text=TEXT, reason="新下达")
    assert [(one.doing, one.words) for one in task.history.all()] == [(Doing.ADDED, "新下达")]
    with pytest.raises(NotFound):
        services.remove_task(actor=city.clerk.actor, now=NOW, year=YEAR, no=1, seen=0)


def test_others_change_nothing(city: City) -> None:
    published(city, row(1, (LEAD, MEETING)))
    for someone in (city.reporter, city.auditor, city.county_reporter):
        with pytest.raises(NotPermitted):
            services.correct_task(
                actor=someone.actor, now=NOW, year=YEAR, no=1, state=PUBLISHED, seen=0, text=TEXT, reason="改"
            )
        with pytest.raises(NotPermitted):
            services.match_text(
                actor=someone.actor, now=NOW, year=YEAR, state=PUBLISHED, text="市统计局", unit=None, group=None
            )
