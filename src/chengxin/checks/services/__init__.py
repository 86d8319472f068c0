"""Writes of the room: one function a use case.

| who | call |
|---|---|
| a unit's administrator, the office | ``register_matter``, ``change_matter`` |
| an officer or a unit's system | ``check``, ``check_many``, ``check_workbook``, ``close_check`` |
| an auditor, a dispute | ``replay_check`` |
| an officer | ``end_approval``, ``record_consent``, ``withdraw_consent`` |
| an officer | ``make_authorised_report``, ``order_reports`` |
| anybody | ``download_report``, ``verify_number``, ``verify_file`` |
| jobs | ``make_reports``, ``take_up_reports``, ``follow_feed``, ``look_at_all``, ``remind_of_open`` |
"""

from chengxin.checks.services.batch import BatchQuestion, check_workbook
from chengxin.checks.services.checking import Answered, check, check_many
from chengxin.checks.services.closing import MeasureDecision, close_check
from chengxin.checks.services.consents import Given, record_consent, withdraw_consent
from chengxin.checks.services.looking_again import end_approval, follow_feed, look_at_all
from chengxin.checks.services.matters import change_matter, register_matter
from chengxin.checks.services.reminding import remind_of_open
from chengxin.checks.services.replaying import Replay, replay_check
from chengxin.checks.services.report_batches import ReportWish, make_reports, order_reports, take_up_reports
from chengxin.checks.services.reports import (
    Made,
    Verdict,
    Verification,
    download_report,
    make_authorised_report,
    make_public_report,
    verify_file,
    verify_number,
)

__all__ = [
    "Answered",
    "BatchQuestion",
    "Given",
    "Made",
    "MeasureDecision",
    "Replay",
    "ReportWish",
    "Verdict",
    "Verification",
    "change_matter",
    "check",
    "check_many",
    "check_workbook",
    "close_check",
    "download_report",
    "end_approval",
    "follow_feed",
    "look_at_all",
    "make_authorised_report",
    "make_public_report",
    "make_reports",
    "order_reports",
    "record_consent",
    "register_matter",
    "remind_of_open",
    "replay_check",
    "take_up_reports",
    "verify_file",
    "verify_number",
    "withdraw_consent",
]
