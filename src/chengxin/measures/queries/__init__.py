"""Reads of joint actions: always asked by an actor and limited to its reach."""

from chengxin.measures.queries.actions import (
    TaskFilter,
    action_for,
    actions_for,
    applications_of,
    moves_of,
    ordered_measures,
    sending_office,
    task_for,
    tasks_for,
    waiting_tasks,
)

__all__ = [
    "TaskFilter",
    "action_for",
    "actions_for",
    "applications_of",
    "moves_of",
    "ordered_measures",
    "sending_office",
    "task_for",
    "tasks_for",
    "waiting_tasks",
]
