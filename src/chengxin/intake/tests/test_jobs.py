"""The jobs of intake by name, as a worker runs them."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django import app

from chengxin.foundation.actor import system_actor
from chengxin.foundation.refusals import NotPermitted
from chengxin.intake import services
from chengxin.intake.models import Submission
from chengxin.intake.tests.scenes import NOW, bureau, recent, reporter, sent
from chengxin.register.models import RecordVersion

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]
HOUR = timedelta(hours=1)
STALLED = system_actor("intake.take-up-stalled")


def test_the_job_takes_a_submission_in_and_may_run_twice() -> None:
    row = sent(bureau(), recent(CX_SXCD="一般"))
    for _ in range(2):
        app.tasks["intake.process"](submission=row.id)
    row.refresh_from_db()
    assert row.state == "done"
    assert RecordVersion.objects.count() == 1


def test_what_stopped_without_a_word_is_taken_up_again() -> None:
    unit = bureau()
    lost, asked = sent(unit, recent(CX_SXCD="一般")), sent(unit, recent())
    Submission.objects.filter(id=lost.id).update(state="loading", phase_began_at=NOW - HOUR)
    Submission.objects.filter(id=asked.id).update(state="to-confirm", phase_began_at=NOW - HOUR)
    assert services.take_up_stalled(actor=STALLED, now=NOW) == 1
    assert services.take_up_stalled(actor=STALLED, now=NOW - HOUR) == 0


def test_only_the_job_takes_up() -> None:
    with pytest.raises(NotPermitted):
        services.take_up_stalled(actor=reporter(bureau()), now=NOW)
