"""Background jobs of lists. They follow the law out of a list; nothing here puts anybody on one."""

from django.utils import timezone
from procrastinate.contrib.django import app

from chengxin.foundation.actor import system_actor
from chengxin.lists import services


@app.task(name="lists.check-honours", queue="urgent", pass_context=False)
def check_honour(entry: str) -> None:
    """Compare an honour with the lists of the dishonest, since its subject was just put on one."""
    services.check_honour(actor=system_actor("lists.check-honours"), now=timezone.now(), entry=entry)


@app.periodic(cron="5 16 * * *")  # in UTC: five past midnight in China
@app.task(name="lists.follow-law", queue="default", queueing_lock="lists.follow-law", pass_context=False)
def follow_law(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Take off what is over, and compare every honour with the lists of the dishonest."""
    actor, now = system_actor("lists.follow-law"), timezone.now()
    services.end_listings(actor=actor, now=now)
    services.check_honours(actor=actor, now=now)


@app.periodic(cron="20 1 * * *")  # in UTC: twenty past nine in the morning in China
@app.task(name="lists.remind", queue="default", queueing_lock="lists.remind", pass_context=False)
def remind(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Remind units of days to answer that end and of what waits too long."""
    services.remind_all(actor=system_actor("lists.remind"), now=timezone.now())
