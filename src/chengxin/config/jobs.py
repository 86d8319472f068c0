"""Background jobs of the demonstration; elsewhere they do nothing."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from chengxin.config.demonstration.reporting import keep_declaring


@app.periodic(cron="40 0-12 * * *")  # in UTC: before months are closed, from twenty to nine in the morning in China
@app.task(name="config.keep-declaring", queue="default", queueing_lock="config.keep-declaring", pass_context=False)
def declare_for_real_units(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Declare for units with real names what arrived, so that none comes to stand as one that told nothing."""
    if settings.DEMONSTRATION:
        keep_declaring(now=timezone.now())
