"""Background jobs of oversight."""

from django.utils import timezone
from procrastinate.contrib.django import app

from chengxin.foundation.actor import system_actor
from chengxin.oversight import services


@app.periodic(cron="*/5 * * * *")
@app.task(name="oversight.tally", queue="default", queueing_lock="oversight.tally", pass_context=False)
def tally(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Count what came in, so that a gap closes some minutes after its record came."""
    services.tally_all(actor=system_actor("oversight.tally"), now=timezone.now())


@app.periodic(cron="10 1-9 * * *")  # in UTC: from ten past nine in the morning in China, and again each hour
@app.task(name="oversight.close-months", queue="default", queueing_lock="oversight.close-months", pass_context=False)
def close_months(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Write down the figures of months whose cut-off day has passed."""
    services.close_months(actor=system_actor("oversight.close-months"), now=timezone.now())


@app.periodic(cron="20 1 * * *")  # in UTC: twenty past nine in the morning in China
@app.task(name="oversight.remind", queue="default", queueing_lock="oversight.remind", pass_context=False)
def remind(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Remind units of what comes near."""
    services.remind_all(actor=system_actor("oversight.remind"), now=timezone.now())
