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


@app.task(name="intake.send-identified", queue="urgent")
def send_identified(*, row: int) -> None:
    """Report a row again whose subject somebody identified."""
    services.send_identified(actor=system_actor("intake.send-identified"), now=timezone.now(), row=row)


@app.task(name="intake.take-back-identified", queue="urgent")
def take_back_identified(*, submission: int) -> None:
    """Take back what was reported because of a decision that was undone."""
    services.take_back_identified(
        actor=system_actor("intake.take-back-identified"), now=timezone.now(), submission=submission
    )
