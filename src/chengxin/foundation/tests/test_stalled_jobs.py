"""A job whose worker was killed is done by another."""

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from chengxin.foundation.queue import defer
from chengxin.foundation.tests.working import work

pytestmark = pytest.mark.service


def taken_by_a_worker(job: int, silent: str) -> None:
    """Put a job into the hands of a worker that was last heard of some time ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id", [silent]
        )
        (worker,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job])


@pytest.mark.parametrize(("silent", "status"), [("1 hour", "succeeded"), ("5 seconds", "doing")])
def test_what_a_silent_worker_held_is_taken_up_again(committed_db: object, silent: str, status: str) -> None:
    assert committed_db
    held = defer("foundation.retry-stalled", queue="bulk", timestamp=0)
    taken_by_a_worker(held, silent)
    defer("foundation.retry-stalled", timestamp=0)
    work()
    assert ProcrastinateJob.objects.get(id=held).status == status
