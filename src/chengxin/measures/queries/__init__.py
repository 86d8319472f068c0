"""Reads of joint actions: always asked by an actor and limited to its reach."""

from chengxin.measures.queries.actions import (
    TaskFilter,
    action_for,
    actions_for,
    applications_of,
    count_by_state,
    entries_to_open,
    moves_of,
    ordered_measures,
    own_task,
    own_tasks,
    sending_office,
    task_for,
    task_of_application,
    tasks_for,
    triggered_measures,
    waiting_tasks,
)

__all__ = [
    "TaskFilter",
    "action_for",
    "actions_for",
    "applications_of",
    "count_by_state",
    "entries_to_open",
    "moves_of",
    "ordered_measures",
    "own_task",
    "own_tasks",
    "sending_office",
    "task_for",
    "task_of_application",
    "tasks_for",
    "triggered_measures",
    "waiting_tasks",
]
