"""The job of a submission, in chunks of two rows."""

from chengxin.foundation.actor import system_actor
from chengxin.intake import services
from chengxin.units.tests.factories import real_now

CHUNK = 2
"""Rows of a chunk in these tests."""


def take_in(submission: int) -> None:
    services.process_submission(
        actor=system_actor("intake.process"), moment=real_now, submission=submission, chunk_rows=CHUNK
    )
