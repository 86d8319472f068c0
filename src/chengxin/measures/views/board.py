"""The board of tasks: a column a state on wide screens, a table on others; what is asked and late on top."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
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
from chengxin.measures.rules.states import CARDS, TASK_LABELS
from chengxin.measures.views.parts import TaskLine, task_line
from chengxin.ui.listing import file_of, slice_of
from chengxin.ui.pieces import Pager, Tab
from chengxin.units.queries import day_of, units_for


@dataclass(frozen=True)
class Column:
    """A state of the board: its cards, and the way to the others where there are more."""

    name: str
    title: str
    count: int
    cards: tuple[TaskLine, ...]
    others: str


@dataclass(frozen=True)
class BoardPage:
    """The board; ``columns`` are empty where one state is asked for."""

    title: str
    tabs: tuple[Tab, ...]
    columns: tuple[Column, ...]
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
    counted = queries.count_by_state(request.actor, asked)
    part = slice_of(request, queries.tasks_for(request.actor, asked), _("项"))
    shown = BoardPage(
        title=_("{n}项任务").format(n=f"{part.total:,}") if part.total else _("没有这样的任务"),
        tabs=tuple(_tabs(request, asked, counted)),
        columns=() if asked.state or asked.late_on else tuple(_columns(request, asked, counted, today)),
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


def _columns(request: Request, asked: TaskFilter, counted: Mapping[str, int], today: date) -> Iterator[Column]:
    given = {name: value for name, value in request.GET.items() if name not in {"state", "page"} and value}
    by_state: dict[str, list[TaskLine]] = {}
    for row in queries.tasks_on_board(request.actor, asked, most=CARDS) if counted else ():
        by_state.setdefault(row.state, []).append(task_line(row, today))
    for state, label in TASK_LABELS.items():
        cards, count = by_state.get(state, []), counted.get(state, 0)
        others = f"?{urlencode(given | {'state': state.value})}" if count > len(cards) else ""
        yield Column(f"column-{state.value}", _(label), count, tuple(cards), others)


def _tabs(request: Request, asked: TaskFilter, counted: Mapping[str, int]) -> Iterator[Tab]:
    given = {name: value for name, value in request.GET.items() if name not in {"state", "page"} and value}
    current = LATE if asked.late_on else asked.state
    yield Tab(_("全部"), f"?{urlencode(given)}", current=not current, count=sum(counted.values()))
    for state, label in TASK_LABELS.items():
        if counted.get(state) or current == state:
            address = f"?{urlencode(given | {'state': state.value})}"
            yield Tab(_(label), address, current=current == state, count=counted.get(state, 0))
