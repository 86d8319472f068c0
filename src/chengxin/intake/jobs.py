"""Background jobs of intake."""

from django.utils import timezone
from procrastinate.contrib.django import app

from chengxin.foundation.actor import system_actor
from chengxin.intake import services


@app.task(name="intake.process", queue="bulk")
def process(*, submission: int) -> None:
    """Check a submission and load what may go on."""
    services.process_submission(actor=system_actor("intake.process"), moment=timezone.now, submission=submission)
