"""Background jobs of checks: approvals under way follow the feed, open checks are reminded of."""

from django.utils import timezone
from procrastinate.contrib.django import app

from chengxin.checks import services
from chengxin.foundation.actor import system_actor


@app.periodic(cron="* * * * * */20")  # every twenty seconds: a change is looked at within a minute of being visible
@app.task(name="checks.follow-feed", queue="urgent", queueing_lock="checks.follow-feed", pass_context=False)
def follow_feed(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Look again at approvals whose facts changed, and tell past checks of records that turned out wrong."""
    services.follow_feed(actor=system_actor("checks.follow-feed"), now=timezone.now())


@app.periodic(cron="30 17 * * *")  # in UTC: half past one in the night in China, after the day's takedowns
@app.task(name="checks.look-at-all", queue="bulk", queueing_lock="checks.look-at-all", pass_context=False)
def look_at_all(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Look again at every approval under way: what is shared and not public is in no feed."""
    services.look_at_all(actor=system_actor("checks.follow-feed"), now=timezone.now())


@app.periodic(cron="35 1 * * *")  # in UTC: twenty-five to ten in the morning in China
@app.task(name="checks.remind", queue="default", queueing_lock="checks.remind", pass_context=False)
def remind(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Remind units of checks that nobody closed."""
    services.remind_of_open(actor=system_actor("checks.remind"), now=timezone.now())


@app.task(name="checks.make-reports", queue="bulk")
def make_reports(*, batch: str) -> None:
    """Make the reports of a batch that are not made yet."""
    services.make_reports(actor=system_actor("checks.make-reports"), moment=timezone.now, batch=batch)


@app.periodic(cron="*/5 * * * *")
@app.task(name="checks.take-up-reports", queue="urgent", queueing_lock="checks.take-up-reports", pass_context=False)
def take_up_reports(timestamp: int) -> None:  # noqa: ARG001  procrastinate names the planned moment
    """Have batches of reports taken up again that stopped without a word."""
    services.take_up_reports(actor=system_actor("checks.make-reports"), now=timezone.now())
