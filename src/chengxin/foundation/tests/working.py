"""A worker for one turn."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicRegistry

from chengxin.foundation.queue import QUEUES


def work(at_once: int = 1) -> None:
    """Let a worker do all that waits, then stop; in a thread of its own: a browser test may have left a loop here.

    What the clock would have it do is left out: a test run at five past midnight must not meet the jobs of the night.
    """
    with ThreadPoolExecutor(max_workers=1) as own:
        own.submit(lambda: asyncio.run(_work(at_once))).result()


@contextmanager
def _without_clock() -> Iterator[None]:
    periodic = app.periodic_registry
    app.periodic_registry = PeriodicRegistry()  # type: ignore[no-untyped-call]  # it has no annotations
    try:
        yield
    finally:
        app.periodic_registry = periodic


async def _work(at_once: int) -> None:
    loop = asyncio.get_running_loop()
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django's connector has it
    together = threading.Barrier(at_once)

    def close() -> None:
        together.wait()  # each thread takes one of these, as none is free for a second
        connections.close_all()

    with (
        ThreadPoolExecutor(max_workers=at_once) as threads,
        app.replace_connector(connector) as working,
        _without_clock(),
    ):
        loop.set_default_executor(threads)
        async with working.open_async():
            await working.run_worker_async(
                queues=list(QUEUES), wait=False, install_signal_handlers=False, concurrency=at_once
            )
        await asyncio.gather(*[loop.run_in_executor(threads, close) for _ in range(at_once)])
