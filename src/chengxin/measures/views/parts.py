"""What several pages of joint actions share: a line of a task, ways back."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.measures.models import Task
from chengxin.measures.rules.states import OPEN, TASK_LABELS, TaskState
from chengxin.ui.pieces import Crumb

LOOKS = {
    TaskState.WAITING: "near",
    TaskState.ACCEPTED: "idle",
    TaskState.APPLIED: "done",
    TaskState.DECLINED: "done",
    TaskState.STOPPING: "near",
    TaskState.STOPPED: "done",
}


@dataclass(frozen=True)
class TaskLine:
    """A line of a list of tasks."""

    address: str
    subject: str
    code: str
    kind: str
    measure: str
    unit: str
    sent_on: date
    due_on: date
    look: str
    state: str
    late: bool
    due: str


def task_line(row: Task, today: date) -> TaskLine:
    """Return the line of a task."""
    state = TaskState(row.state)
    late = state in OPEN and row.due_on < today
    overdue = late or (row.promised_on is not None and row.promised_on < today)
    return TaskLine(
        address=f"{reverse('measures:action', args=[row.action.public_id])}#task-{row.public_id}",
        subject=row.action.subject_name,
        code=row.action.subject_code,
        kind=row.action.kind_name,
        measure=row.measure_name,
        unit=row.unit.name,
        sent_on=row.sent_on,
        due_on=row.due_on,
        look="late" if overdue else LOOKS[state],
        state=_("{state}，已过期限").format(state=_(TASK_LABELS[state])) if late else _(TASK_LABELS[state]),
        late=late,
        due=_due_words(row, today),
    )


def _due_words(row: Task, today: date) -> str:
    """Return in words when an open task is due, or since when it is to be stopped; of others nothing."""
    if row.state == TaskState.STOPPING and row.stop_ordered_on:
        waits = (today - row.stop_ordered_on).days
        since = _("通知停止已{n}天").format(n=waits) if waits else _("今天通知停止")
        return _("{since}，预计{on}停止").format(since=since, on=row.promised_on) if row.promised_on else since
    if row.state not in OPEN:
        return ""
    days = (row.due_on - today).days
    if days < 0:
        return _("逾期{n}天").format(n=-days)
    return _("还有{n}天到期").format(n=days) if days else _("今天到期")


def to_actions() -> Crumb:
    """Return the step to the list of joint actions."""
    return Crumb(_("联合奖惩"), reverse("measures:actions"))


def to_action(row: Task) -> Crumb:
    """Return the step to the joint action of a task."""
    return Crumb(row.action.subject_name, reverse("measures:action", args=[row.action.public_id]))
