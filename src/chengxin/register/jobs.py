"""Background jobs of the register."""

from django.utils import timezone
from procrastinate.contrib.django import app

from chengxin.foundation.actor import system_actor
from chengxin.register import services


@app.periodic(cron="1 16-21 * * *")  # in UTC: a minute past midnight in China, and again each hour until morning
@app.task(
    name="register.take-down-expired", queue="urgent", pass_context=False, queueing_lock="register.take-down-expired"
)
def take_down_expired(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Write down the end of records whose last day is over, and of those whose item is public no more."""
    services.take_down_all_over(actor=system_actor("register.take-down-expired"), now=timezone.now())
