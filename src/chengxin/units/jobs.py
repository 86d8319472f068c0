"""Background jobs of units."""

from django.utils import timezone
from procrastinate.contrib.django import app

from chengxin.units import services


@app.periodic(cron="7 * * * *")
@app.task(name="units.forget-old-usage", queue="default", pass_context=False)
def forget_old_usage(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Remove the counts that no limit needs any more."""
    services.forget_old_usage(now=timezone.now())


@app.periodic(cron="17 * * * *")
@app.task(name="units.forget-old-sessions", queue="default", pass_context=False)
def forget_old_sessions(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Remove sessions that are over."""
    services.forget_old_sessions(now=timezone.now())


@app.periodic(cron="27 * * * *")
@app.task(name="units.forget-old-answers", queue="default", pass_context=False)
def forget_old_answers(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Remove the answers to repeated calls that are over."""
    services.forget_old_answers(now=timezone.now())
