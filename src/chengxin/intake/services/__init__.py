"""Writes of intake: take a submission, check it, load it; what people decide about it on the way."""

from chengxin.intake.services.deciding import (
    cancel_submission,
    confirm_severities,
    retry_submission,
    severities_of,
    withdraw_submission,
)
from chengxin.intake.services.processing import process_submission
from chengxin.intake.services.sending import send_submission

__all__ = [
    "cancel_submission",
    "confirm_severities",
    "process_submission",
    "retry_submission",
    "send_submission",
    "severities_of",
    "withdraw_submission",
]
