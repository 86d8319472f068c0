"""The board of tasks: by state with counts, what is asked and late on top."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.measures import queries
from chengxin.measures.forms import LATE, TasksForm
from chengxin.measures.queries import TaskFilter
from chengxin.measures.queries.statistics import kinds_in_reach
from chengxin.measures.rules.doings import SEE_TASKS
from chengxin.measures.rules.states import TASK_LABELS
from chengxin.measures.views.parts import TaskLine, task_line
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Pager, Tab
from chengxin.units.queries import day_of, units_for


@dataclass(frozen=True)
class BoardPage:
    """The board."""

    title: str
    tabs: tuple[Tab, ...]
    lines: tuple[TaskLine, ...]
    pager: Pager
    csv: str
    narrowed: bool


@require_safe
@staff(SEE_TASKS)
def board(request: Request) -> HttpResponse:
    """Show the tasks in reach."""
    form, today = _form(request), day_of(request.now)
    asked = form.filter(today)
    part = slice_of(request, queries.tasks_for(request.actor, asked), _("项"))
    shown = BoardPage(
        title=_("{n}项任务").format(n=f"{part.total:,}") if part.total else _("没有这样的任务"),
        tabs=tuple(_tabs(request, asked)),
        lines=tuple(task_line(row, today) for row in part.rows),
        pager=part.pager,
        csv=f"{reverse('measures:board-file')}?{request.GET.urlencode()}",
        narrowed=asked != TaskFilter(),
    )
    return render(request, "measures/board.html", {"page": shown, "form": form})


@require_safe
@staff(SEE_TASKS)
def board_file(request: Request) -> HttpResponse:
    """Give the list as a csv file."""
    today = day_of(request.now)
    found = queries.tasks_for(request.actor, _form(request).filter(today))
    lines = (task_line(row, today) for row in found.iterator())
    heads = [_("主体"), _("统一社会信用代码"), _("名单"), _("措施"), _("实施单位"), _("发送日期"), _("期限"), _("状态")]
    rows = (
        [one.subject, one.code, one.kind, one.measure, one.unit, str(one.sent_on), str(one.due_on), one.state]
        for one in lines
    )
    return file_of(f"joint-tasks-{today:%Y%m%d}", heads, rows)


def _form(request: Request) -> TasksForm:
    units = units_for(request.actor, permission=SEE_TASKS)
    return TasksForm(request.GET or None, units=units, kinds=kinds_in_reach(request.actor))


def _tabs(request: Request, asked: TaskFilter) -> Iterator[Tab]:
    counted = queries.count_by_state(request.actor, asked)
    given = {name: value for name, value in request.GET.items() if name not in {"state", "page"} and value}
    current = LATE if asked.late_on else asked.state
    yield Tab(_("全部"), f"?{urlencode(given)}", current=not current, count=sum(counted.values()))
    for state, label in TASK_LABELS.items():
        if counted.get(state) or current == state:
            address = f"?{urlencode(given | {'state': state.value})}"
            yield Tab(_(label), address, current=current == state, count=counted.get(state, 0))
