"""Background jobs of notices."""

from django.utils import timezone
from procrastinate.contrib.django import app

from chengxin.foundation.actor import system_actor
from chengxin.notices import services


@app.task(name="notices.deliver", queue="urgent")
def deliver(*, dispatch: int) -> None:
    """Make one attempt at a dispatch."""
    services.deliver(actor=system_actor("notices.deliver"), now=timezone.now(), dispatch=dispatch)


@app.periodic(cron="* * * * *")
@app.task(name="notices.deliver-waiting", queue="urgent", queueing_lock="notices.deliver-waiting", pass_context=False)
def deliver_waiting(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Have dispatches tried again that failed, or whose worker died."""
    services.deliver_waiting(actor=system_actor("notices.deliver-waiting"), now=timezone.now())
