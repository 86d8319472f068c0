"""Writes of the room: one function a use case.

| who | call |
|---|---|
| a unit's administrator, the office | ``register_matter``, ``change_matter`` |
| an officer or a unit's system | ``check``, ``check_many``, ``close_check`` |
| an auditor, a dispute | ``replay_check`` |
"""

from chengxin.checks.services.checking import Answered, check, check_many
from chengxin.checks.services.closing import MeasureDecision, close_check
from chengxin.checks.services.matters import change_matter, register_matter
from chengxin.checks.services.replaying import Replay, replay_check

__all__ = [
    "Answered",
    "MeasureDecision",
    "Replay",
    "change_matter",
    "check",
    "check_many",
    "close_check",
    "register_matter",
    "replay_check",
]
