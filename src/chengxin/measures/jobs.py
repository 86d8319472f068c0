"""Background jobs of joint actions."""

from django.utils import timezone
from procrastinate.contrib.django import app

from chengxin.foundation.actor import system_actor
from chengxin.measures import services


@app.task(name="measures.open-joint-action", queue="default", pass_context=False)
def open_joint_action(entry: str) -> None:
    """Open the joint action of an entry that was published. Bookkeeping: it applies nothing."""
    services.open_joint_action(actor=system_actor("measures.open-joint-action"), now=timezone.now(), entry=entry)


@app.task(name="measures.end-joint-action", queue="default", pass_context=False)
def end_joint_action(entry: str) -> None:
    """Send stop orders for an entry that went."""
    services.end_joint_action(actor=system_actor("measures.end-joint-action"), now=timezone.now(), entry=entry)


@app.periodic(cron="25 1 * * *")  # in UTC: twenty-five past nine in the morning in China
@app.task(name="measures.remind", queue="default", queueing_lock="measures.remind", pass_context=False)
def remind(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Remind units of tasks that are due soon or late."""
    services.remind_all(actor=system_actor("measures.remind"), now=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(name="measures.follow-entries", queue="default", queueing_lock="measures.follow-entries", pass_context=False)
def follow_entries(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """End the joint actions whose entries left the register."""
    services.follow_entries(actor=system_actor("measures.follow-entries"), now=timezone.now())
