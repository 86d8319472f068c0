"""``chengxin worker``: do the background jobs."""

import asyncio
from typing import Annotated

import procrastinate
import typer
from procrastinate.contrib.django import app as jobs

from chengxin.config.commands.opening import opened, say
from chengxin.foundation.queue import QUEUES
from chengxin.foundation.sealed.installed import installed_keyring

SECONDS_TO_FINISH = 5.0
"""How long running jobs may go on after the worker was told to stop; what is not done then is done again later."""

LONGEST_STATEMENT = 15 * 60


def worker(
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="同时处理的任务数")] = 2,
) -> None:
    """Do jobs until told to stop; several may run at once."""
    with opened(statement_seconds=LONGEST_STATEMENT):
        installed_keyring()  # in production a missing one stops the start, not the first sealed value
        say(f"后台任务已开始处理（同时 {concurrency} 个）")
        asyncio.run(work(concurrency))
    say("后台任务已停止")


async def work(concurrency: int) -> None:
    """Do jobs until a signal asks to stop.

    Raises:
        procrastinate.exceptions.ConnectorException: the database has gone; whoever started the worker starts it again.
    """
    connector = jobs.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django's connector has it
    with jobs.replace_connector(connector) as working:
        async with working.open_async():
            await working.run_worker_async(
                queues=list(QUEUES),
                concurrency=concurrency,
                shutdown_graceful_timeout=SECONDS_TO_FINISH,
                delete_jobs=procrastinate.jobs.DeleteJobCondition.NEVER,
            )
