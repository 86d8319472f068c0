"""Background jobs of codes."""

from django.utils import timezone
from procrastinate.contrib.django import app

from chengxin.codes import services
from chengxin.foundation.actor import system_actor


@app.periodic(cron="30 18 * * *")  # in UTC: half past two in the night in China
@app.task(name="codes.look-at-all", queue="bulk", queueing_lock="codes.look-at-all", pass_context=False)
def look_at_all(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Look for what is wrong with codes of subjects, and close what is gone."""
    services.look_at_all(actor=system_actor("codes.look-at-all"), now=timezone.now())


@app.periodic(cron="40 17 * * *")  # in UTC: twenty to two in the night in China
@app.task(name="codes.note-events", queue="bulk", queueing_lock="codes.note-events", pass_context=False)
def note_events(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Write down what registrations say of codes and nobody has written down yet."""
    services.note_all_events(actor=system_actor("codes.note-events"), now=timezone.now())


@app.periodic(cron="10 16-23 * * *")  # in UTC: from ten past midnight in China, and again each hour
@app.task(name="codes.close-months", queue="default", queueing_lock="codes.close-months", pass_context=False)
def close_months(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Write down the figures of the month that is over."""
    services.close_months(actor=system_actor("codes.close-months"), now=timezone.now())
