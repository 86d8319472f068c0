"""Background jobs of the vault."""

from django.utils import timezone
from procrastinate.contrib.django import app

from chengxin.foundation.actor import system_actor
from chengxin.vault import services


@app.periodic(cron="20 2 * * *")
@app.task(name="vault.delete-expired", queue="bulk", pass_context=False, queueing_lock="vault.delete-expired")
def delete_expired(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Delete the files whose time is over."""
    services.delete_expired(actor=system_actor("vault.delete-expired"), now=timezone.now())
