"""The sealer as a job: deferred by name, done by a worker."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections
from procrastinate.contrib.django import app
from pytest_django import Settings

from chengxin.audit.models import TreeHead
from chengxin.audit.rules import TRAIL_SEEN
from chengxin.audit.services import record_look
from chengxin.audit.tests.people import CITY_AUDITOR, NOW
from chengxin.foundation.queue import QUEUES, defer

JOB = "audit.seal-ledger"


async def work() -> None:
    """Let a worker do what waits, in one thread whose connection is closed at the end."""
    loop = asyncio.get_running_loop()
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django's connector has it
    with ThreadPoolExecutor(max_workers=1) as thread, app.replace_connector(connector) as working:
        loop.set_default_executor(thread)
        async with working.open_async():
            await working.run_worker_async(queues=list(QUEUES), wait=False, install_signal_handlers=False)
        await loop.run_in_executor(thread, connections.close_all)


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
        asyncio.run(work())
    assert [head.size for head in TreeHead.objects.all()] == [1]


def test_the_job_runs_every_minute() -> None:
    periodic = app.periodic_registry.periodic_tasks
    assert [task.cron for task in periodic.values() if task.task.name == JOB] == ["* * * * *"]
