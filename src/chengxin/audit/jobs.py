"""Background work of the room: sealing the ledger, every minute."""

from django.utils import timezone
from procrastinate.contrib.django import app

from chengxin.audit import services


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal-ledger", queue="default", queueing_lock="audit.seal-ledger")
def seal_ledger(timestamp: int) -> None:  # noqa: ARG001  procrastinate gives each periodic job its time
    """Seal what was committed since the last head; run twice, the second finds nothing."""
    services.seal_ledger(now=timezone.now())
