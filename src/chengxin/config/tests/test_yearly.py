"""The work plans of the demonstration: once, copied for the year, without a bad word about a real unit."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from chengxin.config.commands import demo
from chengxin.config.demonstration import loading, yearly
from chengxin.oversight import queries
from chengxin.oversight.models import Evidence, PlanTask, WorkPlan
from chengxin.oversight.rules.board import PlanState, Standing
from chengxin.units.queries import day_of

CITY = demo.demonstration_folder()
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


@pytest.fixture
def _city(db: None, settings: Settings, tmp_path: Path) -> None:  # noqa: ARG001  what is loaded goes there
    settings.DATA = tmp_path
    loading.load_once(now=NOW, folder=CITY)


def standings(year: int) -> Counter[Standing]:
    plan = queries.plan_for(yearly.LOADER, year)
    return Counter(one.standing for one in queries.board_for(yearly.LOADER, plan, day_of(NOW)))


@pytest.mark.service
@pytest.mark.usefixtures("_city")
def test_both_plans_are_published_once_and_accuse_nobody() -> None:
    assert yearly.load_plans(now=NOW, folder=CITY) == 2
    assert yearly.load_plans(now=NOW, folder=CITY) == 0
    assert set(WorkPlan.objects.values_list("year", "state")) == {
        (2018, PlanState.PUBLISHED.value),
        (2026, PlanState.PUBLISHED.value),
    }
    assert standings(2018) == {Standing.UNRECORDED: 33}
    this_year = standings(2026)
    assert this_year[Standing.LATE] == 0
    assert this_year.total() == 33


@pytest.mark.service
@pytest.mark.usefixtures("_city")
def test_the_copy_names_its_year_and_the_units_of_today() -> None:
    yearly.load_plans(now=NOW, folder=CITY)
    copied = PlanTask.objects.filter(plan__year=2026)
    assert not [task.no for task in copied if "2018" in f"{task.title}{task.requirement}{task.remark}"]
    assert {task.due_on.year for task in copied if task.due_on} == {2026}
    ended = copied.filter(units__unit__valid_until__isnull=False)
    assert not ended.exists()
    assert not copied.filter(units__unit=None, units__group=None).exists()


@pytest.mark.service
@pytest.mark.usefixtures("_city")
def test_evidence_is_of_an_invented_unit_and_of_each_state() -> None:
    yearly.load_plans(now=NOW, folder=CITY)
    given = Evidence.objects.all()
    assert {one.unit.code for one in given} == {"yanshi-1"}
    assert Counter(one.state for one in given) == {"accepted": 1, "returned": 1, "waiting": 1}


@pytest.mark.service
@pytest.mark.usefixtures("_city")
def test_a_draft_of_somebody_is_left_alone() -> None:
    WorkPlan.objects.create(year=2026, title="草稿", state=PlanState.DRAFT, made_at=NOW, made_by="甄某")
    assert yearly.load_plans(now=NOW, folder=CITY) == 1
    assert WorkPlan.objects.get(year=2026).state == PlanState.DRAFT


@pytest.mark.service
@pytest.mark.django_db
def test_without_a_cast_no_plan_is_loaded() -> None:
    assert yearly.load_plans(now=NOW, folder=CITY) == 0
    assert not WorkPlan.objects.exists()
