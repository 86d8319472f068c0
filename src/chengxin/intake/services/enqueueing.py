"""The job of a submission by name; a part of the use cases beside it."""

from chengxin.foundation.queue import defer
from chengxin.intake.models import Submission

JOB = "intake.process"


def enqueue(row: Submission) -> None:
    """Have the job take up a submission; one that waits already is not added again."""
    defer("intake.process", queue="bulk", lock=f"{JOB}.{row.id}", submission=row.id)
