"""Work beside the work: one thread with database connections of its own, which it closes when it ends."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections

TURN = 0.0005
"""Seconds after which a thread that computes lets another have its turn, from the first thread on.

Python's own 5 ms are what a thread that feeds the database waits after each block it sent: a tenth of a load. It is one
number for the whole process and stays: jobs that run together would put it back under each other.
"""


@contextmanager
def thread_beside(name: str) -> Iterator[Executor]:
    """Have one thread within the block; it does one thing after the other and is waited for at the end.

    Inside an open transaction there is none: another connection would not see what that has written, so each thing is
    done at once, in it.
    """
    if connection.in_atomic_block:
        yield _AtOnce()
        return
    sys.setswitchinterval(TURN)
    with ThreadPoolExecutor(1, thread_name_prefix=name) as thread:
        try:
            yield thread
        finally:
            # Django keeps connections for each thread, and this one ends here.
            thread.submit(connections.close_all)


class _AtOnce(Executor):
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done
