"""Looking again at 1,000 approvals under way, each with a change that became visible at the same moment.

The job reads the feed every 20 seconds, so a change that becomes visible just after a look is told after 20 seconds and
what the look takes: a minute holds if a look takes 40 seconds. Each run has one more penalty of each organisation.
"""

import os
import tempfile
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.config.settings")
django.setup()

from django.test.utils import override_settings  # noqa: E402  models can be imported only then

from bench.ledger import database  # noqa: E402  models can be imported only then
from bench.rows import Bar, Row, measure  # noqa: E402  models can be imported only then
from chengxin.checks.models import LookAgain  # noqa: E402  models can be imported only then
from chengxin.checks.services import follow_feed  # noqa: E402  models can be imported only then
from chengxin.checks.tests.scenes import scene  # noqa: E402  models can be imported only then
from chengxin.foundation.actor import system_actor  # noqa: E402  models can be imported only then
from chengxin.register.tests.feeds import settle  # noqa: E402  models can be imported only then
from chengxin.register.tests.scenes import NOW, Fact, bureau, organisation, shown  # noqa: E402  as above
from chengxin.units.queries import day_of  # noqa: E402  models can be imported only then

APPROVALS, RUNS, LONGEST = 1_000, 3, 40.0
JOB = system_actor("checks.follow-feed")
UNTIL = day_of(NOW) + timedelta(days=60)


def run() -> list[Row]:
    """Measure."""
    with database(), tempfile.TemporaryDirectory() as folder, override_settings(DATA=Path(folder)):
        follow_feed(actor=JOB, now=NOW)
        desk, sender = scene(), bureau()
        firms = [organisation() for _number in range(APPROVALS)]
        for firm in firms:
            replace(desk, firm=firm).check(UNTIL)
        numbers = count(1)

        def change() -> None:
            number = f"示市监处罚〔2026〕{next(numbers)}号"
            shown(sender, *(Fact(subject=firm, number=number) for firm in firms))
            settle()

        seconds = measure(lambda: follow_feed(actor=JOB, now=NOW), runs=RUNS, before=change)
        if LookAgain.objects.count() != APPROVALS * (RUNS + 1):
            raise RuntimeError("not every change was looked at")
    bar = Bar(holds=max(seconds) <= LONGEST, words=f"≤ {LONGEST:g} s")
    return [Row("a look at changed approvals", APPROVALS, "approvals", seconds, bar=bar)]
