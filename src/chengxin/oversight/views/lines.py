"""Tasks as lines of a table, standing together by module, by unit or by the day that binds them next."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.oversight.queries import TaskFacts
from chengxin.oversight.rules.board import STANDING_LABELS, Standing
from chengxin.oversight.views.parts import day_in, module_title, units_in_short


@dataclass(frozen=True)
class Line:
    """A task in the table."""

    no: int
    title: str
    address: str
    remark: str
    look: str
    label: str
    evidence: str
    units: str
    due: str
    passed: str


@dataclass(frozen=True)
class LineGroup:
    """Tasks that stand together: of a module, of a unit, due in a month."""

    title: str
    lines: tuple[Line, ...]


def address_of(task: TaskFacts) -> str:
    """Return where a task's page is."""
    return reverse("oversight:task", args=[task.year, task.no])


def line_of(task: TaskFacts) -> Line:
    """Return a task as a line."""
    late = task.presses is not None and task.standing is Standing.LATE and task.presses.milestone
    return Line(
        no=task.no,
        title=task.title,
        address=address_of(task),
        remark=task.remark,
        look=task.standing.value,
        label=_(STANDING_LABELS[task.standing]),
        evidence=evidence_words(task),
        units=units_in_short(task.units),
        due=day_in(task.due_on, task.year) if task.due_on else _("没有固定期限"),
        passed=_("节点{day}已过").format(day=day_in(task.presses.on, task.year)) if late and task.presses else "",
    )


def evidence_words(task: TaskFacts) -> str:
    """Return how much was handed in."""
    if not task.accepted and not task.waiting:
        return _("还没有凭证")
    parts = [_("已采纳{n}份").format(n=task.accepted)] if task.accepted else []
    parts += [_("待审核{n}份").format(n=task.waiting)] if task.waiting else []
    return "，".join(parts)


def grouped(every: Iterable[TaskFacts], key: Callable[[TaskFacts], str]) -> dict[str, list[TaskFacts]]:
    """Return tasks by what they have in common, in the order in which each first comes."""
    found: dict[str, list[TaskFacts]] = {}
    for task in every:
        found.setdefault(key(task), []).append(task)
    return found


def _lines(grouped: Mapping[str, Iterable[TaskFacts]]) -> tuple[LineGroup, ...]:
    return tuple(LineGroup(title, tuple(line_of(task) for task in tasks)) for title, tasks in grouped.items())


def _by_module(every: Sequence[TaskFacts]) -> tuple[LineGroup, ...]:
    return _lines(grouped(every, module_title))


def _by_unit(every: Sequence[TaskFacts]) -> tuple[LineGroup, ...]:
    """Stand each task under every unit and group it names, in the order in which the plan first names them."""
    found: dict[str, dict[int, TaskFacts]] = {}
    for task in every:
        for one in task.units:
            title = one.name if one.known else _("{text}（没有对应到名录）").format(text=one.text)
            found.setdefault(title, {})[task.no] = task
    return _lines({title: tasks.values() for title, tasks in found.items()})


def _by_due(every: Sequence[TaskFacts]) -> tuple[LineGroup, ...]:
    """Stand tasks by the month of the next day that binds them; closed ones and those without a day last."""
    ordered = sorted(every, key=lambda task: (task.next_on.on if task.next_on else date.max, task.no))
    return _lines(grouped(ordered, _month))


def _month(task: TaskFacts) -> str:
    if task.next_on is not None:
        day = task.next_on.on
        return _("{year}年{month}月").format(year=day.year, month=day.month)
    return _("已完成") if task.standing is Standing.DONE else _("没有固定期限")


GROUPERS: Mapping[str, Callable[[Sequence[TaskFacts]], tuple[LineGroup, ...]]] = {
    "module": _by_module,
    "unit": _by_unit,
    "due": _by_due,
}
