"""Writes of the room: one function a use case.

| who | call |
|---|---|
| a unit's administrator, the office | ``register_matter``, ``change_matter`` |
| an officer or a unit's system | ``check``, ``check_many``, ``check_workbook``, ``close_check`` |
| an auditor, a dispute | ``replay_check`` |
| an officer | ``end_approval`` |
| jobs | ``follow_feed``, ``look_at_all``, ``remind_of_open`` |
"""

from chengxin.checks.services.batch import BatchQuestion, check_workbook
from chengxin.checks.services.checking import Answered, check, check_many
from chengxin.checks.services.closing import MeasureDecision, close_check
from chengxin.checks.services.looking_again import end_approval, follow_feed, look_at_all
from chengxin.checks.services.matters import change_matter, register_matter
from chengxin.checks.services.reminding import remind_of_open
from chengxin.checks.services.replaying import Replay, replay_check

__all__ = [
    "Answered",
    "BatchQuestion",
    "MeasureDecision",
    "Replay",
    "change_matter",
    "check",
    "check_many",
    "check_workbook",
    "close_check",
    "end_approval",
    "follow_feed",
    "look_at_all",
    "register_matter",
    "remind_of_open",
    "replay_check",
]
