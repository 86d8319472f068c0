"""Writes of joint actions. Opening and ending are bookkeeping; every measure is a person's decision.

| who | call |
|---|---|
| the office, or a job when an entry appears | ``open_action``, ``open_joint_action`` |
| the office | ``send_tasks``, ``remind_task``, ``end_action`` |
| a unit | ``accept_task``, ``apply_measure``, ``withdraw_application``, ``decline_task`` |
| a unit, after the end | ``confirm_stop``, ``report_still_applied`` |
| jobs | ``remind_all``, ``end_joint_action``, ``follow_entries`` |
"""

from chengxin.measures.services.answering import (
    Applied,
    accept_task,
    apply_measure,
    decline_task,
    withdraw_application,
)
from chengxin.measures.services.ending import (
    confirm_stop,
    end_action,
    end_joint_action,
    follow_entries,
    report_still_applied,
)
from chengxin.measures.services.looking import look_at_action
from chengxin.measures.services.opening import Sending, open_action, open_joint_action, send_tasks
from chengxin.measures.services.reminding import remind_all, remind_task

__all__ = [
    "Applied",
    "Sending",
    "accept_task",
    "apply_measure",
    "confirm_stop",
    "decline_task",
    "end_action",
    "end_joint_action",
    "follow_entries",
    "look_at_action",
    "open_action",
    "open_joint_action",
    "remind_all",
    "remind_task",
    "report_still_applied",
    "send_tasks",
    "withdraw_application",
]
