"""Background jobs by name: a low room enqueues without knowing who does the work.

A job is enqueued in the transaction of the data it is about: if that rolls back, the job never was.
"""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

QUEUES = ("urgent", "default", "bulk")
"""Queues the worker serves: takedowns and messages first, then the rest, then long work."""


def defer(job: str, *, queue: str = "default", lock: str | None = None, **ids: int | str) -> int:
    """Enqueue the job and return its number.

    ``ids`` are plain ids, never data. With ``lock`` a second waiting job of the same lock is not added: the number of
    the waiting one is not known then and 0 is returned.
    """
    task = app.configure_task(job, queue=queue, queueing_lock=lock, allow_unknown=True)
    try:
        # a savepoint: the clash of two locks must not spoil the transaction that enqueues
        with transaction.atomic():
            return task.defer(**ids)
    except AlreadyEnqueued:
        return 0
