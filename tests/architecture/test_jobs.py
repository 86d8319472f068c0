"""Jobs by name exist, their queues are served, nobody goes around the queue."""

import pytest

from chengxin.foundation.queue import QUEUES
from tests.architecture.guards import jobs
from tests.architecture.guards.tree import crafted, product

TASK = '@app.task(name="vault.sweep", queue="default")\ndef sweep(*, file: int) -> None: ...\n'
DEFER = "from chengxin.foundation import queue\n"


def house(*extra: str, task: str = TASK, floor: str = "jobs") -> list[jobs.Module]:
    """Return a crafted house with one task, and services with these lines."""
    return [crafted(f"chengxin.vault.{floor}", task), crafted("chengxin.vault.services", DEFER + "\n".join(extra))]


def test_every_job_that_is_enqueued_is_done_and_every_queue_served() -> None:
    assert jobs.unknown_jobs(product(), QUEUES) == []
    assert jobs.around_the_queue(product()) == []


def test_the_worker_serves_every_queue() -> None:
    worker = next(module for module in product() if module.name == "chengxin.config.commands.worker")
    assert "queues=list(QUEUES)" in worker.text


def test_a_house_in_order_passes() -> None:
    calls = ('queue.defer("vault.sweep", file=1)', 'SWEEP = "vault.sweep"', "queue.defer(SWEEP, file=1)")
    assert jobs.unknown_jobs(house(*calls), QUEUES) == []


@pytest.mark.parametrize(
    "call",
    [
        'queue.defer("vault.sweeep", file=1)',
        'queue.defer("vault." + verb, file=1)',
        'queue.defer("vault.sweep", queue="attic", file=1)',
    ],
)
def test_a_job_nobody_does_is_found(call: str) -> None:
    assert len(jobs.unknown_jobs(house(call), QUEUES)) == 1


@pytest.mark.parametrize(
    ("task", "floor"),
    [
        (TASK.replace("default", "attic"), "jobs"),
        (TASK.replace('"vault.sweep"', '"units.sweep"'), "jobs"),
        (TASK.replace("file: int", "file: StoredFile"), "jobs"),
        (TASK.replace("file: int", "file"), "jobs"),
        (TASK, "services"),
        (TASK + TASK.replace("def sweep", "def again"), "jobs"),
        (TASK.replace(', queue="default"', ""), "jobs"),
    ],
)
def test_a_task_of_another_shape_is_found(task: str, floor: str) -> None:
    assert jobs.unknown_jobs(house(task=task, floor=floor), QUEUES)


def test_enqueueing_around_the_queue_is_found() -> None:
    assert jobs.around_the_queue([crafted("chengxin.vault.services", 'app.configure_task("vault.sweep").defer()\n')])
