"""Joint action in the demonstration: once, one to its end and one under way, of invented units."""

import tomllib
from pathlib import Path

import pytest
from pytest_django import Settings

from chengxin.checks.models import Check, Consent, Report
from chengxin.config.commands import demo
from chengxin.config.demonstration import checking, joint, listings, loading
from chengxin.config.tests.test_demo_reporting import invented
from chengxin.measures.models import JointAction, Task
from chengxin.measures.rules.states import ActionState, TaskState
from chengxin.oversight.tests.reporting import NOW

CITY = demo.demonstration_folder()


def test_only_invented_units_and_companies_act() -> None:
    told = tomllib.loads((CITY / joint.FILE).read_text(encoding="utf-8"))
    assert {told[role]["unit"] for role in joint.UNITS} <= invented()
    assert all(company["name"].startswith("演示") for company in told["company"])


@pytest.mark.service
def test_one_action_ends_while_a_unit_is_silent_and_one_is_under_way(
    db: None,  # noqa: ARG001  what is loaded goes there
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.DATA = tmp_path
    loading.load_once(now=NOW, folder=CITY)
    listings.load_listings(now=NOW, folder=CITY)
    assert joint.load_joint(now=NOW, folder=CITY) == 2
    assert joint.load_joint(now=NOW, folder=CITY) == 0
    assert checking.load_checks(now=NOW, folder=CITY) == 4
    assert checking.load_checks(now=NOW, folder=CITY) == 0
    assert list(Check.objects.order_by("at").values_list("waiting", flat=True)) == [0, 1, 0, 0]
    to_check, to_report = Consent.objects.order_by("at")
    assert Check.objects.get(ground="consent").consent == to_check
    assert Report.objects.get().consent == to_report
    ended, under_way = JointAction.objects.order_by("id")
    assert (ended.state, under_way.state) == (ActionState.ENDED, ActionState.UNDER_WAY)
    assert sorted(Task.objects.filter(action=ended).values_list("state", flat=True)) == [
        TaskState.STOPPED,
        TaskState.STOPPING,
        TaskState.STOPPING,
    ]
    assert sorted(Task.objects.filter(action=under_way).values_list("state", flat=True)) == [
        TaskState.ACCEPTED,
        TaskState.WAITING,
        TaskState.WAITING,
    ]
