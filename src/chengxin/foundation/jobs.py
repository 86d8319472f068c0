"""A background job of no room: takes up what a killed worker left behind."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

SILENT_SECONDS = 120
"""A worker that has not been heard of for so long is gone; its jobs may run twice, as every job may."""


@app.periodic(cron="*/5 * * * *")
@app.task(name="foundation.retry-stalled", queue="urgent", queueing_lock="foundation.retry-stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  procrastinate names the moment
    """Put the jobs of workers that died back into their queues."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        await manager.retry_job(job)
