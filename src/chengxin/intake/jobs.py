"""Background jobs of intake."""

from django.utils import timezone
from procrastinate.contrib.django import app

from chengxin.foundation.actor import system_actor
from chengxin.intake import services


@app.task(name="intake.process", queue="bulk")
def process(*, submission: int) -> None:
    """Check a submission and load what may go on."""
    services.process_submission(actor=system_actor("intake.process"), moment=timezone.now, submission=submission)


@app.periodic(cron="*/5 * * * *")
@app.task(name="intake.take-up-stalled", queue="urgent", queueing_lock="intake.take-up-stalled", pass_context=False)
def take_up_stalled(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Have submissions taken up again that stopped without a word."""
    services.take_up_stalled(actor=system_actor("intake.take-up-stalled"), now=timezone.now())
