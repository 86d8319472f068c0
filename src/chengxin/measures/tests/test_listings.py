"""A listing by the city's own procedure opens a joint action when it is published, and ends it when it leaves."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from chengxin.lists.tests import scenes as lists
from chengxin.measures import queries, services
from chengxin.measures.models import JointAction, Task, TaskMove
from chengxin.measures.tests.scenes import JOB, MEASURE, office_of
from chengxin.register.tests.scenes import bureau
from chengxin.units.queries import day_of

pytestmark = pytest.mark.service


@pytest.fixture(autouse=True)
def _data(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def test_a_listing_opens_its_action_and_its_exit_ends_it(db: None) -> None:  # noqa: ARG001  the bureau stands there
    place, office = lists.settle(), office_of(bureau())
    entry = lists.published(place)
    assert services.open_joint_action(actor=office, now=lists.AFTER, entry=entry.record)
    action = JointAction.objects.get()
    assert (action.kind, action.kind_name) == (entry.kind, entry.kind_name)
    assert action.subject_id == place.firm.id
    assert MEASURE in {one.key for one in queries.triggered_measures(office, action, on=day_of(lists.AFTER))}
    asked = services.Sending(measure=MEASURE, units=[bureau().id, bureau().id], days=10, basis="示例办法第五条")
    services.send_tasks(actor=office, now=lists.AFTER, action=action.public_id, sending=asked)
    lists.left(place, entry)
    later = lists.AFTER + timedelta(minutes=15)
    assert services.end_joint_action(actor=JOB, now=later, entry=entry.record)
    assert set(Task.objects.values_list("state", flat=True)) == {"stopping"}
    assert set(TaskMove.objects.filter(at=later).values_list("by_name", flat=True)) == {"平台"}


def test_an_honour_opens_one_too(db: None) -> None:  # noqa: ARG001  as above
    place = lists.settle()
    lists.listed_by(lists.HONEST, place.unit)
    entry = lists.honoured(place)
    assert services.open_joint_action(actor=office_of(bureau()), now=lists.AFTER, entry=entry.record)
    assert JointAction.objects.get().kind == lists.HONEST.key


def test_an_entry_that_left_before_its_turn_opens_none(db: None) -> None:  # noqa: ARG001  as above
    place = lists.settle()
    entry = lists.left(place, lists.published(place))
    assert not services.open_joint_action(actor=office_of(bureau()), now=lists.AFTER, entry=entry.record)
    assert not JointAction.objects.exists()
