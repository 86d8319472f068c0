"""Work beside the work: one thread, with database connections of its own or without any."""

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, connections

T = TypeVar("T")
R = TypeVar("R")

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


@contextmanager
def thread_without_database(name: str) -> Iterator[Executor]:
    """Have one thread within the block for what only computes, inside a transaction too; it is waited for."""
    sys.setswitchinterval(TURN)
    with ThreadPoolExecutor(1, thread_name_prefix=name) as thread:
        yield thread


def ahead(thread: Executor, make: Callable[[T], R], things: Iterable[T]) -> Iterator[R]:
    """Yield what is made of each thing, in their order; while the caller works on one, the thread makes the next."""
    waiting: Future[R] | None = None
    for thing in things:
        following = thread.submit(make, thing)
        if waiting is not None:
            yield waiting.result()
        waiting = following
    if waiting is not None:
        yield waiting.result()


class _AtOnce(Executor):
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done
