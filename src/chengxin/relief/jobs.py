"""Background jobs of cases."""

from django.utils import timezone
from procrastinate.contrib.django import app

from chengxin.foundation.actor import system_actor
from chengxin.relief import services


@app.periodic(cron="25 1 * * *")  # in UTC: twenty-five past nine in the morning in China
@app.task(name="relief.remind", queue="default", queueing_lock="relief.remind", pass_context=False)
def remind(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Remind units of limits of objections that end or are over."""
    services.remind_all(actor=system_actor("relief.remind"), now=timezone.now())
