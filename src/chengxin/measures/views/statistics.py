"""Joint actions in numbers, and the measures in the layout of the national feedback."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog.rules.measures import MeasureKind
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.measures.adapters.workbook import XLSX, workbook
from chengxin.measures.forms import ByForm
from chengxin.measures.models import Application
from chengxin.measures.queries.statistics import By, Group, feedback
from chengxin.measures.queries.statistics import statistics as counted
from chengxin.measures.rules.doings import SEE_TASKS
from chengxin.measures.rules.entries import LEGAL_PERSON, NATIONAL_HEADS, NATIONAL_KINDS, UNIFIED_CODE
from chengxin.measures.rules.states import Answer, TaskState
from chengxin.ui.listing import file_of
from chengxin.units.queries import day_of


@dataclass(frozen=True)
class Count:
    """A number and the rows behind it."""

    value: int
    address: str


@dataclass(frozen=True)
class GroupLine:
    """The numbers of one list, unit, measure or month."""

    name: str
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class StatisticsPage:
    """The numbers."""

    title: str
    head: str
    lines: tuple[GroupLine, ...]
    csv: str


@require_safe
@staff(SEE_TASKS)
def statistics(request: Request) -> HttpResponse:
    """Show the numbers by list, unit, measure or month; each leads to the tasks behind it."""
    form = _form(request)
    by = _by(form)
    groups = counted(request.actor, by)
    tasks, applied = sum(one.tasks for one in groups), sum(one.applied for one in groups)
    shown = StatisticsPage(
        title=_("{n}项任务，{applied}项采取了措施").format(n=f"{tasks:,}", applied=f"{applied:,}")
        if tasks
        else _("还没有任务"),
        head=_heads()[by],
        lines=tuple(GroupLine(one.name, tuple(_counts(by, one))) for one in groups),
        csv=f"{reverse('measures:statistics-file')}?{urlencode({'by': by.value})}",
    )
    return render(request, "measures/statistics.html", {"page": shown, "form": form})


@require_safe
@staff(SEE_TASKS)
def statistics_file(request: Request) -> HttpResponse:
    """Give the numbers as a csv file."""
    by = _by(_form(request))
    heads = [_heads()[by], _("任务"), _("采取了措施"), _("说明了理由"), _("没有反馈"), _("待确认停止"), _("已确认停止")]
    groups = counted(request.actor, by)
    rows = (
        [one.name, *map(str, (one.tasks, one.applied, one.declined, one.silent, one.stopping, one.stopped))]
        for one in groups
    )
    return file_of(f"joint-statistics-{day_of(request.now):%Y%m%d}", heads, rows)


@require_safe
@staff(SEE_TASKS)
def feedback_csv(request: Request) -> HttpResponse:
    """Give the measures that count in the national layout, as csv."""
    return file_of(f"joint-feedback-{day_of(request.now):%Y%m%d}", NATIONAL_HEADS, _feedback(request))


@require_safe
@staff(SEE_TASKS)
def feedback_xlsx(request: Request) -> HttpResponse:
    """Give the same as a workbook."""
    response = HttpResponse(workbook(_("联合奖惩反馈"), NATIONAL_HEADS, _feedback(request)), content_type=XLSX)
    name = f"joint-feedback-{day_of(request.now):%Y%m%d}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _form(request: Request) -> ByForm:
    return ByForm(request.GET or None, choices=[(one.value, head) for one, head in _heads().items()])


def _by(form: ByForm) -> By:
    said = form.cleaned_data.get("by") if form.is_bound and form.is_valid() else ""
    return By(said or By.KIND)


def _heads() -> dict[By, str]:
    return {By.KIND: _("名单"), By.UNIT: _("实施单位"), By.MEASURE: _("措施"), By.MONTH: _("发送月份")}


def _counts(by: By, group: Group) -> Iterator[Count]:
    narrowed: tuple[tuple[int, dict[str, str]], ...] = (
        (group.tasks, {}),
        (group.applied, {"answer": Answer.APPLIED.value}),
        (group.declined, {"answer": Answer.DECLINED.value}),
        (group.silent, {"answer": Answer.NONE.value}),
        (group.stopping, {"state": TaskState.STOPPING.value}),
        (group.stopped, {"state": TaskState.STOPPED.value}),
    )
    for value, more in narrowed:
        yield Count(value, f"{reverse('measures:board')}?{urlencode({by.value: group.key, **more})}")


def _feedback(request: Request) -> Iterator[list[str]]:
    for one in feedback(request.actor).iterator():
        yield _national(one)


def _national(one: Application) -> list[str]:
    task, action = one.task, one.task.action
    return [
        action.kind_name,
        action.subject_name,
        LEGAL_PERSON,
        action.subject_code,
        UNIFIED_CODE,
        NATIONAL_KINDS[MeasureKind(task.measure_kind)],
        task.measure_name,
        one.content,
        "" if one.amount is None else f"{one.amount:.2f}",
        "；".join(filter(None, (one.matter, one.effect, one.case_words))),
        task.unit.name,
        action.office.name,
        one.by_name,
        one.applied_on.isoformat(),
        one.at.isoformat(timespec="seconds"),
    ]
