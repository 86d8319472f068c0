"""A worker for one turn."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from procrastinate.contrib.django import app

from chengxin.foundation.queue import QUEUES


def work() -> None:
    """Let a worker do all that waits, then stop; in a thread of its own: a browser test may have left a loop here."""
    with ThreadPoolExecutor(max_workers=1) as own:
        own.submit(lambda: asyncio.run(_work())).result()


async def _work() -> None:
    loop = asyncio.get_running_loop()
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django's connector has it
    with ThreadPoolExecutor(max_workers=1) as thread, app.replace_connector(connector) as working:
        loop.set_default_executor(thread)
        async with working.open_async():
            await working.run_worker_async(queues=list(QUEUES), wait=False, install_signal_handlers=False)
        await loop.run_in_executor(thread, connections.close_all)
