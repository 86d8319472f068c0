import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from chengxin.foundation.queue import defer


@pytest.mark.service
@pytest.mark.usefixtures("db")
def test_a_second_job_of_the_same_lock_is_not_added_and_spoils_nothing() -> None:
    with transaction.atomic():
        assert defer("test.job", lock="one", number=1) > 0
        assert defer("test.job", lock="one", number=2) == 0
        assert defer("test.job", number=3) > 0
    assert [job.args["number"] for job in ProcrastinateJob.objects.order_by("id")] == [1, 3]
