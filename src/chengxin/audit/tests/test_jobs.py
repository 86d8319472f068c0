"""The sealer as a job: deferred by name, done by a worker."""

from pathlib import Path

import pytest
from procrastinate.contrib.django import app
from pytest_django import Settings

from chengxin.audit.models import TreeHead
from chengxin.audit.rules import TRAIL_SEEN
from chengxin.audit.services import record_look
from chengxin.audit.tests.people import CITY_AUDITOR, NOW
from chengxin.foundation.queue import defer
from chengxin.foundation.tests.working import work

JOB = "audit.seal-ledger"


@pytest.mark.service
def test_a_worker_seals_what_was_committed_and_may_do_it_twice(
    committed_db: object, settings: Settings, tmp_path: Path
) -> None:
    assert committed_db
    settings.DATA = tmp_path
    record_look(
        actor=CITY_AUDITOR,
        now=NOW,
        action=TRAIL_SEEN,
        object_kind="trail",
        object_id="",
        object_label="操作留痕",
        purpose="日常",
        basis="规定",
    )
    for _ in range(2):
        defer(JOB, timestamp=0)
        work()
    assert [head.size for head in TreeHead.objects.all()] == [1]


def test_the_job_runs_every_minute() -> None:
    periodic = app.periodic_registry.periodic_tasks
    assert [task.cron for task in periodic.values() if task.task.name == JOB] == ["* * * * *"]
