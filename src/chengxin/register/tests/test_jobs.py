"""The nightly job, by name."""

import pytest

from chengxin.foundation.queue import defer
from chengxin.foundation.tests.working import work
from chengxin.register.models import Takedown
from chengxin.register.tests.scenes import OVER, Fact, bureau, organisation, shown

JOB = "register.take-down-expired"


@pytest.mark.service
@pytest.mark.usefixtures("committed_db")
def test_the_nightly_job_ends_what_expired_and_may_run_twice() -> None:
    shown(bureau(), Fact(organisation()).until(OVER))
    for _ in range(2):
        defer(JOB, queue="urgent", timestamp=0)
        work()
    assert Takedown.objects.get().reason == "expired"
