"""Joint actions in numbers, counted out of the tasks in reach: by list, unit, measure or month of sending."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from chengxin.foundation.actor import Actor
from chengxin.measures.models import Application
from chengxin.measures.queries.actions import ANSWERED, tasks_for
from chengxin.measures.rules.doings import SEE_TASKS
from chengxin.measures.rules.states import Answer, TaskState


class By(StrEnum):
    """How tasks stand together."""

    KIND = "kind"
    UNIT = "unit"
    MEASURE = "measure"
    MONTH = "month"


FIELDS = {
    By.KIND: ("action__kind_name", "action__kind_name"),
    By.UNIT: ("unit_id", "unit__name"),
    By.MEASURE: ("measure", "measure_name"),
    By.MONTH: ("month", "month"),
}


@dataclass(frozen=True)
class Group:
    """Tasks of one list, unit, measure or month: ``key`` narrows the list of tasks to them.

    ``applied``, ``declined`` and ``silent`` add up to ``tasks`` (a unit that applied and had declined before does not
    exist); ``stopping`` and ``stopped`` count stop orders.
    """

    key: str
    name: str
    tasks: int
    applied: int
    declined: int
    silent: int
    stopping: int
    stopped: int


def statistics(actor: Actor, by: By) -> list[Group]:
    """Return the numbers of the tasks in reach, by name."""
    key, name = FIELDS[by]
    found = tasks_for(actor).annotate(month=TruncMonth("sent_on")).order_by()
    counted = found.values(key, name).annotate(
        tasks=Count("id"),
        applied=Count("id", filter=ANSWERED[Answer.APPLIED]),
        declined=Count("id", filter=ANSWERED[Answer.DECLINED]),
        silent=Count("id", filter=ANSWERED[Answer.NONE]),
        stopping=Count("id", filter=Q(state=TaskState.STOPPING)),
        stopped=Count("id", filter=Q(state=TaskState.STOPPED)),
    )
    numbers = ("tasks", "applied", "declined", "silent", "stopping", "stopped")
    return [
        Group(_text(row[key]), _text(row[name]), **{one: row[one] for one in numbers})
        for row in counted.order_by(name, key)
    ]


def feedback(actor: Actor) -> QuerySet[Application]:
    """Return the measures that count, of the tasks in reach, in the order in which they were written down."""
    found = Application.objects.filter(task__in=tasks_for(actor).order_by(), withdrawal__isnull=True)
    found = found.select_related("task__unit", "task__action__subject", "task__action__office").order_by("id")
    return found if actor.may(SEE_TASKS) else found.none()


def kinds_in_reach(actor: Actor) -> Iterator[str]:
    """Yield the names of the lists of the tasks in reach, in order."""
    names = tasks_for(actor).order_by("action__kind_name").values_list("action__kind_name", flat=True)
    yield from names.distinct()


def _text(value: object) -> str:
    return f"{value:%Y-%m}" if isinstance(value, date) else str(value)
